"""Elements by their place: taken, put, cut out, found."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core.errors import ShapeError, bad
from keraunos.core.symbolic import KerasTensor, infer
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import convert_to_tensor, shape
from keraunos.ops.public import broadcast, op


@op("numpy")
def take(x: Any, indices: Any, axis: int | None = None) -> Any:
    """The elements at these indices along an axis; None: of x as one axis. Beyond the end: NaN."""
    return jnp.take(_array(x), jnp.asarray(_array(indices)), axis=axis)


@op("numpy")
def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Any:
    """For each place the element that its index names along the axis."""
    return jnp.take_along_axis(_array(x), jnp.asarray(_array(indices)), axis=axis)


@op("numpy")
def get_item(x: Any, key: Any) -> Any:
    """x[key]: integers, slices, None, ... and arrays as numpy knows them."""
    return jnp.asarray(_array(x))[key]


def _sliced(function: Any, inputs: Any, start_indices: Any, shape: Any) -> KerasTensor:
    known = isinstance(inputs, KerasTensor) and None in inputs.shape and -1 not in tuple(shape)
    if known and not isinstance(start_indices, KerasTensor):
        return KerasTensor(shape, inputs.dtype)
    return infer(function, inputs, start_indices, shape)


@op(rule=_sliced)
def slice(inputs: Any, start_indices: Any, shape: Any) -> Any:
    """The block of this shape that begins at the start indices; -1: up to the end.

    Shapes: inputs (d1, ..., dn), n start indices -> shape. A block that would reach beyond the end is
        moved back into the inputs.
    """
    array = jnp.asarray(_array(inputs))
    starts = (
        list(start_indices) if isinstance(start_indices, (list, tuple)) else _array(start_indices)
    )
    sizes = [
        whole - int(starts[i]) if size == -1 else size
        for i, (size, whole) in enumerate(zip(shape, array.shape))
    ]
    return jax.lax.dynamic_slice(array, starts, sizes)


def _as_first(function: Any, inputs: Any, *_rest: Any, **_more: Any) -> KerasTensor:
    return KerasTensor(shape(inputs), convert_to_tensor(inputs).dtype)


@op(rule=_as_first)
def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    """The inputs with a block replaced by the updates, from the start indices on."""
    array = jnp.asarray(_array(inputs))
    starts = (
        list(start_indices) if isinstance(start_indices, (list, tuple)) else _array(start_indices)
    )
    return jax.lax.dynamic_update_slice(array, jnp.asarray(_array(updates)), starts)


@op()
def scatter(indices: Any, values: Any, shape: Any) -> Any:
    """Zeros of this shape with the values added at the indices.

    Shapes: indices (n, k), values (n, ...) -> shape; each index names a place along the first k axes.
    Example:
        >>> scatter([[0], [2], [0]], [1.0, 2.0, 3.0], (4,)).tolist()
        [4.0, 0.0, 2.0, 0.0]
    """
    added = jnp.asarray(_array(values))
    return jnp.zeros(shape, added.dtype).at[_places(indices)].add(added)


def _places(indices: Any) -> tuple[Any, ...]:
    array = jnp.asarray(_array(indices))
    return tuple(jnp.moveaxis(array, -1, 0))


_REDUCTIONS = {None: "set", "add": "add", "max": "max", "min": "min", "mul": "multiply"}


@op(rule=_as_first)
def scatter_update(inputs: Any, indices: Any, updates: Any, reduction: str | None = None) -> Any:
    """The inputs with the updates put, or combined with what was there, at the indices.

    Args: reduction: None (put), "add", "max", "min" or "mul".
    Shapes: indices (n, k), updates (n, ...) -> that of inputs.
    Raises: ValueError for another reduction.
    Example:
        >>> scatter_update(np.zeros(3), [[1], [1]], [5.0, 7.0], reduction="add").tolist()
        [0.0, 12.0, 0.0]
    """
    if reduction not in _REDUCTIONS:
        kinds = f"one of {tuple(_REDUCTIONS)}"
        raise ValueError(bad("ops.scatter_update", "reduction", kinds, reduction, ""))
    array = jnp.asarray(_array(inputs))
    new = jnp.asarray(_array(updates)).astype(array.dtype)
    return getattr(array.at[_places(indices)], _REDUCTIONS[reduction])(new)


# --- by condition -------------------------------------------------------------------------------


def _found(_function: Any, x: KerasTensor) -> tuple[KerasTensor, ...]:
    return tuple(KerasTensor((None,), "int32") for _ in x.shape)


def _where(function: Any, condition: Any, x1: Any = None, x2: Any = None) -> Any:
    if x1 is None and x2 is None:
        return _found(function, condition)
    return broadcast(function, condition, x1, x2)


@op("numpy", rule=_where)
def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """x1 where the condition holds, else x2; with the condition alone, the indices where it holds.

    Raises: ValueError if only one of x1 and x2 is given.
    """
    held = jnp.asarray(_array(condition))
    if x1 is None and x2 is None:
        return jnp.where(held)
    if x1 is None or x2 is None:
        raise ValueError(
            "ops.where: both `x1` and `x2` are needed, or neither; got one. Pass both."
        )
    return jnp.where(held, _array(x1), _array(x2))


@op("numpy", rule=_found)
def nonzero(x: Any) -> Any:
    """The indices of what is not 0: one array for each axis."""
    return jnp.nonzero(jnp.asarray(_array(x)))


@op("numpy")
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """For each element the choice of the first condition that holds, else the default."""
    if not len(condlist) == len(choicelist) > 0:
        raise ShapeError(
            f"ops.select: needs a choice for each condition, at least one; got {len(condlist)} conditions "
            f"and {len(choicelist)} choices."
        )
    conditions = [jnp.asarray(_array(c)) for c in condlist]
    return jnp.select(conditions, [jnp.asarray(_array(c)) for c in choicelist], _array(default))


@op("numpy")
def unravel_index(indices: Any, shape: Any) -> Any:
    """The place along each axis of elements that are numbered row by row."""
    return jnp.unravel_index(jnp.asarray(_array(indices)), tuple(int(s) for s in np.asarray(shape)))
