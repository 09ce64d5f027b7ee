"""A graph cut in two: what the host does first to texts and the like, and what programs do with that."""

from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos.core.graph import Function
from keraunos.core.symbolic import KerasTensor, Operation


class Prepared(NamedTuple):
    """Inputs after the host's part of a model, to be handed to the model in place of the inputs.

    Args: tensors: in the order of the inputs of the graph's other part.
    """

    tensors: list[Any]


class Halves(NamedTuple):
    """Args:
    host: from the inputs to where the host's part ends. rest: from there to the outputs.
    stay: for each input whether only the host uses it, so that its data stay in numpy, all 64 bits of them.
    """

    host: Function
    rest: Function
    stay: list[bool]


def cut(graph: Function) -> Halves | None:
    """The graph's two parts, or None if it does not begin with what the host does.

    The host does every operation that runs there and depends on nothing else than inputs and such
    operations; models inside that begin so are cut, too.
    """
    if not any(begins_on_host(node.operation) for node in graph._nodes):
        return None
    graph = opened(graph)
    nodes = [node for node in graph._nodes if not node.is_input]
    done = {id(t) for t in graph.inputs}
    early: set[int] = set()
    for node in nodes:
        if runs_on_host(node.operation) and all(id(t) in done for t in node.input_tensors):
            early.add(id(node))
            done |= {id(t) for t in node.output_tensors}
    if not early:
        return None
    used = [t for node in nodes if id(node) not in early for t in node.input_tensors]
    late = {id(t) for t in [*used, *graph.outputs]}
    between = list({id(t): t for t in [*used, *graph.outputs] if id(t) in done}.values())
    host, rest = Function(graph.inputs, between), Function(between, graph._outputs_struct)
    return Halves(host, rest, [id(t) not in late for t in graph.inputs])


def opened(graph: Function) -> Function:
    """The graph with the models inside that begin on the host laid open, each layer called anew."""
    if not any(_inner(node.operation) for node in graph._nodes):
        return graph

    def call_of(operation: Operation) -> Callable[..., Any]:
        inner = _inner(operation)
        if inner is None:
            return operation

        def call(inputs: Any, **how: Any) -> Any:  # said how, as in training=False, it stays closed
            return operation(inputs, **how) if how else inner.run(inner._arranged(inputs), call_of)

        return call

    inputs = [KerasTensor(t.shape, t.dtype, name=t.name) for t in graph.inputs]
    return Function(inputs, graph.run(inputs, call_of))


def _inner(operation: Any) -> Any:
    """The graph of a model inside that begins on the host, or None."""
    graph = getattr(operation, "_graph", operation)
    return graph if isinstance(graph, Function) and begins_on_host(graph) else None


def begins_on_host(operation: Any) -> bool:
    """Whether it is a layer that works on the host, or a model that begins with such layers."""
    return any(getattr(operation, name, False) for name in ("runs_on_host", "begins_on_host"))


def runs_on_host(operation: Any) -> bool:
    """Whether all of it is done by the host."""
    return bool(getattr(operation, "runs_on_host", False))
