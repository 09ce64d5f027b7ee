"""Rules that move, cut and join elements."""

from typing import Any

import numpy as np

from keraunos.saving.export_onnx.elementwise import cast
from keraunos.saving.export_onnx.graph import Graph, Value, is_known
from keraunos.saving.export_onnx.table import rule

_LEAST = -(2**62)
"""An end of a slice that runs backwards to the first element and past it."""


def reshaped(g: Graph, name: str, shape: Any) -> str:
    """A tensor in another shape; one size that is not known needs no sum."""
    unknown = [i for i, size in enumerate(shape) if not is_known(size)]
    if len(unknown) == 1 and 0 not in [s for s in shape if is_known(s)]:
        shape = [-1 if i in unknown else size for i, size in enumerate(shape)]
    return g.node("Reshape", name, g.sizes(shape))


def transposed(g: Graph, name: str, order: Any) -> str:
    """A tensor with its axes in another order."""
    order = list(order)
    return name if order == sorted(order) else g.node("Transpose", name, perm=order)


@rule("broadcast_in_dim")
def _broadcast(g: Graph, eqn: Any, x: Value, *_: Value) -> Value:
    shape, places = eqn.params["shape"], eqn.params["broadcast_dimensions"]
    thin: list[Any] = [1] * len(shape)
    for axis, size in zip(places, x.shape):
        thin[axis] = size
    name = g.whole(x)
    if len(x.shape) != len(shape):
        name = reshaped(g, name, thin)
    return Value(name, shape, x.dtype, spread=tuple(thin) != tuple(shape))


@rule("reshape")
def _reshape(g: Graph, eqn: Any, x: Value, *_: Value) -> str:
    return reshaped(g, g.whole(x), eqn.params["new_sizes"])


