"""Depthwise convolutions against Keras."""

import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("DepthwiseConv1D", (9, 3), dict(kernel_size=3)),
    ("DepthwiseConv1D", (9, 3), dict(kernel_size=2, strides=2, padding="same", depth_multiplier=2)),
    ("DepthwiseConv2D", (7, 6, 4), dict(kernel_size=3, padding="same")),
    ("DepthwiseConv2D", (7, 7, 3), dict(kernel_size=(2, 3), strides=2, depth_multiplier=3)),
    ("DepthwiseConv2D", (8, 8, 1), dict(kernel_size=3, dilation_rate=2, activation="relu")),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


def test_unknown_sizes_stay_unknown():
    y = k.layers.DepthwiseConv2D(3, depth_multiplier=2)(k.layers.Input((None, None, 3)))
    assert y.shape == (None, None, None, 6)


def test_the_multiplier_must_be_positive():
    with pytest.raises(ValueError, match=r"`depth_multiplier` must be an int >= 1; got 0"):
        k.layers.DepthwiseConv2D(3, depth_multiplier=0)
