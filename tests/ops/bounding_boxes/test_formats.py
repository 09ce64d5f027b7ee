"""The formats of boxes, each into each, as Keras converts them."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos.core.box_formats import FORMATS
from keraunos.utils import bounding_boxes

BOXES = np.array([[[1, 1, 5, 6], [0, 2, 4, 8]], [[2, 2, 7, 7], [-3, -1, 12, 9]]], "float32")


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_boxes_in_another_format(source, target):
    args = (source, target, 10, 20)
    found = bounding_boxes.convert_format(BOXES, *args)
    expected = keras.utils.bounding_boxes.convert_format(BOXES, *args)
    np.testing.assert_allclose(found, expected, **TOLERANCE["float32"])
    back = bounding_boxes.convert_format(found, target, source, 10, 20)
    np.testing.assert_allclose(back, BOXES, atol=1e-4)


def test_dicts_dtypes_and_a_size_for_each_picture():
    found = bounding_boxes.convert_format({"boxes": BOXES, "labels": 1}, "xyxy", "xywh")
    assert np.asarray(found["boxes"])[0, 0].tolist() == [1, 1, 4, 5]
    assert found["labels"] == 1
    assert bounding_boxes.convert_format(BOXES, "xyxy", "yxyx", dtype="float16").dtype == "float16"
    sizes = np.array([10, 20]), np.array([20, 40])
    each = bounding_boxes.convert_format(BOXES, "xyxy", "rel_xyxy", *sizes)
    np.testing.assert_allclose(each[1], BOXES[1] / [40, 20, 40, 20])


def test_what_is_wrong_is_said():
    with pytest.raises(ValueError, match="unknown `source` 'xyx'"):
        bounding_boxes.convert_format(BOXES, "xyx", "xyxy")
    with pytest.raises(ValueError, match=r"shape \(..., 4\)"):
        bounding_boxes.convert_format(BOXES[..., :3], "xyxy", "xywh")
    with pytest.raises(ValueError, match="`height` and `width` of the picture must be given"):
        bounding_boxes.convert_format(BOXES, "xyxy", "rel_xywh")
