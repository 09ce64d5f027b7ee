"""Order: sorted arrays, the largest, the place in an order, what occurs once."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import ShapeError
from keraunos.core.symbolic import KerasTensor
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op


@op("numpy")
def sort(x: Any, axis: int | None = -1) -> Any:
    """The elements in rising order along an axis; None: of x as one axis."""
    return jnp.sort(jnp.asarray(_array(x)), axis=axis)


@op("numpy")
def argsort(x: Any, axis: int | None = -1) -> Any:
    """The indices that put the elements in rising order along an axis."""
    return jnp.argsort(jnp.asarray(_array(x)), axis=axis)


@op("numpy")
def argpartition(x: Any, kth: int, axis: int = -1) -> Any:
    """Indices such that none before the k-th names a larger element, none after it a smaller one."""
    return jnp.argpartition(jnp.asarray(_array(x)), kth, axis)


@op()
def top_k(x: Any, k: int, sorted: bool = True) -> Any:
    """The k largest along the last axis and their indices, largest first."""
    values, indices = jax.lax.top_k(jnp.asarray(_array(x)), k)
    return values, indices


@op()
def in_top_k(targets: Any, predictions: Any, k: int) -> Any:
    """Whether each target's prediction is among the k largest of its row; a tie counts as in.

    Shapes: targets (n,) int, predictions (n, classes) -> (n,) bool.
    """
    rows, classes = jnp.asarray(_array(predictions)), jnp.asarray(_array(targets))
    best, _ = jax.lax.top_k(rows, k)
    own = jnp.take_along_axis(rows, jnp.expand_dims(classes, -1).astype("int32"), axis=-1)
    return jnp.logical_and(own[..., 0] >= best[..., -1], jnp.isfinite(own[..., 0]))


@op("numpy")
def searchsorted(sorted_sequence: Any, values: Any, side: str = "left") -> Any:
    """Where each value would go into a sequence in rising order, so that it stays in order.

    Args: side: "left": before equal elements; "right": after them.
    Raises: ValueError if the sequence has more than one axis.
    """
    sequence = jnp.asarray(_array(sorted_sequence))
    if sequence.ndim != 1:
        raise ShapeError(
            f"ops.searchsorted: `sorted_sequence` must be 1-D; got shape {sequence.shape}. Use "
            "ops.vectorized_map over the sequences."
        )
    return jnp.searchsorted(sequence, jnp.asarray(_array(values)), side=side)


@op("numpy")
def digitize(x: Any, bins: Any) -> Any:
    """The number of the bin of each element: i where bins[i-1] <= x < bins[i]."""
    return jnp.digitize(jnp.asarray(_array(x)), jnp.asarray(_array(bins)))


def _unique(
    _function: Any, x: KerasTensor, sorted: bool = True, return_index: bool = False,
    return_inverse: bool = False, return_counts: bool = False, axis: int | None = None,
    size: int | None = None, fill_value: Any = None,
) -> Any:  # fmt: skip
    shape = [size] if axis is None else list(x.shape)
    shape[axis or 0] = size
    found = [KerasTensor(shape, x.dtype)]
    if return_index:
        found.append(KerasTensor((size,), "int32"))
    if return_inverse:
        found.append(KerasTensor(x.shape if axis is None else (x.shape[axis],), "int32"))
    if return_counts:
        found.append(KerasTensor((size,), "int32"))
    return tuple(found) if len(found) > 1 else found[0]


@op("numpy", rule=_unique)
def unique(
    x: Any, sorted: bool = True, return_index: bool = False, return_inverse: bool = False,
    return_counts: bool = False, axis: int | None = None, size: int | None = None,
    fill_value: Any = None,
) -> Any:  # fmt: skip
    """What occurs in x, each once, in rising order.

    Args:
        sorted: they are in order in either case.
        return_index, return_inverse, return_counts: give too the first place of each; for each
            element of x its place among the unique ones; how often each occurs.
        axis: compare slices along this axis; None: elements.
        size: how many the result has, which a program needs to know; `fill_value` (None: the
            smallest) fills what is left.
    """
    return jnp.unique(
        jnp.asarray(_array(x)), return_index=return_index, return_inverse=return_inverse,
        return_counts=return_counts, axis=axis, size=size, fill_value=fill_value, sorted=sorted,
    )  # fmt: skip
