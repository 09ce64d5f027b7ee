"""Sums, products and extremes over groups of rows that are named by number."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.core.symbolic import KerasTensor
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import inferred, op


def _grouped(
    reduce: Callable[..., Any], data: Any, segment_ids: Any, num_segments: int | None, sorted: bool
) -> Any:
    rows, ids = jnp.asarray(_array(data)), jnp.asarray(_array(segment_ids))
    if ids.ndim != 1:
        raise ShapeError(
            bad(
                f"ops.{reduce.__name__}",
                "segment_ids",
                "1-D",
                ids,
                "Flatten both, or use vectorized_map.",
            )
        )
    return reduce(rows, ids, num_segments, indices_are_sorted=sorted)


def _shape(
    function: Any,
    data: Any,
    segment_ids: Any,
    num_segments: int | None = None,
    sorted: bool = False,
) -> KerasTensor:
    found = inferred(function, data, segment_ids, num_segments or 1, sorted)
    return KerasTensor((num_segments, *found.shape[1:]), found.dtype)


@op(rule=_shape)
def segment_sum(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """The sum of the rows of each group; 0 for a group without rows.

    Args: data: what is summed. segment_ids: the group of each row; rows of other groups are dropped.
        num_segments: how many groups there are; None: the largest id plus 1 (not within a program).
        sorted: whether the ids never fall, which may be faster.
    Shapes: data (n, ...), segment_ids (n,) -> (num_segments, ...).
    Example:
        >>> segment_sum([1.0, 2.0, 4.0], [0, 2, 2], 3).tolist()
        [1.0, 0.0, 6.0]
    """
    return _grouped(jax.ops.segment_sum, data, segment_ids, num_segments, sorted)


@op(rule=_shape)
def segment_prod(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """The product of the rows of each group; 1 for a group without rows. As `segment_sum`."""
    return _grouped(jax.ops.segment_prod, data, segment_ids, num_segments, sorted)


@op(rule=_shape)
def segment_max(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """The largest of each group; the least number there is for a group without rows. As `segment_sum`."""
    return _grouped(jax.ops.segment_max, data, segment_ids, num_segments, sorted)


@op(rule=_shape)
def segment_min(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Any:
    """The smallest of each group; the largest number for a group without rows. As `segment_sum`."""
    return _grouped(jax.ops.segment_min, data, segment_ids, num_segments, sorted)
