"""Pictures in another size."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import bad
from keraunos.ops.core import as_array, saturate_cast
from keraunos.ops.image.layout import batch_of, choice, is_float
from keraunos.ops.public import op, roomy

METHODS = {
    "bilinear": "linear", "nearest": "nearest", "lanczos3": "lanczos3", "lanczos5": "lanczos5",
    "bicubic": "cubic",
}  # fmt: skip
"""Interpolation -> the engine's word for it."""


@op("image", rule=roomy)
def resize(
    images: Any, size: Any, interpolation: str = "bilinear", antialias: bool = False,
    crop_to_aspect_ratio: bool = False, pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant", fill_value: float = 0.0, data_format: str | None = None,
) -> Any:  # fmt: skip
    """Pictures in another size.

    Args:
        size: (height, width) in pixels.
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        antialias: whether a smaller picture is smoothed first.
        crop_to_aspect_ratio: cut the middle out first, in the shape of the new size.
        pad_to_aspect_ratio: fill up with `fill_value` first, to the shape of the new size.
        fill_mode: "constant".
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (n, h, w, c) -> the same with the new size; the dtype stays.
    Raises: ValueError for another interpolation, fill_mode, rank, or both ratios at once.
    """
    owner = "ops.image.resize"
    choice(owner, "interpolation", interpolation, METHODS)
    choice(owner, "fill_mode", fill_mode, ("constant",))
    if len(size) != 2:
        raise ValueError(bad(owner, "size", "(height, width)", size, ""))
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError(
            f"{owner}: `crop_to_aspect_ratio` and `pad_to_aspect_ratio` exclude each other; got both."
        )
    pictures, back = batch_of(owner, images, data_format)
    target = tuple(int(s) for s in size)
    if crop_to_aspect_ratio:
        pictures = _cropped(pictures, target)
    if pad_to_aspect_ratio:
        pictures = _padded(pictures, target, fill_value)
    return back(_resized(pictures, target, METHODS[interpolation], antialias))


def _resized(pictures: Any, size: tuple[int, ...], method: str, antialias: bool) -> Any:
    shape = (pictures.shape[0], *size, pictures.shape[-1])
    if method == "nearest" or is_float(pictures):
        return jax.image.resize(pictures, shape, method, antialias=antialias)
    numbers = jax.image.resize(pictures.astype("float32"), shape, method, antialias=antialias)
    numbers = numbers if pictures.dtype == jnp.bool_ else jnp.round(numbers)
    return saturate_cast(numbers, pictures.dtype)


def _shares(sizes: tuple[int, int], target: tuple[int, ...]) -> tuple[int, int]:
    """The height for this width and the width for this height, in the target's ratio."""
    height, width = sizes
    return int(float(width * target[0]) / target[1]), int(float(height * target[1]) / target[0])


def _cropped(pictures: Any, target: tuple[int, ...]) -> Any:
    height, width = pictures.shape[1:3]
    tall, wide = _shares((height, width), target)
    tall, wide = max(min(height, tall), 1), max(min(width, wide), 1)
    top, left = (height - tall) // 2, (width - wide) // 2
    return pictures[:, top : top + tall, left : left + wide]


def _padded(pictures: Any, target: tuple[int, ...], fill_value: float) -> Any:
    height, width = pictures.shape[1:3]
    tall, wide = _shares((height, width), target)
    more = max(height, tall) - height, max(width, wide) - width
    sides = [(0, 0), *((extra // 2, extra // 2) for extra in more), (0, 0)]
    return jnp.pad(pictures, sides, constant_values=jnp.asarray(fill_value, pictures.dtype))


SCALINGS = {
    "linear", "bilinear", "trilinear", "cubic", "bicubic", "tricubic", "lanczos3", "lanczos5",
}  # fmt: skip


@op("image", rule=roomy)
def scale_and_translate(
    images: Any, output_shape: Any, scale: Any, translation: Any, spatial_dims: Any, method: str,
    antialias: bool = True,
) -> Any:  # fmt: skip
    """Pictures scaled and moved along the spatial axes: out[scale · i + translation] = in[i].

    Args:
        output_shape: of the whole result. spatial_dims: the axes that are scaled.
        scale, translation: one number for each of them; translation in pixels of the result.
        method: "linear", "cubic", "lanczos3" or "lanczos5".
    Raises: ValueError for another method.
    """
    choice("ops.image.scale_and_translate", "method", method, sorted(SCALINGS))
    array = jnp.asarray(as_array(images))
    array = array if is_float(array) else array.astype("float32")
    factors, shifts = (jnp.asarray(as_array(v), "float32") for v in (scale, translation))
    return jax.image.scale_and_translate(
        array, tuple(output_shape), tuple(spatial_dims), factors, shifts, method, antialias
    )
