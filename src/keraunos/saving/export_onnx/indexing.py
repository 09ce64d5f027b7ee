"""Rules that read and write at indices which the program works out."""

from functools import reduce
from typing import Any

import numpy as np

from keraunos.saving.export_onnx.elementwise import cast, number
from keraunos.saving.export_onnx.graph import Graph, Value, refuse
from keraunos.saving.export_onnx.shapes import counted, reshaped, sliced, transposed
from keraunos.saving.export_onnx.table import rule


@rule("gather")
def _gather(g: Graph, eqn: Any, x: Value, places: Value) -> str:
    p, rank = eqn.params, len(x.shape)
    d, sizes = p["dimension_numbers"], p["slice_sizes"]
    if d.operand_batching_dims:
        return _along(g, eqn, x, places)
    full = [i for i in range(rank) if is_same(sizes[i], x.shape[i])]
    if len(d.start_index_map) == 1 and d.collapsed_slice_dims == d.start_index_map:
        axis = d.start_index_map[0]
        if len(full) >= rank - 1 and sizes[axis] == 1:
            return _taken(g, eqn, x, places, axis)
    if len(places.shape) == 1 and not _fills(eqn):
        return _window(g, eqn, x, places)
    return _by_points(g, eqn, x, places)


def is_same(one: Any, other: Any) -> bool:
    """Whether two sizes are equal for certain."""
    return str(one) == str(other)


def _indices(g: Graph, places: Value) -> str:
    return cast(g, g.whole(places), np.int64)


def _within(g: Graph, index: str, last: str) -> str:
    return g.node("Min", g.node("Max", index, g.constant(0, np.int64)), last)


def _fills(eqn: Any) -> bool:
    return "FILL" in str(eqn.params["mode"])


def _filled(g: Graph, eqn: Any, x: Value, found: str, inside: str) -> str:
    """The elements found, and where the index was outside what the program says."""
    value = eqn.params["fill_value"]
    if value is None:
        value = np.nan if x.dtype.kind == "f" else 0
    return g.node("Where", inside, found, number(g, value, x))


def _taken(g: Graph, eqn: Any, x: Value, places: Value, axis: int) -> str:
    """Whole slices at indices of one axis."""
    d = eqn.params["dimension_numbers"]
    index = g.node("Squeeze", _indices(g, places), g.constant([-1], np.int64))
    last = g.node("Sub", g.size(x.shape[axis]), g.constant([1], np.int64))
    safe = _within(g, index, g.node("Squeeze", last))
    found = g.node("Gather", g.whole(x), safe, axis=axis)
    count = len(places.shape) - 1  # of axes that the indices have
    rank = count + len(x.shape) - 1
    order = _offset_order(d.offset_dims, rank, axis, count)
    found = transposed(g, found, order)
    if not _fills(eqn):
        return found
    batch = [i for i in range(rank) if i not in d.offset_dims]
    shape = _at(batch, places.shape[:-1], eqn.outvars[0].aval.shape)
    return _filled(g, eqn, x, found, reshaped(g, g.node("Equal", index, safe), shape))


def _offset_order(offsets: Any, rank: int, axis: int, count: int) -> list[int]:
    """How Gather's axes (those before `axis`, of the indices, behind) come to stand as the program says."""
    around = [i for i in range(rank) if not axis <= i < axis + count]
    inner = list(range(axis, axis + count))
    outs, batch = iter(around), iter(inner)
    return [next(outs) if i in offsets else next(batch) for i in range(rank)]


def _window(g: Graph, eqn: Any, x: Value, places: Value) -> str:
    """One slice that begins at the only index there is."""
    p = eqn.params
    d, sizes = p["dimension_numbers"], p["slice_sizes"]
    whole = _indices(g, places)
    zero = g.constant([0], np.int64)
    parts = [zero] * len(x.shape)
    for i, axis in enumerate(d.start_index_map):
        parts[axis] = g.node("Slice", whole, *(g.constant([n], np.int64) for n in (i, i + 1)))
    start = g.node("Concat", *parts, axis=0)
    room = g.node("Sub", g.sizes(x.shape), g.sizes(sizes))
    begin = _within(g, start, room)
    found = sliced(g, g.whole(x), begin, g.node("Add", begin, g.sizes(sizes)), len(x.shape))
    return reshaped(g, found, eqn.outvars[0].aval.shape)


