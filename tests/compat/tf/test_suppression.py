"""The best of overlapping boxes."""

import numpy as np
import pytest

from keraunos.compat.tf import suppression

BOXES = np.array([[0, 0, 1, 1], [0, 0, 1, 0.9], [0, 0, 0.2, 0.2]], "float32")
SCORES = np.array([0.5, 0.9, 0.3], "float32")


def test_with_scores_and_padded():
    kept, scores = suppression.non_max_suppression_with_scores(BOXES, SCORES, 3)
    assert kept.tolist() == [1, 2] and np.allclose(scores, [0.9, 0.3])
    padded, count = suppression.non_max_suppression_padded(
        BOXES, SCORES, 3, pad_to_max_output_size=True
    )
    assert (padded.tolist(), count) == ([1, 2, 0], 2)
    with pytest.raises(ValueError, match="`soft_nms_sigma` must be 0; got 0.5"):
        suppression.non_max_suppression_with_scores(BOXES, SCORES, 3, soft_nms_sigma=0.5)


def test_class_by_class():
    scores = np.stack([SCORES, SCORES[::-1]], axis=-1)[None]
    found = suppression.combined_non_max_suppression(BOXES[None, :, None], scores, 2, 5)
    assert found.valid_detections.tolist() == [4]
    assert found.nmsed_classes[0, :4].tolist() == [0, 1, 1, 0]
    assert np.allclose(found.nmsed_scores[0], [0.9, 0.9, 0.5, 0.3, 0])
    assert found.nmsed_boxes.shape == (1, 5, 4)
