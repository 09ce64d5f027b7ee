"""Rules of products: of matrices, of any axes, and convolutions."""

import string
from typing import Any

import numpy as np

from keraunos.saving.export_onnx.elementwise import cast
from keraunos.saving.export_onnx.graph import Graph, Value, refuse
from keraunos.saving.export_onnx.shapes import padded, transposed
from keraunos.saving.export_onnx.table import rule


@rule("dot_general")
def _dot_general(g: Graph, eqn: Any, x: Value, y: Value) -> str:
    (over_x, over_y), (batch_x, batch_y) = eqn.params["dimension_numbers"]
    out = eqn.outvars[0].aval.dtype
    names = [g.whole(v) if v.dtype == out else cast(g, g.whole(v), out) for v in (x, y)]
    ranks = len(x.shape), len(y.shape)
    if not batch_x and len(over_x) == 1 and ranks[1] == 2:
        left = transposed(g, names[0], _last(ranks[0], over_x[0]))
        right = transposed(g, names[1], [over_y[0], 1 - over_y[0]])
        return g.node("MatMul", left, right)
    if len(over_x) == 1 and ranks == (len(batch_x) + 2, len(batch_x) + 2):
        free = [_free(rank, over, batch) for rank, over, batch in
                zip(ranks, (over_x, over_y), (batch_x, batch_y))]  # fmt: skip
        left = transposed(g, names[0], [*batch_x, *free[0], *over_x])
        right = transposed(g, names[1], [*batch_y, *over_y, *free[1]])
        return g.node("MatMul", left, right)
    return g.node("Einsum", *names, equation=_equation(ranks, over_x, over_y, batch_x, batch_y))


def _last(rank: int, axis: int) -> list[int]:
    return [*(i for i in range(rank) if i != axis), axis]


def _free(rank: int, over: Any, batch: Any) -> list[int]:
    return [i for i in range(rank) if i not in over and i not in batch]


def _equation(ranks: tuple[int, int], over_x: Any, over_y: Any, batch_x: Any, batch_y: Any) -> str:
    letters = iter(string.ascii_letters)
    x = [next(letters) for _ in range(ranks[0])]
    y = [next(letters) for _ in range(ranks[1])]
    for i, j in (*zip(over_x, over_y), *zip(batch_x, batch_y)):
        y[j] = x[i]
    out = [*(x[i] for i in batch_x), *(x[i] for i in _free(ranks[0], over_x, batch_x)),
           *(y[j] for j in _free(ranks[1], over_y, batch_y))]  # fmt: skip
    return f"{''.join(x)},{''.join(y)}->{''.join(out)}"


@rule("conv_general_dilated")
def _conv(g: Graph, eqn: Any, x: Value, kernel: Value) -> str:
    p = eqn.params
    layout, groups = p["dimension_numbers"], p["feature_group_count"]
    if p["batch_group_count"] != 1 or len(x.shape) > 5:
        raise refuse("conv_general_dilated", "groups of the batch, or more than three axes")
    data = transposed(g, g.whole(x), layout.lhs_spec)
    shape = [x.shape[i] for i in layout.lhs_spec]
    spread = [(0, 0, n - 1) for n in p["lhs_dilation"]]
    pads = [tuple(one) for one in p["padding"]]
    if any(n != 1 for n in p["lhs_dilation"]) or any(side < 0 for one in pads for side in one):
        config = [(0, 0, 0), (0, 0, 0), *((*pad, one[2]) for pad, one in zip(pads, spread))]
        data, _ = padded(g, data, shape, config, g.constant(0, x.dtype))
        pads = [(0, 0)] * len(pads)
    found = g.node(
        "Conv", data, transposed(g, g.whole(kernel), layout.rhs_spec), strides=list(p["window_strides"]),
        pads=[*(low for low, _ in pads), *(high for _, high in pads)],
        dilations=list(p["rhs_dilation"]), group=groups,
    )  # fmt: skip
    return transposed(g, found, np.argsort(layout.out_spec).tolist())
