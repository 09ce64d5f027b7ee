"""Rules of loops and branches, whose bodies are graphs of their own."""

from typing import Any

import numpy as np

from keraunos.saving.export_onnx.elementwise import cast, onnx_dtype
from keraunos.saving.export_onnx.graph import Graph, Value, is_known, package
from keraunos.saving.export_onnx.table import rule
from keraunos.saving.export_onnx.walk import constant, walk


def _walk(g: Graph, closed: Any, given: list[Value]) -> list[Value]:
    """The nodes of a closed program in a graph."""
    return walk(g, closed.jaxpr, [constant(c) for c in closed.consts], given)


def _info(value: Value) -> Any:
    """A tensor of a body; sizes that are not known are left to the engine."""
    shape = [int(size) if is_known(size) else None for size in value.shape]
    return package().helper.make_tensor_value_info(value.name, onnx_dtype(value.dtype), shape)


def _body(g: Graph, inputs: list[Value], outputs: list[Value]) -> Any:
    """A body of a loop; what comes out gets names of its own."""
    names = []
    for value in outputs:
        name = g.fresh("out")
        g.nodes.append(package().helper.make_node("Identity", [g.whole(value)], [name]))
        names.append(_info(Value(name, value.shape, value.dtype)))
    return package().helper.make_graph(g.nodes, g.fresh("body"), list(map(_info, inputs)), names)


def _entering(g: Graph, variables: Any) -> list[Value]:
    return [Value(g.fresh("in"), v.aval.shape, v.aval.dtype) for v in variables]


@rule("scan")
def _scan(g: Graph, eqn: Any, *given: Value) -> list[str]:
    """Scan: carries first, then what is read step by step."""
    p = eqn.params
    consts, carried = p["num_consts"], p["num_carry"]
    fixed, start, rows = given[:consts], given[consts : consts + carried], given[consts + carried :]
    body, inner = Graph(g), p["jaxpr"]
    entering = _entering(body, inner.jaxpr.invars[consts:])
    for value in (*fixed, *start, *rows):
        g.whole(value)  # spread out here, once
    found = _walk(body, inner, [*fixed, *entering])
    sources = [g.whole(v) for v in rows]
    if not rows:  # a loop needs something to step over
        entering.append(Value(body.fresh("step"), (), np.int64))
        zero, one = g.constant(0, np.int64), g.constant(1, np.int64)
        sources = [g.node("Range", zero, g.node("Squeeze", g.size(p["length"])), one)]
    backward, stacked = int(p["reverse"]), len(found) - carried
    directions = {"scan_output_directions": [backward] * stacked} if stacked else {}
    return g.nodes_of(
        "Scan", [*(g.whole(v) for v in start), *sources], len(found),
        body=_body(body, entering, found), num_scan_inputs=len(sources),
        scan_input_directions=[backward] * len(sources), **directions,
    )  # fmt: skip


@rule("while")
def _while(g: Graph, eqn: Any, *given: Value) -> list[str]:
    """Loop: the condition before the first step, then after each."""
    p = eqn.params
    of_test, of_body = p["cond_nconsts"], p["body_nconsts"]
    test_fixed, fixed = list(given[:of_test]), list(given[of_test : of_test + of_body])
    start = list(given[of_test + of_body :])
    for value in given:
        g.whole(value)
    begins = _walk(g, p["cond_jaxpr"], [*test_fixed, *start])[0]
    body = Graph(g)
    entering = _entering(body, p["body_jaxpr"].jaxpr.invars[of_body:])
    found = _walk(body, p["body_jaxpr"], [*fixed, *entering])
    goes_on = _walk(body, p["cond_jaxpr"], [*test_fixed, *found])[0]
    counts = [Value(body.fresh("step"), (), np.int64), Value(body.fresh("goes_on"), (), bool)]
    graph = _body(body, [*counts, *entering], [goes_on, *found])
    return g.nodes_of(
        "Loop", ["", g.whole(begins), *(g.whole(v) for v in start)], len(found), body=graph
    )


@rule("cond")
def _cond(g: Graph, eqn: Any, which: Value, *given: Value) -> list[str]:
    """If, one within another where there are more than two branches."""
    branches = eqn.params["branches"]
    for value in given:
        g.whole(value)
    index = cast(g, g.whole(which), np.int32)
    return _chosen(g, index, list(enumerate(branches)), list(given))


def _chosen(g: Graph, index: str, branches: list[tuple[int, Any]], given: list[Value]) -> list[str]:
    (number, first), *rest = branches
    here = g.node("LessOrEqual", index, g.constant(number, np.int32))
    graphs = [_branch(g, lambda body: _walk(body, first, given))]
    if len(rest) == 1:
        graphs.append(_branch(g, lambda body: _walk(body, rest[0][1], given)))
    else:
        graphs.append(_branch(g, lambda body: _named(_chosen(body, index, rest, given), first)))
    count = len(first.jaxpr.outvars)
    return g.nodes_of("If", [here], count, then_branch=graphs[0], else_branch=graphs[1])


def _branch(g: Graph, fill: Any) -> Any:
    body = Graph(g)
    return _body(body, [], fill(body))


def _named(names: list[str], like: Any) -> list[Value]:
    outs = like.jaxpr.outvars
    return [Value(name, v.aval.shape, v.aval.dtype) for name, v in zip(names, outs)]
