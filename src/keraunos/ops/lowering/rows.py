"""A row added to, or multiplied into, many rows, and the mean of many rows: on a CPU, as products.

XLA sums many rows on one core, number by number, and computes again for it all that they are made of.
As `ones · row` a row reaches every row at no cost (XLA sees through a product over one number), and its
gradient is the product `onesᵀ · dy`.
"""

from math import prod
from typing import Any

import jax.numpy as jnp
from jax.core import Tracer

from keraunos.ops.lowering.platform import on_cpu

MANY_ROWS = 256
"""From here on the product is faster than the sum."""


def spread(row: Any, shape: tuple[int, ...]) -> Any:
    """The row, repeated to the shape where that helps its gradient; else as it is.

    Args: row: of the last sizes of the shape.
    """
    if not _is_compiled(row):
        return row
    rows = prod(shape[: len(shape) - row.ndim])
    if rows < MANY_ROWS or 0 in row.shape:
        return row
    return (jnp.ones((rows, 1), row.dtype) @ row.reshape(1, -1)).reshape(shape)


def mean_of_rows(x: Any, axes: tuple[int, ...]) -> Any:
    """The mean over axes, which stay with size 1."""
    first = tuple(range(len(axes)))
    rows = prod(x.shape[a] for a in axes) if _is_compiled(x) else 0
    if rows < MANY_ROWS or tuple(sorted(axes)) != first or x.ndim == len(axes) or 0 in x.shape:
        return jnp.mean(x, axes, keepdims=True)
    total = jnp.ones((1, rows), x.dtype) @ x.reshape(rows, -1)
    return (total / rows).reshape(*(1 for _ in axes), *x.shape[len(axes) :])


def side_by_side(x1: Any, x2: Any) -> tuple[Any, Any]:
    """Both as they are, but for one that is a row of the other: that one spread."""
    if _is_row(x2, x1):
        return x1, spread(x2, x1.shape)
    if _is_row(x1, x2):
        return spread(x1, x2.shape), x2
    return x1, x2


def _is_row(row: Any, x: Any) -> bool:
    mine, all_sizes = jnp.shape(row), jnp.shape(x)
    return 0 < len(mine) < len(all_sizes) and mine == all_sizes[-len(mine) :]


def _is_compiled(x: Any) -> bool:
    """Whether x is a number to come of a program for a CPU: else a product is work, and nothing gained."""
    if not isinstance(x, Tracer) or not on_cpu():
        return False
    return jnp.issubdtype(x.dtype, jnp.floating) and not x.weak_type
