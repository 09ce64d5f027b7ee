"""How well boxes cover each other, as in Keras."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.utils import bounding_boxes

ONE = np.array([[1, 1, 5, 6], [0, 2, 4, 8]], "float32")
MANY = np.array([ONE, [[2, 2, 7, 7], [3, 1, 12, 9]]], "float32")
oracle = keras.utils.bounding_boxes


@pytest.mark.parametrize("form", ["xyxy", "yxyx", "xywh", "center_xywh"])
@pytest.mark.parametrize(("first", "second"), [(ONE, ONE + 1), (MANY, ONE + 1), (MANY, MANY + 1)])
def test_shared_areas(form, first, second):
    found = bounding_boxes.compute_iou(first, second, form)
    np.testing.assert_allclose(found, oracle.compute_iou(first, second, form), rtol=1e-5)


def test_pairs_with_padding_get_the_mask():
    padded = ONE.copy()
    padded[1] = -1
    for first, second in ((padded, ONE), (ONE, padded)):
        found = bounding_boxes.compute_iou(first, second, "xyxy", use_masking=True)
        expected = oracle.compute_iou(first, second, "xyxy", use_masking=True)
        np.testing.assert_allclose(found, expected, rtol=1e-5)
    batch = bounding_boxes.compute_iou(padded[None], ONE, "xyxy", use_masking=True, mask_val=-5)
    assert np.asarray(batch)[0, 1].tolist() == [-5, -5]


@pytest.mark.parametrize("form", ["xyxy", "center_xywh"])
@pytest.mark.parametrize(
    ("first", "second"), [(ONE, ONE + 1), (MANY, MANY + 1), (ONE * 0, ONE * 0)]
)
def test_complete_overlap(form, first, second):
    found = bounding_boxes.compute_ciou(first, second, form)
    expected = oracle.compute_ciou(first, second, form)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_shares_need_the_picture():
    for function in (bounding_boxes.compute_iou, bounding_boxes.compute_ciou):
        with pytest.raises(ValueError, match="`image_shape` must be"):
            function(ONE / 10, ONE / 10, "rel_xyxy")
        plain = function(ONE, ONE + 1, "xyxy")
        form = [20, 10, 20, 10]
        shares = function(ONE / form, (ONE + 1) / form, "rel_xyxy", image_shape=(10, 20, 3))
        np.testing.assert_allclose(shares, plain, rtol=1e-4)


def test_wrong_ranks_are_refused():
    with pytest.raises(ValueError, match="`boxes1` must be"):
        bounding_boxes.compute_iou(ONE[0], ONE, "xyxy")
