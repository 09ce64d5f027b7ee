"""Boxes from one format to another."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.box_formats import RELATIVE, check_format, from_corners, to_corners
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.ops.core import as_array


def as_boxes(owner: str, boxes: Any, dtype: Any = None) -> Any:
    """Boxes (..., 4) as an array.

    Raises: ValueError for another last axis.
    """
    array = jnp.asarray(as_array(boxes))
    if not array.ndim or array.shape[-1] != 4:
        raise ShapeError(bad(owner, "boxes", "of shape (..., 4)", array, ""))
    return array if dtype is None else array.astype(dtype)


@register("keras.utils.bounding_boxes.convert_format")
def convert_format(
    boxes: Any, source: str, target: str, height: Any = None, width: Any = None,
    dtype: Any = "float32",
) -> Any:  # fmt: skip
    """Boxes in another format.

    Args:
        boxes: (..., 4), or a dict with these under "boxes".
        source, target: "xyxy", "yxyx", "xywh", "center_xywh" (pixels), each but the last of "center_yxhw"
            also as "rel_…", in shares of the picture's sides.
        height, width: of the picture in pixels, a number or one for each picture of a batch; needed
            between pixels and shares.
        dtype: of the result.
    Raises: ValueError for another format, a last axis that is not 4, or sizes that are missing.
    Example:
        >>> convert_format([[1, 2, 4, 8]], "xyxy", "xywh").tolist()
        [[1.0, 2.0, 3.0, 6.0]]
    """
    owner = "utils.bounding_boxes.convert_format"
    if isinstance(boxes, dict):
        moved = convert_format(boxes["boxes"], source, target, height, width, dtype)
        return {**boxes, "boxes": moved}
    check_format(owner, "source", source)
    check_format(owner, "target", target)
    array = as_boxes(owner, boxes, dtype)
    if source == target:
        return array
    exact = array.astype("float32")  # shares of 16 bits leave no whole pixels
    corners = to_corners(source, *jnp.moveaxis(exact, -1, 0))
    if source.startswith(RELATIVE) != target.startswith(RELATIVE):
        if height is None or width is None:
            raise ValueError(
                f"{owner}: between {source!r} and {target!r} `height` and `width` of the picture must be "
                f"given; got height={height}, width={width}."
            )
        corners = _scaled(corners, height, width, shrink=target.startswith(RELATIVE))
    return jnp.stack(from_corners(target, *corners), axis=-1).astype(dtype)


def _scaled(corners: tuple[Any, ...], height: Any, width: Any, shrink: bool) -> tuple[Any, ...]:
    """The corners times, or over, the sides of the picture."""

    def side(size: Any) -> Any:
        size = jnp.asarray(as_array(size), corners[0].dtype)
        return (
            size.reshape(*size.shape, *(1,) * (corners[0].ndim - size.ndim)) if size.ndim else size
        )

    sides = (side(width), side(height)) * 2
    return tuple(c / s if shrink else c * s for c, s in zip(corners, sides))
