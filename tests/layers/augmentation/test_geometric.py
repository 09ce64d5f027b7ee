"""Layers that move pixels: masks and boxes move along."""

import numpy as np
import pytest
from support.pictures import BOXES, MASKS, PICTURES

import keraunos as k
from keraunos import layers
from keraunos.layers.augmentation.geometric import GeometricLayer, sized

MOVING = {
    "flip": lambda **o: layers.RandomFlip(seed=1, **o),
    "rotation": lambda **o: layers.RandomRotation(0.3, seed=1, **o),
    "zoom": lambda **o: layers.RandomZoom((-0.5, -0.2), seed=1, **o),
    "translation": lambda **o: layers.RandomTranslation(0.4, 0.4, seed=1, **o),
    "shear": lambda **o: layers.RandomShear(0.3, 0.3, seed=1, **o),
    "crop": lambda **o: layers.RandomCrop(8, 7, seed=1, **o),
    "center": lambda **o: layers.CenterCrop(8, 7, **o),
    "resizing": lambda **o: layers.Resizing(8, 7, **o),
}


@pytest.mark.parametrize("name", MOVING)
def test_masks_keep_their_numbers_and_boxes_stay_inside(name):
    layer = MOVING[name](bounding_box_format="xyxy")
    given = {"images": PICTURES, "segmentation_masks": MASKS, "bounding_boxes": BOXES}
    found = layer(given)
    assert set(np.unique(found["segmentation_masks"])) <= {0, 1, 2, 3}
    height, width = found["images"].shape[1:3]
    boxes = np.asarray(found["bounding_boxes"]["boxes"])
    assert (boxes >= 0).all()
    assert (boxes <= [width, height, width, height]).all()


@pytest.mark.parametrize("name", MOVING)
def test_the_format_of_boxes_changes_nothing_but_the_numbers(name):
    convert = k.utils.bounding_boxes.convert_format
    sizes = PICTURES.shape[1:3]

    def moved(form):
        boxes = convert(BOXES, "xyxy", form, *sizes)
        found = MOVING[name](bounding_box_format=form)(
            {"images": PICTURES, "bounding_boxes": boxes}
        )
        after = found["images"].shape[1:3]
        return convert(found["bounding_boxes"]["boxes"], form, "xyxy", *after)

    plain = moved("xyxy")
    for form in ("rel_yxyx", "center_xywh"):
        np.testing.assert_allclose(moved(form), plain, atol=1e-4)


@pytest.mark.parametrize("name", MOVING)
def test_channels_first_is_the_same_with_the_channels_first(name):
    last = MOVING[name]()(PICTURES)
    first = MOVING[name](data_format="channels_first")(np.moveaxis(PICTURES, -1, 1))
    np.testing.assert_allclose(np.moveaxis(np.asarray(first), 1, -1), last, atol=1e-3)


def test_outside_of_training_boxes_and_masks_stay():
    layer = MOVING["rotation"](bounding_box_format="xyxy")
    data = {"images": PICTURES, "segmentation_masks": MASKS, "bounding_boxes": BOXES}
    found = layer(data, training=False)
    np.testing.assert_array_equal(found["segmentation_masks"], MASKS)
    np.testing.assert_array_equal(found["bounding_boxes"]["boxes"], BOXES["boxes"])


def test_modes_are_checked_and_boxes_need_a_format():
    with pytest.raises(NotImplementedError, match="`fill_mode` must be one of"):
        layers.RandomRotation(0.1, fill_mode="mirror")
    with pytest.raises(NotImplementedError, match="`interpolation` must be one of"):
        layers.RandomZoom(0.1, interpolation="cubic")
    layer = layers.RandomFlip()
    with pytest.raises(ValueError, match="bounding_box_format"):
        layer.transform_bounding_boxes(BOXES, layer.get_random_transformation(PICTURES))
    with pytest.raises(NotImplementedError, match="move_boxes"):
        GeometricLayer().move_boxes(BOXES["boxes"], {}, 3, 3)
    with pytest.raises(NotImplementedError, match="augment"):
        GeometricLayer().augment(PICTURES, {})


def test_a_transformation_knows_its_pictures():
    layer = layers.RandomFlip()
    sizes = layer.sizes_of(PICTURES)
    assert sized(sizes, a=1) == {"a": 1, "input_shape": PICTURES.shape}
    assert layer.input_size(sized(sizes)) == (11, 9)
