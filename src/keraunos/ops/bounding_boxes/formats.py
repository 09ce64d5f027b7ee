"""The formats of boxes: which four numbers say where a box lies, and in which order."""

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad, unknown
from keraunos.core.registry import register
from keraunos.ops.core import as_array

RELATIVE = "rel_"


def _corners(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, ...]:
    return a, b, c, d


def _swapped(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, ...]:
    return b, a, d, c


def _from_sides(x: Any, y: Any, width: Any, height: Any) -> tuple[Any, ...]:
    return x, y, x + width, y + height


def _to_sides(left: Any, top: Any, right: Any, bottom: Any) -> tuple[Any, ...]:
    return left, top, right - left, bottom - top


def _from_centre(x: Any, y: Any, width: Any, height: Any) -> tuple[Any, ...]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _to_centre(left: Any, top: Any, right: Any, bottom: Any) -> tuple[Any, ...]:
    return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top


Rule = Callable[..., tuple[Any, ...]]
_RULES: dict[str, tuple[Rule, Rule]] = {
    "xyxy": (_corners, _corners),
    "yxyx": (_swapped, _swapped),
    "xywh": (_from_sides, _to_sides),
    "center_xywh": (_from_centre, _to_centre),
    "center_yxhw": (
        lambda y, x, h, w: _from_centre(x, y, w, h),
        lambda *corners: _swapped(*_to_centre(*corners)),
    ),
}
"""Format -> from its four numbers to (left, top, right, bottom), and back."""

FORMATS = (*_RULES, *(RELATIVE + name for name in _RULES if name != "center_yxhw"))


def check_format(owner: str, arg: str, name: Any) -> str:
    """The name of a format.

    Raises: ValueError if it is none.
    """
    if name not in FORMATS:
        raise ValueError(unknown(owner, f"`{arg}`", str(name), FORMATS))
    return name


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
    corners = _RULES[source.removeprefix(RELATIVE)][0](*jnp.moveaxis(exact, -1, 0))
    if source.startswith(RELATIVE) != target.startswith(RELATIVE):
        if height is None or width is None:
            raise ValueError(
                f"{owner}: between {source!r} and {target!r} `height` and `width` of the picture must be "
                f"given; got height={height}, width={width}."
            )
        corners = _scaled(corners, height, width, shrink=target.startswith(RELATIVE))
    return jnp.stack(_RULES[target.removeprefix(RELATIVE)][1](*corners), axis=-1).astype(dtype)


def _scaled(corners: tuple[Any, ...], height: Any, width: Any, shrink: bool) -> tuple[Any, ...]:
    """The corners times, or over, the sides of the picture."""

    def side(size: Any) -> Any:
        size = jnp.asarray(as_array(size), corners[0].dtype)
        return (
            size.reshape(*size.shape, *(1,) * (corners[0].ndim - size.ndim)) if size.ndim else size
        )

    sides = (side(width), side(height)) * 2
    return tuple(c / s if shrink else c * s for c, s in zip(corners, sides))
