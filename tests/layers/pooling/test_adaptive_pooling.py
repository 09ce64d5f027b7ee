"""Adaptive pooling against Keras."""

import numpy as np
import pytest
from support.twins import assert_twins, draw

import keraunos as k

CASES = [
    ("AdaptiveAveragePooling1D", (9, 3), 4),
    ("AdaptiveAveragePooling2D", (7, 6, 3), (3, 2)),
    ("AdaptiveAveragePooling2D", (3, 3, 2), 5),
    ("AdaptiveAveragePooling3D", (4, 5, 4, 2), 2),
    ("AdaptiveMaxPooling1D", (9, 3), 4),
    ("AdaptiveMaxPooling2D", (7, 6, 3), (3, 2)),
    ("AdaptiveMaxPooling3D", (4, 5, 4, 2), (2, 3, 1)),
]


@pytest.mark.parametrize(("name", "shape", "size"), CASES)
def test_values_gradients_shapes_and_config_are_keras(name, shape, size):
    assert_twins(name, draw(2, *shape), size)


@pytest.mark.parametrize("kind", ["Max", "Average"])
def test_channels_first_is_keras(kind):
    assert_twins(f"Adaptive{kind}Pooling2D", draw(2, 3, 5, 4), 2, data_format="channels_first")


def test_unknown_sizes_give_known_ones():
    y = k.layers.AdaptiveMaxPooling2D((3, 4))(k.layers.Input((None, None, 2)))
    assert y.shape == (None, 3, 4, 2)


def test_the_whole_is_the_global_mean():
    x = draw(2, 5, 7, 3)
    y = k.layers.AdaptiveAveragePooling2D(1)(x)
    np.testing.assert_allclose(np.asarray(y)[:, 0, 0], x.mean((1, 2)), rtol=1e-5, atol=1e-6)


def test_sizes_must_be_positive():
    with pytest.raises(ValueError, match=r"`output_size` must be an int >= 1 or a tuple of 2"):
        k.layers.AdaptiveAveragePooling2D((2, None))
