"""Pooling with channels last; on a CPU as maxima and sums of views, with gradients of its own.

The gradient of a maximum goes to the first of equal elements, as the engine's own does.
`plain_max` and `plain_sum` are what every path must equal.
"""

from functools import partial, reduce
from itertools import product
from math import prod
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from keraunos.ops.lowering.patches import Sizes, out_size, padded, views
from keraunos.ops.lowering.platform import on_cpu

Pads = tuple[tuple[int, int], ...]

MANY_PLACES = 36
"""Windows of more places than this are left to the engine: each place is an operation of its own."""


def plain_max(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    """The engine's own maximum over windows. x (n, *spatial, c) -> (n, *out, c)."""
    floating = jnp.issubdtype(x.dtype, jnp.floating)
    lowest = -jnp.inf if floating else jnp.iinfo(x.dtype).min
    return _reduce_window(x, lowest, lax.max, window, strides, padding)


def plain_sum(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    """The engine's own sum over windows. x (n, *spatial, c) -> (n, *out, c)."""
    return _reduce_window(x, 0, lax.add, window, strides, padding)


def _reduce_window(x: Any, start: Any, combine: Any, window: Any, strides: Any, pads: Any) -> Any:
    full = ((1, *window, 1), (1, *strides, 1), ((0, 0), *pads, (0, 0)))
    return lax.reduce_window(x, np.array(start, x.dtype), combine, *full)


def max_pool(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    """The largest in each window, by the path that suits platform and shapes.

    Shapes: x (n, *spatial, c) -> (n, *out, c).
    """
    if _by_engine(x, window):
        return plain_max(x, window, strides, padding)
    return _max(x, window, strides, padding)


def sum_pool(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    """The sum of each window, by the path that suits platform and shapes.

    Shapes: x (n, *spatial, c) -> (n, *out, c).
    """
    if _by_engine(x, window):
        return plain_sum(x, window, strides, padding)
    return _sum(x, window, strides, padding)


def _by_engine(x: Any, window: Sizes) -> bool:
    floating = jnp.issubdtype(x.dtype, jnp.floating)
    return not on_cpu() or not floating or prod(window) > MANY_PLACES or 0 in x.shape


# --- maximum ------------------------------------------------------------------------------------


@partial(jax.custom_vjp, nondiff_argnums=(1, 2, 3))
def _max(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    return reduce(jnp.maximum, _views(x, window, strides, padding, -jnp.inf))


def _max_forward(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> tuple[Any, Any]:
    y = _max(x, window, strides, padding)
    return y, (x, y)


def _max_backward(window: Sizes, strides: Sizes, padding: Pads, saved: Any, dy: Any) -> tuple[Any]:
    x, y = saved
    *early, _ = _views(x, window, strides, padding, -jnp.inf)
    left, parts = jnp.ones_like(y, bool), []
    for view in early:
        here = left & (view == y)
        left = left & ~here
        parts.append(jnp.where(here, dy, 0))
    parts.append(
        jnp.where(left, dy, 0)
    )  # the last takes what is left: of NaN too, which equals nothing
    return (_back(parts, x.shape, window, strides, padding),)


_max.defvjp(_max_forward, _max_backward)


# --- sum ----------------------------------------------------------------------------------------


@partial(jax.custom_vjp, nondiff_argnums=(1, 2, 3))
def _sum(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    wide = x.astype(jnp.promote_types(x.dtype, jnp.float32))
    return reduce(jnp.add, _views(wide, window, strides, padding, 0)).astype(x.dtype)


def _sum_forward(x: Any, window: Sizes, strides: Sizes, padding: Pads) -> tuple[Any, Sizes]:
    return _sum(x, window, strides, padding), tuple(x.shape)


def _sum_backward(
    window: Sizes, strides: Sizes, padding: Pads, shape: Sizes, dy: Any
) -> tuple[Any]:
    return (_back([dy] * prod(window), shape, window, strides, padding),)


_sum.defvjp(_sum_forward, _sum_backward)


# --- views and back -----------------------------------------------------------------------------


def _views(x: Any, window: Sizes, strides: Sizes, padding: Pads, value: Any) -> Any:
    return views(padded(x, padding, value), window, strides, (1,) * len(window))


def _back(parts: list[Any], shape: Sizes, window: Sizes, strides: Sizes, padding: Pads) -> Any:
    """dx from what each place of the window gets: parts (n, *out, c) in row-major order."""
    room = [size + low + high for size, (low, high) in zip(shape[1:-1], padding)]
    outs = [out_size(*one) for one in zip(room, window, strides)]
    if window == strides:
        whole = _interleaved(parts, window)
        covered = [o * k for o, k in zip(outs, window)]
        rest = [(0, size - done) for size, done in zip(room, covered)]
        whole = padded(whole, rest)
    else:
        whole = sum(
            _placed(part, place, room, outs, strides)
            for part, place in zip(parts, product(*map(range, window)))
        )
    return padded(whole, [(-low, -high) for low, high in padding])


def _placed(part: Any, place: Sizes, room: list[int], outs: list[int], strides: Sizes) -> Any:
    """A part at its place of every window, zeros elsewhere."""
    config = [
        (at, size - at - ((out - 1) * s + 1), s - 1)
        for at, size, out, s in zip(place, room, outs, strides)
    ]
    return lax.pad(part, jnp.zeros((), part.dtype), ((0, 0, 0), *config, (0, 0, 0)))


def _interleaved(parts: list[Any], window: Sizes) -> Any:
    """Parts of windows that touch: each axis is (out, place in the window)."""
    for axis in reversed(range(len(window))):
        k = window[axis]
        rows = [jnp.stack(parts[i : i + k], axis + 2) for i in range(0, len(parts), k)]
        parts = [r.reshape(*r.shape[: axis + 1], -1, *r.shape[axis + 3 :]) for r in rows]
    return parts[0]
