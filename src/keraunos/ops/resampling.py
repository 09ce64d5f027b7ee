"""Images on a finer or coarser grid."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import bad
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array

METHODS = {
    "nearest": "nearest", "bilinear": "linear", "bicubic": "cubic",
    "lanczos3": "lanczos3", "lanczos5": "lanczos5",
}  # fmt: skip
"""Interpolation -> the engine's word for it."""


@operation
def upsample(x: Any, factors: tuple[int, ...], interpolation: str = "nearest") -> Any:
    """The spatial axes of x (batch first, channels last) made finer by whole factors.

    Args:
        factors: ints >= 1, one for each spatial axis.
        interpolation: "nearest" repeats each element; "bilinear", "bicubic", "lanczos3", "lanczos5".
    Shapes: (n, *spatial, c) -> (n, *(spatial · factors), c).
    Raises: ValueError for another interpolation.
    Example:
        >>> upsample(jnp.array([[[1.0], [2.0]]]), (2,)).ravel().tolist()
        [1.0, 1.0, 2.0, 2.0]
    """
    if interpolation not in METHODS:
        raise ValueError(
            bad("upsample", "interpolation", f"one of {tuple(METHODS)}", interpolation, "")
        )
    x = jnp.asarray(as_array(x))
    spatial = tuple(size * factor for size, factor in zip(x.shape[1:-1], factors))
    shape = (x.shape[0], *spatial, x.shape[-1])
    if interpolation != "nearest":
        return jax.image.resize(x, shape, METHODS[interpolation]).astype(x.dtype)
    split = [n for size in x.shape[1:-1] for n in (size, 1)]
    wide = [n for size, factor in zip(x.shape[1:-1], factors) for n in (size, factor)]
    ends = (x.shape[0], x.shape[-1])
    parts = jnp.broadcast_to(x.reshape(ends[0], *split, ends[1]), (ends[0], *wide, ends[1]))
    return parts.reshape(shape)
