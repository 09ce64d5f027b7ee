"""Levels spread over the range, as Keras spreads them."""

import numpy as np
import pytest
from support.pictures import FORMATS, PICTURES, close, pair, pictures

from keraunos import layers
from keraunos.layers.augmentation.histograms import histograms

RANGES = [((0, 255), 1), ((0, 1), 255)]


@pytest.mark.parametrize(("value_range", "over"), RANGES)
def test_stretched_pictures_are_those_of_keras(value_range, over):
    own, theirs = pair("AutoContrast", value_range=value_range)
    data = PICTURES / over * 0.7
    for given in (data, data[0], data[..., :1]):
        close(own(given), theirs(given), 255)
        close(own(given, training=False), theirs(given, training=False), 255)
    first = layers.AutoContrast(value_range=value_range, data_format="channels_first")
    close(np.moveaxis(np.asarray(first(np.moveaxis(data, -1, 1))), 1, -1), own(data), 255)


def test_a_channel_of_one_value_stays():
    flat = np.full((1, 3, 3, 2), 7.0, "f4")
    np.testing.assert_array_equal(layers.AutoContrast()(flat), flat)
    np.testing.assert_allclose(layers.Equalization()(flat), flat, rtol=1e-6)


@pytest.mark.parametrize(("value_range", "over"), RANGES)
@pytest.mark.parametrize("bins", [256, 64, 16])
@pytest.mark.parametrize("data_format", FORMATS)
def test_equalized_pictures_are_those_of_keras(value_range, over, bins, data_format):
    own, theirs = pair("Equalization", value_range, bins, data_format=data_format)
    data = pictures(data_format) / over * 0.7
    for given in (data, data[0]):
        close(own(given), theirs(given), 255)
    np.testing.assert_allclose(own(data, training=False), data, rtol=1e-6)


def test_counts():
    found = histograms(np.array([[0, 2, 2], [1, 1, 1]], "int32"), 3)
    assert np.asarray(found).tolist() == [[1, 0, 2], [0, 3, 0]]


def test_wrong_arguments():
    with pytest.raises(ValueError, match="`bins`"):
        layers.Equalization(bins=0)
    with pytest.raises(ValueError, match="`value_range`"):
        layers.AutoContrast(3)
