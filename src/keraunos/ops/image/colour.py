"""Pictures in other colours: grey, or hue, saturation and value."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.ops.image.layout import batch_of, is_float, need_float
from keraunos.ops.public import op

_GREY = (0.2989, 0.5870, 0.1140)  # how bright red, green and blue look


def _coloured(owner: str, images: Any, data_format: str | None) -> Any:
    """Batches with their three channels last, as floats, and what undoes that."""
    pictures, back = batch_of(owner, images, data_format)
    need_float(owner, pictures)
    if pictures.shape[-1] != 3:
        raise ShapeError(bad(owner, "images", "of 3 channels", pictures, "Check data_format."))
    return pictures, back


@op("image")
def rgb_to_grayscale(images: Any, data_format: str | None = None) -> Any:
    """0.2989·red + 0.5870·green + 0.1140·blue; pictures of one channel stay as they are.

    Shapes: (..., h, w, 3) -> (..., h, w, 1).
    Raises: ValueError unless there are 1 or 3 channels.
    """
    owner = "ops.image.rgb_to_grayscale"
    pictures, back = batch_of(owner, images, data_format)
    if pictures.shape[-1] not in (1, 3):
        raise ShapeError(bad(owner, "images", "of 1 or 3 channels", pictures, "Check data_format."))
    if pictures.shape[-1] == 1:
        return back(pictures)
    numbers = pictures if is_float(pictures) else pictures.astype("float32")
    weights = jnp.asarray(_GREY, numbers.dtype)
    return back(jnp.sum(numbers * weights, axis=-1, keepdims=True).astype(pictures.dtype))


@op("image")
def rgb_to_hsv(images: Any, data_format: str | None = None) -> Any:
    """Red, green and blue as hue, saturation and value, all in [0, 1].

    Raises: ValueError unless the pictures are floats of 3 channels.
    """
    pictures, back = _coloured("ops.image.rgb_to_hsv", images, data_format)
    red, green, blue = (pictures[..., i] for i in range(3))
    value = jnp.max(pictures, axis=-1)
    spread = value - jnp.min(pictures, axis=-1)
    safe = jnp.where(spread > 0, spread, 1)
    hue = jnp.where(
        value == red, (green - blue) / safe,
        jnp.where(value == green, 2 + (blue - red) / safe, 4 + (red - green) / safe),
    )  # fmt: skip
    hue = jnp.where(spread > 0, hue / 6 % 1, 0)
    saturation = jnp.where(value > 0, spread / jnp.where(value > 0, value, 1), 0)
    return back(jnp.stack([hue, saturation, value], axis=-1))


@op("image")
def hsv_to_rgb(images: Any, data_format: str | None = None) -> Any:
    """Hue, saturation and value as red, green and blue, all in [0, 1].

    Raises: ValueError unless the pictures are floats of 3 channels.
    """
    pictures, back = _coloured("ops.image.hsv_to_rgb", images, data_format)
    hue, saturation, value = (pictures[..., i] for i in range(3))
    turns = hue * 6

    def channel(shift: float) -> Any:
        ramp = jnp.clip(jnp.abs((turns + shift) % 6 - 3) - 1, 0, 1)
        return value * (1 - saturation * (1 - ramp))

    return back(jnp.stack([channel(0), channel(4), channel(2)], axis=-1).astype(pictures.dtype))
