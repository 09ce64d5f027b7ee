"""Pictures in another size, as Keras makes them."""

import jax
import numpy as np
import pytest
from support.pictures import BOXES, FORMATS, MASKS, PICTURES, close, pair, pictures

import keraunos as k
from keraunos import layers

SIZES = [(4, 5), (14, 5), (6, 15), (22, 25)]
RATIOS = [{}, {"crop_to_aspect_ratio": True}, {"pad_to_aspect_ratio": True, "fill_value": 7.0}]


@pytest.mark.parametrize(
    "interpolation", ["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"]
)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ratio", RATIOS, ids=["free", "crop", "pad"])
def test_pictures_are_those_of_keras(interpolation, size, ratio):
    for data_format in FORMATS:
        for antialias in (False, True):
            own, theirs = pair("Resizing", *size, interpolation, antialias=antialias,
                               data_format=data_format, **ratio)  # fmt: skip
            data = pictures(data_format)
            close(own(data), theirs(data), 255)
            close(own(data[0]), theirs(data[0]), 255)
    own, theirs = pair("Resizing", *size, interpolation, **ratio)
    found = own(PICTURES.astype("uint8"))
    assert found.dtype == "uint8"
    np.testing.assert_array_equal(found, theirs(PICTURES.astype("uint8")))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ratio", RATIOS, ids=["free", "crop", "pad"])
def test_masks_and_boxes_are_those_of_keras(size, ratio):
    own, theirs = pair("Resizing", *size, bounding_box_format="xyxy", **ratio)
    data = {"images": PICTURES, "segmentation_masks": MASKS, "bounding_boxes": BOXES}
    close(own(data), theirs(jax.tree.map(jax.numpy.asarray, data)), 255)


def test_shapes_are_inferred():
    layer = layers.Resizing(4, 5)
    assert layer(k.Input((None, None, 3))).shape == (None, 4, 5, 3)
    assert layer(k.Input((8, 8, 3), dtype="uint8")).dtype == "uint8"
    assert layer.compute_output_shape((2, 8, 8, 3)) == (2, 4, 5, 3)
    assert layer.compute_output_shape((8, 8, 3)) == (4, 5, 3)
    first = layers.Resizing(4, 5, data_format="channels_first")
    assert first.compute_output_shape((2, 3, 8, 8)) == (2, 3, 4, 5)


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="`height` must be an int >= 1"):
        layers.Resizing(0, 3)
    with pytest.raises(ValueError, match="unknown interpolation 'cubic'. Did you mean 'bicubic'"):
        layers.Resizing(3, 3, "cubic")
    with pytest.raises(ValueError, match="Choose one"):
        layers.Resizing(3, 3, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)
    with pytest.raises(ValueError, match="'constant'"):
        layers.Resizing(3, 3, fill_mode="reflect")
