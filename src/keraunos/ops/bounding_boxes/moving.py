"""Boxes that follow their picture: turned, scaled, sheared, shifted, cut and framed."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.box_formats import RELATIVE, check_format
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.ops.bounding_boxes.formats import as_boxes, convert_format
from keraunos.ops.core import as_array, as_float


def around(points: Any) -> Any:
    """The smallest boxes (..., 4) as xyxy around points (..., n, 2)."""
    return jnp.concatenate([jnp.min(points, axis=-2), jnp.max(points, axis=-2)], axis=-1)


def corners_of(boxes: Any) -> Any:
    """The four corners (..., 4, 2) of boxes (..., 4) in xyxy."""
    left, top, right, bottom = jnp.moveaxis(boxes, -1, 0)
    points = [(left, top), (right, top), (left, bottom), (right, bottom)]
    return jnp.stack([jnp.stack(p, axis=-1) for p in points], axis=-2)


@register("keras.utils.bounding_boxes.affine_transform")
def affine_transform(
    boxes: Any, angle: Any, translate_x: Any, translate_y: Any, scale: Any, shear_x: Any,
    shear_y: Any, height: int, width: int, center_x: Any = None, center_y: Any = None,
    bounding_box_format: str = "xyxy",
) -> Any:  # fmt: skip
    """The boxes around boxes that are shifted, turned, sheared and scaled about a centre.

    p' = M · (p - centre + shift) + centre, with c = cos(angle), s = sin(angle), tx, ty the shears' tangents:
    M = scale · [[c - tx·(ty·c - s), s + tx·(ty·s + c)], [ty·c - s, ty·s + c]]

    Args:
        boxes: (batch, n, 4) or (n, 4).
        angle: in degrees, counter-clockwise. shear_x, shear_y: in degrees.
        translate_x, translate_y: in shares of width - 1 and height - 1. scale: > 0.
        height, width: of the picture, pixels.
        center_x, center_y: in shares of width - 1 and height - 1; None: 0.5, the middle.
        bounding_box_format: of boxes and result.
        All numbers are one for all pictures, or (batch,).
    """
    corners = convert_format(boxes, bounding_box_format, "xyxy", height, width)
    rest = (1,) * (corners.ndim - 1)  # the axes of boxes, corners and coordinates but the batch

    def number(x: Any) -> Any:
        x = as_float(x)
        return x.reshape(*x.shape, *rest[: corners.ndim - x.ndim]) if x.ndim else x

    middle_x, middle_y = (
        (0.5 if c is None else number(c)) * (size - 1)
        for c, size in ((center_x, width), (center_y, height))
    )
    turn, tx, ty = (jnp.deg2rad(number(x)) for x in (angle, shear_x, shear_y))
    c, s, tx, ty = jnp.cos(turn), jnp.sin(turn), jnp.tan(tx), jnp.tan(ty)
    points = corners_of(corners)  # (..., n, 4, 2)
    x = points[..., 0] - middle_x + number(translate_x) * (width - 1)
    y = points[..., 1] - middle_y + number(translate_y) * (height - 1)
    right = (c - tx * (ty * c - s)) * x + (s + tx * (ty * s + c)) * y
    down = (ty * c - s) * x + (ty * s + c) * y
    factor = number(scale)
    moved = jnp.stack([factor * right + middle_x, factor * down + middle_y], axis=-1)
    return convert_format(around(moved), "xyxy", bounding_box_format, height, width)


@register("keras.utils.bounding_boxes.clip_to_image_size")
def clip_to_image_size(
    bounding_boxes: dict[str, Any], height: Any = None, width: Any = None,
    bounding_box_format: str = "xyxy",
) -> dict[str, Any]:  # fmt: skip
    """Boxes cut to their picture; the label of a box that has no area left is -1.

    Args:
        bounding_boxes: {"boxes": (..., n, 4), "labels": (..., n)}; other keys pass through.
        height, width: of the picture in pixels; a format in shares needs none.
    Raises: ValueError for another format, or sizes that are missing.
    """
    owner = "utils.bounding_boxes.clip_to_image_size"
    name = check_format(owner, "bounding_box_format", bounding_box_format)
    relative = name.startswith(RELATIVE)
    if not relative and (height is None or width is None):
        raise ValueError(
            f"{owner}: with bounding_box_format={name!r} `height` and `width` of the picture must be given; "
            f"got height={height}, width={width}."
        )
    edges = "rel_xyxy" if relative else "xyxy"
    boxes = convert_format(bounding_boxes["boxes"], name, edges)
    most = (1, 1) if relative else (width, height)
    limits = jnp.stack([jnp.asarray(as_array(s), boxes.dtype) for s in (*most, *most)], axis=-1)
    cut = jnp.clip(boxes, 0, limits)
    area = (cut[..., 2] - cut[..., 0]) * (cut[..., 3] - cut[..., 1])
    labels = jnp.asarray(as_array(bounding_boxes["labels"]))
    labels = jnp.where(area > 0, labels, jnp.asarray(-1, labels.dtype))
    return {**bounding_boxes, "boxes": convert_format(cut, edges, name), "labels": labels}


def _shifted(owner: str, boxes: Any, by: tuple[Any, Any], most: Any, name: str) -> Any:
    if check_format(owner, "bounding_box_format", name) != "xyxy":
        raise NotImplementedError(
            bad(owner, "bounding_box_format", "'xyxy'", name, "Use convert_format first.")
        )
    array = as_boxes(owner, boxes)
    moved = array + jnp.asarray((*by, *by), array.dtype)
    return moved if most is None else jnp.clip(moved, 0, jnp.asarray((*most, *most), array.dtype))


@register("keras.utils.bounding_boxes.crop")
def crop(
    boxes: Any, top: int, left: int, height: int, width: int, bounding_box_format: str = "xyxy"
) -> Any:
    """Boxes as seen in a window of the picture, cut to it.

    Args: top, left, height, width: of the window, pixels. bounding_box_format: "xyxy".
    Raises: NotImplementedError for another format.
    """
    owner = "utils.bounding_boxes.crop"
    return _shifted(owner, boxes, (-left, -top), (width, height), bounding_box_format)


@register("keras.utils.bounding_boxes.pad")
def pad(
    boxes: Any, top: int, left: int, height: int | None = None, width: int | None = None,
    bounding_box_format: str = "xyxy",
) -> Any:  # fmt: skip
    """Boxes as seen in a picture that got a border.

    Args: top, left: of the border, pixels. height, width: not used. bounding_box_format: "xyxy".
    Raises: NotImplementedError for another format.
    """
    return _shifted("utils.bounding_boxes.pad", boxes, (left, top), None, bounding_box_format)
