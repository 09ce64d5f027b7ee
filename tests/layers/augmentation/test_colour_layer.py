"""Ranges of values, and grey."""

import numpy as np
import pytest
from support.pictures import PICTURES

from keraunos.layers.augmentation.colour_layer import ColourLayer, grey


def ranged(*value_range):
    layer = ColourLayer()
    layer.keep_range(value_range)
    return layer


def test_scaling_is_undone():
    layer = ranged(-1, 3)
    assert layer.spread == 4
    given = np.array([-1, 0, 3.0])
    np.testing.assert_allclose(layer.scaled(given, 100), [0, 25, 100])
    np.testing.assert_allclose(layer.unscaled(layer.scaled(given, 100), 100), given)
    np.testing.assert_allclose(layer.clipped(np.array([-5.0, 5.0])), [-1, 3])


def test_a_range_is_two_numbers():
    with pytest.raises(ValueError, match="ColourLayer: `value_range`"):
        ranged(1, 2, 3)


def test_grey_weighs_red_green_and_blue():
    expected = PICTURES @ np.array([0.2989, 0.587, 0.114])
    np.testing.assert_allclose(grey(PICTURES)[..., 0], expected, rtol=1e-5)
