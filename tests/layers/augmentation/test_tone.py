"""Brightness and contrast, driven by Keras' numbers and drawn by ours."""

import numpy as np
import pytest
from support.pictures import FORMATS, PICTURES, same_when_driven, shapes

from keraunos import layers

RANGES = [((0, 255), 1), ((0, 1), 255)]
MANY = np.zeros((4000, 2, 2, 3), "f4")


@pytest.mark.parametrize("name", ["RandomBrightness", "RandomContrast"])
@pytest.mark.parametrize("factor", [0.9, (0.2, 0.7)])
@pytest.mark.parametrize(("value_range", "over"), RANGES)
@pytest.mark.parametrize("data_format", FORMATS)
def test_pictures_are_those_of_keras(name, factor, value_range, over, data_format):
    own, _, numbers = same_when_driven(
        name, factor, value_range=value_range, over=over, data_format=data_format
    )
    assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)


@pytest.mark.parametrize(("layer", "name", "low", "high"), [
    (layers.RandomBrightness(0.2, seed=1), "rgb_delta", -51, 51),
    (layers.RandomBrightness((0.1, 0.3), (0, 1), seed=1), "rgb_delta", 0.1, 0.3),
    (layers.RandomContrast(0.2, seed=1), "contrast_factor", 1.0, 1.2),
    (layers.RandomContrast((0.1, 0.3), seed=1), "contrast_factor", 0.9, 1.3),
])  # fmt: skip
def test_numbers_are_drawn_evenly(layer, name, low, high):
    found = np.asarray(layer.get_random_transformation(MANY)[name]).ravel()
    expected = np.linspace(low, high, 5)
    found = np.quantile(found, np.linspace(0, 1, 5))
    np.testing.assert_allclose(found, expected, atol=0.03 * (high - low))


def test_whole_numbers_stay_whole_and_do_not_wrap_around():
    layer = layers.RandomBrightness((0.5, 0.5))
    found = layer(np.array([[[[10], [200]]]], "uint8"))
    assert found.dtype == "uint8"
    assert np.asarray(found).ravel().tolist() == [137, 255]
    np.testing.assert_array_equal(layer(PICTURES, training=False), PICTURES)


def test_wrong_arguments():
    with pytest.raises(ValueError, match=r"RandomContrast: `factor` must be a number in \[0, 1\]"):
        layers.RandomContrast(-0.2)
    with pytest.raises(ValueError, match="RandomBrightness: `value_range`"):
        layers.RandomBrightness(0.2, value_range=1)
