"""`tf.image`: the best of boxes that overlap, with scores, to a fixed number, and class by class."""

from typing import Any, NamedTuple

import numpy as np

from keraunos import ops
from keraunos.compat.tf.boxes import non_max_suppression
from keraunos.core.typing import Array


def non_max_suppression_with_scores(
    boxes: Any, scores: Any, max_output_size: Any, iou_threshold: float = 0.5,
    score_threshold: float = float("-inf"), soft_nms_sigma: float = 0.0, name: Any = None,
) -> tuple[Array, Array]:  # fmt: skip
    """The numbers of the best boxes, and their scores.

    Raises: ValueError for a soft_nms_sigma other than 0.
    """
    if soft_nms_sigma:
        raise ValueError(
            f"non_max_suppression_with_scores: `soft_nms_sigma` must be 0; got {soft_nms_sigma}. "
            "Scores are not lowered by overlaps here."
        )
    kept = non_max_suppression(boxes, scores, max_output_size, iou_threshold, score_threshold)
    return kept, ops.take(ops.convert_to_tensor(scores), kept)


def non_max_suppression_padded(
    boxes: Any, scores: Any, max_output_size: int, iou_threshold: float = 0.5,
    score_threshold: float = float("-inf"), pad_to_max_output_size: bool = False, *_more: Any,
    **_names: Any,
) -> tuple[Array, int]:  # fmt: skip
    """The numbers of the best boxes, zeros after their end if asked for, and how many there are."""
    kept = np.asarray(
        non_max_suppression(boxes, scores, max_output_size, iou_threshold, score_threshold)
    )
    missing = int(max_output_size) - len(kept) if pad_to_max_output_size else 0
    return ops.convert_to_tensor(np.pad(kept, (0, missing))), len(kept)


class CombinedNonMaxSuppression(NamedTuple):
    """Args: the boxes, scores and classes (batch, boxes, …) that are kept, and how many of each row."""

    nmsed_boxes: Array
    nmsed_scores: Array
    nmsed_classes: Array
    valid_detections: Array


def combined_non_max_suppression(
    boxes: Any, scores: Any, max_output_size_per_class: int, max_total_size: int,
    iou_threshold: float = 0.5, score_threshold: float = float("-inf"), pad_per_class: bool = False,
    clip_boxes: bool = True, name: Any = None,
) -> CombinedNonMaxSuppression:  # fmt: skip
    """The best boxes of each class, the best of all classes together, zeros after their end.

    Shapes: boxes (batch, boxes, 1 or classes, 4), scores (batch, boxes, classes) -> as of
        CombinedNonMaxSuppression, with max_total_size boxes.
    """
    total = int(max_total_size)
    rows = [
        _best(b, s, int(max_output_size_per_class), total, iou_threshold, score_threshold)
        for b, s in zip(np.asarray(boxes, "float32"), np.asarray(scores, "float32"))
    ]
    found = np.zeros((len(rows), total, 6), "float32")
    for place, row in zip(found, rows):
        place[: len(row)] = row
    corners = np.clip(found[..., :4], 0, 1) if clip_boxes else found[..., :4]
    parts = (corners, found[..., 4], found[..., 5], np.array([len(row) for row in rows], "int32"))
    return CombinedNonMaxSuppression(*map(ops.convert_to_tensor, parts))


def _best(boxes: Any, scores: Any, each: int, total: int, overlap: float, least: float) -> Any:
    """Rows (box, score, class) of one picture, the best first."""
    rows = [np.zeros((0, 6), "float32")]
    for number in range(scores.shape[-1]):
        own, given = boxes[:, number % boxes.shape[1]], scores[:, number]
        kept = np.asarray(non_max_suppression(own, given, each, overlap, least))
        classes = np.full((len(kept), 1), number, "float32")
        rows.append(np.concatenate([own[kept], given[kept, None], classes], axis=1))
    every = np.concatenate(rows)
    return every[np.argsort(-every[:, 4], kind="stable")][:total]
