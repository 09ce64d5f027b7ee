"""Sharpness and blur, driven by Keras' numbers."""

import numpy as np
import pytest
from support.pictures import FORMATS, PICTURES, same_when_driven, shapes

from keraunos import layers

SOME = {"should_apply_blur": np.array([True, False, True])}


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("factor", [0.9, (0.6, 0.9)])
def test_sharpened_pictures_are_those_of_keras(data_format, factor):
    own, _, numbers = same_when_driven("RandomSharpness", factor, data_format=data_format)
    assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("options", [{}, {"kernel_size": (3, 5)}, {"sigma": (0.5, 2.0)}])
@pytest.mark.parametrize(("value_range", "over"), [((0, 255), 1), ((0, 1), 255)])
def test_blurred_pictures_are_those_of_keras(data_format, options, value_range, over):
    own, _, numbers = same_when_driven(
        "RandomGaussianBlur", data_format=data_format, changed=SOME, value_range=value_range,
        over=over, **options,
    )  # fmt: skip
    assert shapes(own.get_random_transformation(PICTURES)) == shapes(numbers)


def test_half_as_sharp_is_as_it_is():
    np.testing.assert_allclose(layers.RandomSharpness((0.5, 0.5))(PICTURES), PICTURES, atol=1e-3)


def test_a_window_of_no_width_changes_nothing():
    found = layers.RandomGaussianBlur((1, 1), sigma=(0, 0))(PICTURES)
    np.testing.assert_allclose(found, PICTURES, atol=1e-3)


def test_wrong_arguments():
    with pytest.raises(ValueError, match="an odd int, or two"):
        layers.RandomGaussianBlur(kernel_size=4)
    with pytest.raises(ValueError, match="`sigma`"):
        layers.RandomGaussianBlur(sigma=-1)
