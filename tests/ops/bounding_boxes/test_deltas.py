"""Boxes as differences from anchors, as in Keras."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.utils import bounding_boxes

ANCHORS = np.array([[0, 0, 4, 4], [1, 2, 6, 9]], "float32")
BOXES = np.array([[[1, 1, 5, 6], [0, 2, 4, 8]]], "float32")
oracle = keras.utils.bounding_boxes


@pytest.mark.parametrize("coding", ["center_yxhw", "center_xywh"])
@pytest.mark.parametrize("variance", [None, [0.1, 0.1, 0.2, 0.2]])
@pytest.mark.parametrize("boxes", [BOXES, BOXES[0], BOXES * 0])
def test_codes_are_those_of_keras_and_come_back(coding, variance, boxes):
    args = (ANCHORS, boxes, "xyxy", "xyxy", coding, variance)
    found = bounding_boxes.encode_box_to_deltas(*args)
    np.testing.assert_allclose(found, oracle.encode_box_to_deltas(*args), rtol=1e-5, atol=1e-6)
    back = bounding_boxes.decode_deltas_to_boxes(ANCHORS, found, *args[2:])
    np.testing.assert_allclose(back, boxes, atol=1e-5)


def test_shares_levels_and_other_formats():
    deltas = np.array([[[0.1, 0.2, 0.3, 0.4], [0, -0.1, 0.2, 0.1]]], "f4")
    shape = (10, 20, 3)
    args = (ANCHORS, deltas, "xyxy", "rel_xywh")
    found = bounding_boxes.decode_deltas_to_boxes(*args, image_shape=shape)
    expected = oracle.decode_deltas_to_boxes(*args, image_shape=shape)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    levels = bounding_boxes.decode_deltas_to_boxes(
        {"a": ANCHORS, "b": ANCHORS}, {"a": deltas, "b": deltas}, "xyxy", "rel_xywh",
        image_shape=shape,
    )  # fmt: skip
    np.testing.assert_allclose(levels["b"], found)


def test_what_is_wrong_is_said():
    with pytest.raises(ValueError, match="`encoding_format` must be one of"):
        bounding_boxes.encode_box_to_deltas(ANCHORS, BOXES, "xyxy", "xyxy", "xyxy")
    with pytest.raises(ValueError, match="`encoded_format` must be one of"):
        bounding_boxes.decode_deltas_to_boxes(ANCHORS, BOXES, "xyxy", "xyxy", "xyxy")
    with pytest.raises(ValueError, match="four numbers"):
        bounding_boxes.encode_box_to_deltas(ANCHORS, BOXES, "xyxy", "xyxy", variance=[1, 2])
