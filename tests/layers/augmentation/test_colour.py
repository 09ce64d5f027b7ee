"""Hue, saturation, degeneration and grey, driven by Keras' numbers and drawn by ours."""

import numpy as np
import pytest
from support.pictures import FORMATS, PICTURES, close, pair, pictures, same_when_driven, shapes

from keraunos import layers

RANGES = [((0, 255), 1), ((0, 1), 255)]
MANY = np.zeros((4000, 2, 2, 3), "f4")


@pytest.mark.parametrize("name", ["RandomHue", "RandomSaturation", "RandomColorDegeneration"])
@pytest.mark.parametrize("factor", [0.9, (0.2, 0.9)])
@pytest.mark.parametrize(("value_range", "over"), RANGES)
@pytest.mark.parametrize("data_format", FORMATS)
def test_pictures_are_those_of_keras(name, factor, value_range, over, data_format):
    own, _, numbers = same_when_driven(
        name, factor, value_range=value_range, over=over, data_format=data_format, scale=2550.0
    )
    assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_grey_pictures_are_those_of_keras(data_format, dtype):
    own, theirs = pair("RandomGrayscale", data_format=data_format)
    chosen = np.array([True, False, True]).reshape(3, 1, 1, 1)
    data = pictures(data_format).astype(dtype)
    found = own.transform_images(data, chosen)
    assert found.dtype == dtype
    close(found, theirs.transform_images(data, chosen), 255)


def quartiles(layer):
    found = layer.get_random_transformation(MANY)["factor"]
    return np.quantile(np.asarray(found).ravel(), np.linspace(0, 1, 5))


def test_what_is_drawn():
    hue = quartiles(layers.RandomHue((0.1, 0.3), seed=1))
    np.testing.assert_allclose(hue, [-0.15, -0.1, 0, 0.1, 0.15], atol=0.06)
    saturation = quartiles(layers.RandomSaturation((0.1, 0.3), seed=1))
    f = np.linspace(0.1, 0.3, 5)
    np.testing.assert_allclose(saturation, f / (1 - f), atol=0.01)
    degeneration = quartiles(layers.RandomColorDegeneration(0.2, seed=1))
    np.testing.assert_allclose(degeneration, np.linspace(-0.2, 0.2, 5), atol=0.01)
    grey = layers.RandomGrayscale(0.3, seed=1).get_random_transformation(MANY)
    assert 0.27 < np.asarray(grey).mean() < 0.33


def test_wrong_arguments():
    with pytest.raises(ValueError, match="RandomHue: `factor`"):
        layers.RandomHue(-0.1)
    with pytest.raises(ValueError, match="RandomGrayscale: `factor`"):
        layers.RandomGrayscale(1.5)
    with pytest.raises(ValueError, match="of 3 channels"):
        layers.RandomHue(0.1)(PICTURES[..., :1])
