"""Separable convolutions against Keras."""

import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("SeparableConv1D", (9, 3), dict(filters=4, kernel_size=3)),
    ("SeparableConv1D", (9, 3), dict(filters=4, kernel_size=2, strides=2, depth_multiplier=2)),
    (
        "SeparableConv2D",
        (7, 6, 3),
        dict(filters=5, kernel_size=3, padding="same", activation="relu"),
    ),
    ("SeparableConv2D", (8, 8, 3), dict(filters=2, kernel_size=3, dilation_rate=2, use_bias=False)),
]


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


def test_aliases_are_the_same_class():
    assert k.layers.SeparableConvolution2D is k.layers.SeparableConv2D


def test_causal_padding_is_not_known_here():
    with pytest.raises(ValueError, match=r"SeparableConv1D: `padding` must be one of"):
        k.layers.SeparableConv1D(4, 3, padding="causal")
