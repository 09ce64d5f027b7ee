"""Boxes that follow their picture, as in Keras."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.ops.bounding_boxes import moving
from keraunos.utils import bounding_boxes

BOXES = np.array([[[1, 1, 5, 6], [0, 2, 4, 8]], [[2, 2, 7, 7], [-3, -1, 12, 9]]], "float32")
LABELS = np.array([[0, 1], [2, 1]], "float32")
STILL = {"angle": 0, "translate_x": 0, "translate_y": 0, "scale": 1, "shear_x": 0, "shear_y": 0}
MOVES = [
    {}, {"angle": 30}, {"translate_x": 0.2, "translate_y": 0.1}, {"scale": 2}, {"shear_x": 20},
    {"shear_y": 20}, {"angle": 30, "scale": 2, "shear_x": 20, "shear_y": 7, "translate_x": 0.2},
]  # fmt: skip


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("centre", [{}, {"center_x": 0.1, "center_y": 0.3}])
def test_affine_boxes(move, centre):
    numbers = {name: np.array([x, x / 2], "f4") for name, x in {**STILL, **move}.items()}
    given = {**numbers, "height": 10, "width": 20, **centre}
    found = bounding_boxes.affine_transform(BOXES, **given)
    expected = keras.utils.bounding_boxes.affine_transform(BOXES, **given)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=2e-5)


def test_affine_takes_plain_numbers_and_every_format():
    found = bounding_boxes.affine_transform(
        [[1, 1, 4, 5]], **{**STILL, "translate_x": 0.5}, height=10, width=21,
        bounding_box_format="xywh",
    )  # fmt: skip
    np.testing.assert_allclose(found, [[11, 1, 4, 5]], atol=1e-5)


@pytest.mark.parametrize("size", [(6, 4), (6, 2)])
@pytest.mark.parametrize("form", ["xyxy", "rel_xyxy"])
def test_clipped_boxes(size, form):
    boxes = BOXES / 10 if form == "rel_xyxy" else BOXES
    given = {"boxes": boxes, "labels": LABELS, "more": LABELS}
    found = bounding_boxes.clip_to_image_size(given, *size, form)
    expected = keras.utils.bounding_boxes.clip_to_image_size(dict(given), *size, form)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values)


def test_clipping_needs_the_picture_and_takes_every_format():
    given = {"boxes": np.array([[2, 2, 7, 7], [9, 1, 2, 2]]), "labels": np.array([3, 4])}
    found = bounding_boxes.clip_to_image_size(given, 6, 8, "xywh")
    assert np.asarray(found["boxes"]).tolist() == [[2, 2, 6, 4], [8, 1, 0, 2]]
    assert np.asarray(found["labels"]).tolist() == [3, -1]
    with pytest.raises(ValueError, match="must be given"):
        bounding_boxes.clip_to_image_size(given)


def test_cut_and_framed_boxes():
    oracle = keras.utils.bounding_boxes
    np.testing.assert_array_equal(
        bounding_boxes.crop(BOXES[0], 1, 2, 5, 6), oracle.crop(BOXES[0], 1, 2, 5, 6)
    )
    np.testing.assert_array_equal(bounding_boxes.pad(BOXES[0], 1, 2), oracle.pad(BOXES[0], 1, 2))
    for function, args in ((bounding_boxes.crop, (1, 2, 3, 4)), (bounding_boxes.pad, (1, 2))):
        with pytest.raises(NotImplementedError, match="must be 'xyxy'"):
            function(BOXES, *args, bounding_box_format="xywh")


def test_the_box_around_its_corners_is_the_box():
    np.testing.assert_array_equal(moving.around(moving.corners_of(BOXES)), BOXES)
