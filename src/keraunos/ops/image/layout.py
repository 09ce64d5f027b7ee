"""What all picture operations do first: one form for single pictures, batches and both layouts."""

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp

from keraunos.core.config import image_data_format
from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array

FORMATS = ("channels_first", "channels_last")


def batch_of(owner: str, images: Any, data_format: str | None) -> tuple[Any, Callable[[Any], Any]]:
    """The pictures as (batch, height, width, channels), and what undoes that on a result.

    Raises: ValueError for another rank or layout.
    """
    name = image_data_format() if data_format is None else data_format
    if name not in FORMATS:
        raise ValueError(bad(owner, "data_format", f"one of {FORMATS}", data_format, ""))
    array = jnp.asarray(as_array(images))
    if array.ndim not in (3, 4):
        kinds = "one picture (3-D) or a batch (4-D)"
        raise ShapeError(bad(owner, "images", kinds, array, "Add a channel axis if it lacks."))
    single, first = array.ndim == 3, name == "channels_first"
    pictures = array[None] if single else array
    pictures = jnp.moveaxis(pictures, 1, 3) if first else pictures

    def back(result: Any) -> Any:
        result = jnp.moveaxis(result, 3, 1) if first else result
        return result[0] if single else result

    return pictures, back


def is_float(array: Any) -> bool:
    """Whether its elements are floats."""
    return bool(jnp.issubdtype(array.dtype, jnp.floating))


def need_float(owner: str, array: Any) -> None:
    """Raise unless its elements are floats."""
    if not is_float(array):
        raise ValueError(bad(owner, "images", "floats", array, "Divide by 255, or use ops.cast."))


def choice(owner: str, arg: str, value: Any, valid: Any) -> None:
    """Raise unless the value is a valid one."""
    if value not in valid:
        raise ValueError(bad(owner, arg, f"one of {tuple(valid)}", value, ""))
