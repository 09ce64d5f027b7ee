"""A graph cut in two: what the host does first to texts and the like, and what programs do with that."""

from typing import Any, NamedTuple

from keraunos.core.graph import Function
from keraunos.core.symbolic import Node


class Prepared(NamedTuple):
    """Inputs after the host's part of a model, to be handed to the model in place of the inputs.

    Args: tensors: in the order of the inputs of the graph's other part.
    """

    tensors: list[Any]


class Halves(NamedTuple):
    """Args: host: from the inputs to where the host's part ends. rest: from there to the outputs."""

    host: Function
    rest: Function


def cut(graph: Function) -> Halves | None:
    """The graph's two parts, or None if it does not begin with what the host does.

    The host does every operation that runs there and depends on nothing else than inputs and such operations.
    """
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
    edge = {id(t): t for t in [*used, *graph.outputs] if id(t) in done}
    between = list(edge.values())
    return Halves(Function(graph.inputs, between), Function(between, graph._outputs_struct))


def runs_on_host(operation: Any) -> bool:
    """Whether the host does it: a layer that says so, or a graph of nothing else."""
    if isinstance(operation, Function):
        return all(runs_on_host(node.operation) for node in operation._nodes if not node.is_input)
    return bool(getattr(operation, "runs_on_host", False))


def host_inputs(graph: Function) -> set[int]:
    """The ids of the inputs that only the host uses; their data stay in numpy, all 64 bits of them."""
    users: dict[int, list[Node]] = {}
    for node in graph._nodes:
        for tensor in node.input_tensors:
            users.setdefault(id(tensor), []).append(node)
    return {
        id(t) for t in graph.inputs
        if id(t) in users and all(runs_on_host(n.operation) for n in users[id(t)])
    }  # fmt: skip
