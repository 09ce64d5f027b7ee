"""K.gradients."""

import numpy as np
import pytest

from keraunos import Input, Model, layers, ops
from keraunos.compat.backend.gradients import gradients
from keraunos.compat.backend.process import function


def test_by_inputs_tensors_between_and_weights():
    x = Input((3,))
    dense = layers.Dense(2, use_bias=False)
    between = dense(x)
    loss = ops.sum(between**2)
    found = function([x], gradients(loss, [x, between, dense.kernel]))
    rows = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], np.float32)
    by_x, by_between, by_kernel = found([rows])
    kernel = dense.kernel.numpy()
    np.testing.assert_allclose(by_between, 2 * rows @ kernel, rtol=1e-5)
    np.testing.assert_allclose(by_x, 2 * rows @ kernel @ kernel.T, rtol=1e-5)
    np.testing.assert_allclose(by_kernel, 2 * rows.T @ rows @ kernel, rtol=1e-5)


def test_what_layers_write_on_the_way_is_thrown_away():
    x = Input((3,))
    norm = layers.BatchNormalization()
    loss = ops.mean(norm(layers.Dropout(0.5)(x)))
    before = norm.moving_mean.numpy()
    from keraunos.compat.backend.process import learning_phase

    run = function([x, learning_phase()], gradients(loss, x))
    assert run([np.ones((4, 3)), 1])[0].shape == (4, 3)
    np.testing.assert_array_equal(norm.moving_mean.numpy(), before)
    assert Model(x, norm.output).predict(np.ones((1, 3)), verbose=0).shape == (1, 3)


def test_arrays_have_no_way_back():
    with pytest.raises(ValueError, match="K.gradients: `loss` must be a symbolic tensor"):
        gradients(ops.ones(()), ops.ones(()))
