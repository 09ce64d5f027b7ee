"""K.gradients."""

import numpy as np
import pytest

import keraunos
from keraunos import Input, Model, layers, ops
from keraunos.compat.backend.graph_functions import function
from keraunos.compat.backend.symbolic_gradients import gradients


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


def test_the_gradient_for_an_input():
    x = keraunos.Input((2,))
    (found,) = gradients(keraunos.ops.sum(x * x * x), x)
    value = np.array([[1.0, 2.0], [3.0, -1.0]], "float32")
    np.testing.assert_allclose(function([x], [found])([value])[0], 3 * value**2, rtol=1e-5)


def network():
    inputs = keraunos.Input((8, 8, 1))
    seen = keraunos.layers.Conv2D(3, 3, activation="tanh", name="seen")(inputs)
    flat = keraunos.layers.GlobalAveragePooling2D()(seen)
    return keraunos.Model(inputs, keraunos.layers.Dense(4)(flat)), seen


def test_the_gradient_for_a_tensor_within():
    model, seen = network()
    (found,) = gradients(model.output[:, 2], seen)
    values, grads = function([model.input], [seen, found])([np.ones((1, 8, 8, 1), "float32")])
    assert values.shape == grads.shape == (1, 6, 6, 3)
    wanted = model.layers[-1].kernel.numpy()[:, 2] / 36
    np.testing.assert_allclose(grads, np.broadcast_to(wanted, grads.shape), rtol=1e-5)


def test_the_gradients_for_weights_and_tensors_together():
    model, seen = network()
    bias = model.layers[-1].bias
    for_bias, for_seen = gradients(keraunos.ops.sum(model.output), [bias, seen])
    run = function([model.input], [for_bias, for_seen])
    at_bias, at_seen = run([np.ones((2, 8, 8, 1), "float32")])
    np.testing.assert_allclose(at_bias, [2, 2, 2, 2])
    assert at_seen.shape == (2, 6, 6, 3)
