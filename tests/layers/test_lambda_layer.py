import numpy as np
import pytest

import keraunos as k
from keraunos import layers, ops

X = np.ones((2, 3), "f4")


def test_arguments_mask_and_training_reach_the_function():
    def seen(x, scale, training=None, mask=None):
        return x * scale * (2 if training else 1) * (0 if mask is None else 1)

    layer = layers.Lambda(seen, arguments={"scale": 3})
    assert not np.asarray(layer(X)).any()
    np.testing.assert_array_equal(layer(X, mask=X, training=True), 6)


def test_given_shapes_are_believed():
    layer = layers.Lambda(lambda x: x[:, :2], output_shape=(2,))
    assert layer(k.Input((3,))).shape == (None, 2)
    shaped = layers.Lambda(lambda x: x, output_shape=lambda shape: (*shape, 1))
    assert shaped.compute_output_shape((None, 3)) == (None, 3, 1)
    assert layers.Lambda(lambda x: x + 1).compute_output_shape((None, 3)) == (None, 3)


def test_masks_are_what_was_said():
    layer = layers.Lambda(lambda x: x, mask=lambda x, mask: ops.not_equal(x[..., 0], 0))
    assert layer(X)._keras_mask.tolist() == [True, True]


def test_a_lambda_is_not_read_from_a_config():
    config = layers.Lambda(lambda x: x).get_config()
    with pytest.raises(ValueError, match="Lambda: it brings Python bytecode"):
        layers.Lambda.from_config(config)


def test_what_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match="Lambda: `function` must be callable; got 3"):
        layers.Lambda(3)
