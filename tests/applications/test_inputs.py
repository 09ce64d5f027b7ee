"""Shapes of images and the Inputs that tensors come from."""

import pytest

import keraunos as k
from keraunos.applications.inputs import begin, image_shape, sources

FREE = {"default": 64, "least": 32, "pretrained": False, "fixed": False, "top": False}
FIXED = {**FREE, "fixed": True, "top": True}


def test_what_is_not_given():
    assert image_shape("T", None, **FREE) == (None, None, 3)
    assert image_shape("T", None, **FIXED) == (64, 64, 3)
    assert image_shape("T", (40, None, 1), **FREE) == (40, None, 1)


def test_a_top_stands_on_known_sizes():
    with pytest.raises(ValueError, match="known sizes with a top"):
        image_shape("T", (40, None, 3), **FIXED)


def test_channels_first():
    k.config.set_image_data_format("channels_first")
    assert image_shape("T", None, **FREE) == (3, None, None)
    assert image_shape("T", (1, 40, 50), **FREE) == (1, 40, 50)
    with pytest.raises(ValueError, match="at least 32x32"):
        image_shape("T", (3, 40, 10), **FREE)


def test_odd_channels_warn():
    with pytest.warns(UserWarning, match="1 or 3 channels"):
        assert image_shape("T", (40, 40, 7), **FREE) == (40, 40, 7)


def test_weights_that_do_not_fit():
    with pytest.raises(ValueError, match="of 3 channels"):
        image_shape("T", (40, 40, 1), **{**FREE, "pretrained": True})
    with pytest.raises(ValueError, match=r"\(64, 64, 3\) with its top"):
        image_shape("T", (40, 40, 3), 64, 32, pretrained=True, fixed=True, top=True)


def test_begins_at_what_is_given():
    x = k.Input((4, 4, 3))
    assert begin(x, (4, 4, 3)) is x
    assert begin(None, (4, None, 3)).shape == (None, 4, None, 3)


def test_sources_of_a_tensor():
    a, b = k.Input((3,)), k.Input((3,))
    assert sources(a) == [a]
    assert sources(k.layers.Add()([a, b, a])) == [a, b]