def _along(g: Graph, eqn: Any, x: Value, places: Value) -> str:
    """One element at an index of its own in each row: take_along_axis."""
    p, rank = eqn.params, len(x.shape)
    d = p["dimension_numbers"]
    axis = d.start_index_map[0] if len(d.start_index_map) == 1 else -1
    rest = tuple(i for i in range(rank) if i != axis)
    if axis < 0 or d.operand_batching_dims != rest or d.offset_dims or places.shape[-1] != 1:
        raise refuse("gather", "batches of windows")
    index = g.node("Squeeze", _indices(g, places), g.constant([-1], np.int64))
    batch = d.start_indices_batching_dims
    free = [i for i in range(len(places.shape) - 1) if i not in batch]
    if len(free) != 1:
        raise refuse("gather", "batches of windows")
    order = [batch[rest.index(i)] if i != axis else free[0] for i in range(rank)]
    index = transposed(g, index, order)
    last = g.node("Sub", g.size(x.shape[axis]), g.constant([1], np.int64))
    safe = _within(g, index, g.node("Squeeze", last))
    found = g.node("GatherElements", g.whole(x), safe, axis=axis)
    if _fills(eqn):
        found = _filled(g, eqn, x, found, g.node("Equal", index, safe))
    return transposed(g, found, np.argsort(order).tolist())


def _by_points(g: Graph, eqn: Any, x: Value, places: Value) -> str:
    """Windows at many indices, element by element."""
    p, out = eqn.params, eqn.outvars[0].aval.shape
    d, sizes = p["dimension_numbers"], p["slice_sizes"]
    batch = [i for i in range(len(out)) if i not in d.offset_dims]
    kept = [i for i in range(len(x.shape)) if i not in d.collapsed_slice_dims]
    starts, columns, inside = _indices(g, places), [], []
    for axis, size in enumerate(sizes):
        column = g.constant(0, np.int64)
        if axis in d.start_index_map:
            at = g.constant([d.start_index_map.index(axis)], np.int64)
            picked = reshaped(
                g, g.node("Gather", starts, at, axis=-1), _at(batch, places.shape[:-1], out)
            )
            last = g.node("Squeeze", g.node("Sub", g.size(x.shape[axis]), g.size(size)))
            column = _within(g, picked, last)
            inside.append(g.node("Equal", picked, column))
        if axis in kept:
            shape = _at([d.offset_dims[kept.index(axis)]], [size], out)
            column = g.node("Add", column, reshaped(g, counted(g, size, np.int64), shape))
        wide = g.node("Expand", column, g.sizes(out))
        columns.append(g.node("Unsqueeze", wide, g.constant([-1], np.int64)))
    found = g.node("GatherND", g.whole(x), g.node("Concat", *columns, axis=-1))
    if not _fills(eqn):
        return found
    return _filled(g, eqn, x, found, reduce(lambda a, b: g.node("And", a, b), inside))


def _at(axes: Any, sizes: Any, like: Any) -> list[Any]:
    """A shape of ones with these sizes at these axes."""
    shape: list[Any] = [1] * len(like)
    for axis, size in zip(axes, sizes):
        shape[axis] = size
    return shape


# --- scatter ------------------------------------------------------------------------------------


@rule("scatter", "scatter-add", "scatter_add")
def _scatter(g: Graph, eqn: Any, x: Value, places: Value, update: Value) -> str:
    """ScatterND over the axes that the indices name; what falls outside changes nothing."""
    d, rank = eqn.params["dimension_numbers"], len(x.shape)
    named = d.scatter_dims_to_operand_dims
    if d.operand_batching_dims or set(d.inserted_window_dims) != set(named):
        raise refuse(eqn.primitive.name, "a write of windows")
    rest = [i for i in range(rank) if i not in named]
    if not all(is_same(update.shape[w], x.shape[i]) for w, i in zip(d.update_window_dims, rest)):
        raise refuse(eqn.primitive.name, "a write of windows")
    batch = [i for i in range(len(update.shape)) if i not in d.update_window_dims]
    order = [*named, *rest]
    data = transposed(g, g.whole(x), order)
    rows = transposed(g, g.whole(update), [*batch, *d.update_window_dims])
    index = _indices(g, places)
    last = g.node("Sub", g.sizes([x.shape[i] for i in named]), g.constant([1], np.int64))
    safe = _within(g, index, last)
    moved = g.node("ReduceMax", g.node("Abs", g.node("Sub", index, safe)),
                   g.constant([-1], np.int64), keepdims=0)  # fmt: skip
    shape = [update.shape[i] for i in batch] + [1] * len(rest)
    inside = reshaped(g, g.node("Equal", moved, g.constant(0, np.int64)), shape)
    adds = eqn.primitive.name != "scatter"
    otherwise = number(g, 0, x) if adds else g.node("GatherND", data, safe)
    rows = g.node("Where", inside, rows, otherwise)
    how = {"reduction": "add"} if adds else {}
    found = g.node("ScatterND", data, safe, rows, **how)
    return transposed(g, found, np.argsort(order).tolist())
