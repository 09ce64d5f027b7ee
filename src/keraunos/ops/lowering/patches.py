"""The views of an array under a moving window, and all of them side by side."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import jax.numpy as jnp
from jax import lax

Sizes = tuple[int, ...]


def out_size(size: int, window: int, stride: int = 1, dilation: int = 1) -> int:
    """The places of a window on an axis, without padding; 0 if it does not fit.

    Example:
        >>> out_size(28, 3), out_size(7, 3, 2), out_size(2, 3)
        (26, 3, 0)
    """
    return max(0, (size - (window - 1) * dilation - 1) // stride + 1)


def padded(x: Any, padding: Any, value: Any = 0) -> Any:
    """x with (low, high) added to its spatial axes (batch first, channels last); negative crops."""
    if not any(any(pair) for pair in padding):
        return x
    config = ((0, 0, 0), *((low, high, 0) for low, high in padding), (0, 0, 0))
    return lax.pad(x, jnp.asarray(value, x.dtype), config)


def views(x: Any, window: Sizes, strides: Sizes, dilation: Sizes) -> Iterator[Any]:
    """For each place in the window, in row-major order, what lies there: (n, *out, c) each.

    Shapes: x (n, *spatial, c).
    """
    outs = [out_size(*one) for one in zip(x.shape[1:-1], window, strides, dilation)]
    for place in product(*map(range, window)):
        starts = [i * d for i, d in zip(place, dilation)]
        stops = [a + (o - 1) * s + 1 if o else a for a, o, s in zip(starts, outs, strides)]
        yield lax.slice(x, (0, *starts, 0), (x.shape[0], *stops, x.shape[-1]), (1, *strides, 1))


def patches(x: Any, window: Sizes, strides: Sizes, dilation: Sizes) -> Any:
    """All views side by side, one axis after the other: few slices even for large windows.

    Shapes: x (n, *spatial, c) -> (n, *out, prod(window) · c), the window's places row-major.
    """
    for i in reversed(range(len(window))):
        axis, k, s, d = i + 1, window[i], strides[i], dilation[i]
        if k == s == 1:
            continue
        out = out_size(x.shape[axis], k, s, d)
        ends = [j * d + (out - 1) * s + 1 if out else j * d for j in range(k)]
        cuts = [lax.slice_in_dim(x, j * d, end, s, axis) for j, end in enumerate(ends)]
        x = cuts[0] if k == 1 else jnp.concatenate(cuts, -1)
    return x
