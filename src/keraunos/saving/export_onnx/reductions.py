"""Rules that make few numbers of many: sums, extremes, positions, windows, and orders."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from keraunos.saving.export_onnx.elementwise import cast
from keraunos.saving.export_onnx.graph import Graph, Value, refuse
from keraunos.saving.export_onnx.shapes import padded, reshaped, transposed
from keraunos.saving.export_onnx.table import RULES, rule

REDUCTIONS = {
    "reduce_sum": "ReduceSum", "reduce_max": "ReduceMax", "reduce_min": "ReduceMin",
    "reduce_prod": "ReduceProd",
}  # fmt: skip


def _reduced(g: Graph, op: str, name: str, axes: Any) -> str:
    if not len(axes):
        return name
    return g.node(op, name, g.constant(axes, np.int64), keepdims=0)


def _plain(op: str) -> Callable[..., str]:
    def reduce(g: Graph, eqn: Any, x: Value) -> str:
        return _reduced(g, op, g.whole(x), eqn.params["axes"])

    return reduce


for _primitive, _op in REDUCTIONS.items():
    RULES[_primitive] = _plain(_op)


@rule("reduce_and", "reduce_or")
def _logical(g: Graph, eqn: Any, x: Value) -> str:
    op = "ReduceMin" if eqn.primitive.name == "reduce_and" else "ReduceMax"
    return cast(g, _reduced(g, op, cast(g, g.whole(x), np.int32), eqn.params["axes"]), bool)


@rule("argmax", "argmin")
def _position(g: Graph, eqn: Any, x: Value) -> str:
    op = "ArgMax" if eqn.primitive.name == "argmax" else "ArgMin"
    name = cast(g, g.whole(x), np.int32) if x.dtype == bool else g.whole(x)
    found = g.node(op, name, axis=eqn.params["axes"][0], keepdims=0)
    return cast(g, found, eqn.params["index_dtype"])


@rule("cumsum")
def _cumsum(g: Graph, eqn: Any, x: Value) -> str:
    axis = g.constant(eqn.params["axis"], np.int64)
    return g.node("CumSum", g.whole(x), axis, reverse=int(eqn.params["reverse"]))


@rule("top_k")
def _top_k(g: Graph, eqn: Any, x: Value) -> list[str]:
    return _ordered(g, x, g.size(eqn.params["k"]), len(x.shape) - 1, largest=1)


@rule("sort")
def _sort(g: Graph, eqn: Any, *given: Value) -> list[str]:
    axis = eqn.params["dimension"]
    if eqn.params["num_keys"] != 1:
        raise refuse("sort", "a sort by several keys")
    first, order = _ordered(g, given[0], g.size(given[0].shape[axis]), axis, largest=0)
    order = cast(g, order, np.int64)
    return [first, *(g.node("GatherElements", g.whole(x), order, axis=axis) for x in given[1:])]


def _ordered(g: Graph, x: Value, count: str, axis: int, largest: int) -> list[str]:
    values, places = g.nodes_of(
        "TopK", [g.whole(x), count], 2, axis=axis, largest=largest, sorted=1
    )
    return [values, cast(g, places, np.int32)]


# --- windows ------------------------------------------------------------------------------------


@rule("reduce_window_max", "reduce_window_min", "reduce_window_sum")
def _window(g: Graph, eqn: Any, x: Value) -> str:
    """MaxPool or AveragePool over the axes that the window has; the others come first."""
    p, kind = eqn.params, eqn.primitive.name.removeprefix("reduce_window_")
    window, strides, pads = p["window_dimensions"], p["window_strides"], p["padding"]
    if any(n != 1 for n in p["base_dilation"]):
        raise refuse(eqn.primitive.name, "a window over spread inputs")
    moved = [n > 1 or s > 1 or tuple(pad) != (0, 0) for n, s, pad in zip(window, strides, pads)]
    spatial = [i for i, moves in enumerate(moved) if moves] or [len(window) - 1]
    order = [*(i for i in range(len(window)) if i not in spatial), *spatial]
    name = transposed(g, g.whole(x), order)
    shape = [x.shape[i] for i in order]
    if len(spatial) > 3:
        raise refuse(eqn.primitive.name, "a window over more than three axes")
    if len(shape) - len(spatial) != 2:
        name = reshaped(g, name, [prod(shape[: -len(spatial)]), 1, *shape[-len(spatial) :]])
    moves = [[one[i] for i in spatial] for one in (window, strides, p["window_dilation"], pads)]
    name = _pooled(g, kind, name, x, *moves)
    out = [eqn.outvars[0].aval.shape[i] for i in order]
    if len(shape) - len(spatial) != 2:
        name = reshaped(g, name, out)
    return transposed(g, name, np.argsort(order).tolist())


def _pooled(
    g: Graph, kind: str, name: str, x: Value, window: Any, strides: Any, dilation: Any, pads: Any
) -> str:
    if x.dtype.kind != "f":
        return cast(g, _pooled_floats(g, kind, cast(g, name, np.float32), window, strides, dilation,
                                      pads, np.dtype(np.float32)), x.dtype)  # fmt: skip
    return _pooled_floats(g, kind, name, window, strides, dilation, pads, x.dtype)


def _pooled_floats(
    g: Graph, kind: str, name: str, window: Any, strides: Any, dilation: Any, pads: Any, dtype: Any
) -> str:
    """Padding is laid on by itself: pools count and clip theirs each in its own way."""
    start = {"max": -np.inf, "min": np.inf, "sum": 0}[kind]
    config = [(0, 0, 0), (0, 0, 0), *((*pad, 0) for pad in pads)]
    rank = len(window)
    name, _ = padded(g, name, [1] * (rank + 2), config, g.constant(start, dtype))
    if kind == "min":
        return g.node("Neg", _max_pool(g, g.node("Neg", name), window, strides, dilation))
    if kind == "max":
        return _max_pool(g, name, window, strides, dilation)
    if any(d != 1 for d in dilation):
        raise refuse("reduce_window_sum", "a dilated window")
    mean = g.node("AveragePool", name, kernel_shape=list(window), strides=list(strides))
    return g.node("Mul", mean, g.constant(prod(window), dtype))


def _max_pool(g: Graph, name: str, window: Any, strides: Any, dilation: Any) -> str:
    return g.node(
        "MaxPool", name, kernel_shape=list(window), strides=list(strides), dilations=list(dilation)
    )
