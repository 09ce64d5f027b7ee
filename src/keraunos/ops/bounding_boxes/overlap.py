"""How well boxes cover each other."""

from math import pi
from typing import Any

import jax.numpy as jnp

from keraunos.core.box_formats import RELATIVE, check_format
from keraunos.core.config import epsilon
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.ops.bounding_boxes.formats import as_boxes, convert_format


def _as_corners(owner: str, boxes: Any, name: str, image_shape: Any) -> Any:
    """Boxes as (left, top, right, bottom) in pixels."""
    check_format(owner, "bounding_box_format", name)
    if not name.startswith(RELATIVE):
        return convert_format(boxes, name, "xyxy")
    if image_shape is None:
        raise ValueError(
            bad(owner, "image_shape", f"(height, width, channels), as {name!r} counts in shares",
                image_shape, "")
        )  # fmt: skip
    return convert_format(boxes, name, "xyxy", image_shape[0], image_shape[1])


def _areas(first: Any, second: Any) -> tuple[Any, Any]:
    """The area that both cover, and that which either covers."""
    low = jnp.maximum(first[..., :2], second[..., :2])
    high = jnp.minimum(first[..., 2:], second[..., 2:])
    both = jnp.prod(jnp.maximum(high - low, 0), axis=-1)
    each = (jnp.prod(b[..., 2:] - b[..., :2], axis=-1) for b in (first, second))
    return both, sum(each) - both


def _share(part: Any, whole: Any) -> Any:
    return jnp.where(whole == 0, 0, part / jnp.where(whole == 0, 1, whole))


@register("keras.utils.bounding_boxes.compute_iou")
def compute_iou(
    boxes1: Any, boxes2: Any, bounding_box_format: str, use_masking: bool = False,
    mask_val: float = -1, image_shape: Any = None,
) -> Any:  # fmt: skip
    """The area that two boxes share over that which either covers, for every pair.

    Args:
        boxes1, boxes2: (m, 4) and (n, 4), or with a batch axis in front.
        use_masking: whether a pair gets `mask_val` if one of its boxes is all negative (padding).
        image_shape: (height, width, …) in pixels, for formats in shares.
    Shapes: -> (m, n), or (batch, m, n).
    Raises: ValueError for other ranks, formats, or a missing image_shape.
    Example:
        >>> compute_iou([[0, 0, 2, 2]], [[1, 0, 3, 2]], "xyxy").round(3).tolist()
        [[0.3330000042915344]]
    """
    owner = "utils.bounding_boxes.compute_iou"
    first, second = (as_boxes(owner, b) for b in (boxes1, boxes2))
    for arg, boxes in (("boxes1", first), ("boxes2", second)):
        if boxes.ndim not in (2, 3):
            raise ShapeError(bad(owner, arg, "(n, 4) or (batch, n, 4)", boxes, ""))
    empty = [jnp.max(b, axis=-1) < 0 for b in (first, second)]
    first, second = (
        _as_corners(owner, b, bounding_box_format, image_shape) for b in (first, second)
    )
    found = _share(*_areas(first[..., :, None, :], second[..., None, :, :]))
    if use_masking:
        found = jnp.where(empty[0][..., :, None] | empty[1][..., None, :], mask_val, found)
    return found


@register("keras.utils.bounding_boxes.compute_ciou")
def compute_ciou(
    boxes1: Any, boxes2: Any, bounding_box_format: str, image_shape: Any = None
) -> Any:
    """The overlap of pairs of boxes, less for centres far apart and for other proportions.

    iou - d²/c² - a·v, d between the centres, c across both, v = 4/π² · (atan(w₁/h₁) - atan(w₂/h₂))²,
    a = v/(1 - iou + v)

    Args: boxes1, boxes2: (..., 4), pair by pair. image_shape: as of `compute_iou`.
    Shapes: -> (...).
    Source: Zheng et al. 2020, arXiv:1911.08287.
    """
    owner = "utils.bounding_boxes.compute_ciou"
    first, second = (
        _as_corners(owner, b, bounding_box_format, image_shape) for b in (boxes1, boxes2)
    )
    small = epsilon()
    both, either = _areas(first, second)
    overlap = both / (either + small)
    low = jnp.minimum(first[..., :2], second[..., :2])
    high = jnp.maximum(first[..., 2:], second[..., 2:])
    across = jnp.sum(jnp.square(high - low), axis=-1) + small
    middles = (first[..., :2] + first[..., 2:] - second[..., :2] - second[..., 2:]) / 2
    apart = jnp.sum(jnp.square(middles), axis=-1)

    def slant(boxes: Any) -> Any:
        sides = boxes[..., 2:] - boxes[..., :2]
        return jnp.arctan(sides[..., 0] / (sides[..., 1] + small))

    v = 4 / pi**2 * jnp.square(slant(first) - slant(second))
    return overlap - apart / across - v * v / (1 - overlap + v + small)