@rule("squeeze")
def _squeeze(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Squeeze", g.whole(x), g.constant(eqn.params["dimensions"], np.int64))


@rule("expand_dims")
def _expand_dims(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Unsqueeze", g.whole(x), g.constant(eqn.params["dimensions"], np.int64))


@rule("transpose")
def _transpose(g: Graph, eqn: Any, x: Value) -> str:
    return transposed(g, g.whole(x), eqn.params["permutation"])


@rule("concatenate")
def _concatenate(g: Graph, eqn: Any, *parts: Value) -> str:
    return g.node("Concat", *map(g.whole, parts), axis=eqn.params["dimension"])


@rule("stack")
def _stack(g: Graph, eqn: Any, *parts: Value) -> str:
    axis = eqn.params["axis"]
    at = g.constant([axis], np.int64)
    return g.node("Concat", *(g.node("Unsqueeze", g.whole(x), at) for x in parts), axis=axis)


@rule("tile")
def _tile(g: Graph, eqn: Any, x: Value) -> str:
    return g.node("Tile", g.whole(x), g.sizes(eqn.params["reps"]))


@rule("split")
def _split(g: Graph, eqn: Any, x: Value) -> list[str]:
    sizes = eqn.params["sizes"]
    return g.nodes_of("Split", [g.whole(x), g.sizes(sizes)], len(sizes), axis=eqn.params["axis"])


def sliced(g: Graph, name: str, starts: str, ends: str, rank: int, steps: Any = None) -> str:
    """A slice along every axis."""
    axes = g.constant(range(rank), np.int64)
    return g.node("Slice", name, starts, ends, axes, g.constant(steps or [1] * rank, np.int64))


@rule("slice")
def _slice(g: Graph, eqn: Any, x: Value) -> str:
    p = eqn.params
    ends, steps = g.sizes(p["limit_indices"]), p["strides"]
    return sliced(g, g.whole(x), g.sizes(p["start_indices"]), ends, len(x.shape), steps)


def _started(g: Graph, starts: tuple[Value, ...], shape: Any, sizes: Any) -> str:
    """The starts of a slice as a vector, moved so that all of it lies within."""
    vector = g.node("Concat", *(_as_vector(g, s) for s in starts), axis=0)
    room = g.node("Sub", g.sizes(shape), g.sizes(sizes))
    return g.node("Min", g.node("Max", vector, g.constant([0], np.int64)), room)


def _as_vector(g: Graph, scalar: Value) -> str:
    return g.node("Reshape", cast(g, g.whole(scalar), np.int64), g.constant([1], np.int64))


@rule("dynamic_slice")
def _dynamic_slice(g: Graph, eqn: Any, x: Value, *starts: Value) -> str:
    sizes = eqn.params["slice_sizes"]
    begin = _started(g, starts, x.shape, sizes)
    return sliced(g, g.whole(x), begin, g.node("Add", begin, g.sizes(sizes)), len(x.shape))


@rule("dynamic_update_slice")
def _dynamic_update_slice(g: Graph, eqn: Any, x: Value, update: Value, *starts: Value) -> str:
    """The update padded to the whole, chosen where a padded mask of ones says so."""
    begin = _started(g, starts, x.shape, update.shape)
    rest = g.node("Sub", g.node("Sub", g.sizes(x.shape), g.sizes(update.shape)), begin)
    pads = g.node("Concat", begin, rest, axis=0)
    ones = g.node("Expand", g.constant(1, np.int32), g.sizes(update.shape))
    here = g.node("Cast", g.node("Pad", ones, pads), to=9)  # 9: BOOL
    wide = g.node("Pad", g.whole(update), pads)
    return g.node("Where", here, wide, g.whole(x))


@rule("rev")
def _rev(g: Graph, eqn: Any, x: Value) -> str:
    axes = list(eqn.params["dimensions"])
    each = [g.constant([value] * len(axes), np.int64) for value in (-1, _LEAST, -1)]
    starts, ends, steps = each
    return g.node("Slice", g.whole(x), starts, ends, g.constant(axes, np.int64), steps)


def padded(g: Graph, name: str, shape: Any, config: Any, value: str) -> tuple[str, list[Any]]:
    """Pad or crop each axis by (low, high, interior); returns the tensor and its shape."""
    shape = list(shape)
    for axis, (_, _, inner) in enumerate(config):
        if inner:
            name, shape[axis] = _apart(g, name, shape, axis, inner, value)
    lows, highs = ([max(one[i], 0) for one in config] for i in (0, 1))
    if any(lows) or any(highs):
        name = g.node("Pad", name, g.constant(lows + highs, np.int64), value)
        shape = [size + low + high for size, low, high in zip(shape, lows, highs)]
    if any(low < 0 or high < 0 for low, high, _ in config):
        starts = [max(-low, 0) for low, _, _ in config]
        ends = [size - max(-high, 0) for size, (_, high, _) in zip(shape, config)]
        name = sliced(g, name, g.sizes(starts), g.sizes(ends), len(shape))
        shape = [end - start for start, end in zip(starts, ends)]
    return name, shape


def _apart(g: Graph, name: str, shape: Any, axis: int, inner: int, value: str) -> tuple[str, Any]:
    """Put `inner` values between neighbours along an axis."""
    split = [*shape[: axis + 1], 1, *shape[axis + 1 :]]
    pads = [0] * (2 * len(split))
    pads[len(split) + axis + 1] = inner
    name = g.node("Pad", reshaped(g, name, split), g.constant(pads, np.int64), value)
    size = shape[axis] * (inner + 1)
    name = reshaped(g, name, [*shape[:axis], size, *shape[axis + 1 :]])
    rest = [g.constant([0], np.int64), g.size(size - inner), g.constant([axis], np.int64)]
    return g.node("Slice", name, *rest), size - inner


@rule("pad")
def _pad(g: Graph, eqn: Any, x: Value, value: Value) -> str:
    return padded(g, g.whole(x), x.shape, eqn.params["padding_config"], g.whole(value))[0]


def counted(g: Graph, size: Any, dtype: Any) -> str:
    """The numbers from 0 up to a size, without it."""
    if is_known(size):
        return g.constant(np.arange(size), dtype)
    end = g.node("Squeeze", g.size(size))
    return cast(g, g.node("Range", g.constant(0, np.int64), end, g.constant(1, np.int64)), dtype)


@rule("iota")
def _iota(g: Graph, eqn: Any, *_: Value) -> Value:
    p = eqn.params
    shape, axis, dtype = p["shape"], p["dimension"], p["dtype"]
    name = counted(g, shape[axis], dtype)
    thin = [shape[axis] if i == axis else 1 for i in range(len(shape))]
    return Value(reshaped(g, name, thin), shape, dtype, spread=thin != list(shape))


@rule("dim_as_value")
def _dim_as_value(g: Graph, eqn: Any) -> str:
    return cast(g, g.node("Squeeze", g.size(eqn.params["dim"])), eqn.outvars[0].aval.dtype)
