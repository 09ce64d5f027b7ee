"""Transposed convolutions against Keras, and what they say of bad arguments."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("Conv1DTranspose", (5, 3), dict(filters=4, kernel_size=3)),
    ("Conv1DTranspose", (5, 3), dict(filters=4, kernel_size=4, strides=3, padding="same")),
    ("Conv1DTranspose", (5, 3), dict(filters=2, kernel_size=3, dilation_rate=2, padding="same")),
    ("Conv2DTranspose", (4, 5, 3), dict(filters=4, kernel_size=3, strides=2, padding="same")),
    ("Conv2DTranspose", (4, 5, 3), dict(filters=4, kernel_size=(2, 3), strides=(3, 1))),
    ("Conv2DTranspose", (4, 4, 3),
     dict(filters=2, kernel_size=3, strides=2, output_padding=(1, 0), activation="relu")),
    ("Conv2DTranspose", (4, 4, 3),
     dict(filters=2, kernel_size=4, strides=2, padding="same", output_padding=1, use_bias=False)),
    ("Conv3DTranspose", (2, 3, 2, 3), dict(filters=2, kernel_size=3, strides=2, padding="same")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "shape", "arguments"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, arguments):
    assert_twins(name, draw(2, *shape), **arguments)


def test_channels_first_equals_channels_last_moved():
    x = draw(2, 3, 4, 5)
    arguments = dict(filters=2, kernel_size=3, strides=2, padding="same")
    first = k.layers.Conv2DTranspose(data_format="channels_first", **arguments)
    last = k.layers.Conv2DTranspose(**arguments)
    first.build(x.shape)
    last.build((None, 4, 5, 3))
    last.set_weights(first.get_weights())
    y = np.moveaxis(last(np.moveaxis(x, 1, -1)), -1, 1)
    np.testing.assert_allclose(first(x), y, rtol=1e-5, atol=1e-6)


def test_the_order_of_arguments_in_three_dimensions_is_keras_own():
    layer = k.layers.Conv3DTranspose(2, 3, 2, "same", "channels_last", 1)
    assert layer.output_padding == (1, 1, 1)
    assert k.layers.Convolution3DTranspose is k.layers.Conv3DTranspose


def test_unknown_sizes_stay_unknown():
    y = k.layers.Conv2DTranspose(4, 3, strides=2)(k.layers.Input((None, 5, 3)))
    assert y.shape == (None, None, 11, 4)


def test_output_padding_must_be_below_the_strides():
    with pytest.raises(ValueError, match=r"`output_padding` must be below strides \(2, 2\)"):
        k.layers.Conv2DTranspose(8, 3, strides=2, output_padding=2)


def test_filters_must_be_positive():
    with pytest.raises(ValueError, match=r"Conv1DTranspose: `filters` must be an int >= 1"):
        k.layers.Conv1DTranspose(-1, 3)
