"""The calls inside a model, in order: those of its graph, or those seen when it is called symbolically."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from keraunos import layers, models
from keraunos.core import naming, tree
from keraunos.core.graph import nodes_between
from keraunos.core.symbolic import KerasTensor, Node, Operation

_REFUSALS = (
    TypeError, ValueError, AttributeError, LookupError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the code of a `call` raises when it meets a tensor without numbers."""


def nodes_of(operation: Any) -> Sequence[Node] | None:
    """The calls in a model, each after those it depends on; None for what has no inside to follow.

    Example:
        >>> from keraunos import Sequential, layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(3)])
        >>> [type(node.operation).__name__ for node in nodes_of(model)]
        ['InputLayer', 'Dense']
    """
    if isinstance(operation, models.Sequential):
        operation = operation._graph
    if isinstance(operation, models.Functional):
        return operation._nodes
    if isinstance(operation, models.Model):
        return _traced(operation)
    return None


def _traced(model: Any) -> Sequence[Node] | None:
    """The calls that the `call` of a subclass makes, if it makes them on symbolic tensors too."""
    shape = next((s for s in map(_built_with, [model, *model.layers]) if s is not None), None)
    if shape is None:
        return None
    with _unrecorded(model):
        start = layers.Input(batch_shape=(None, *shape[1:]))
        try:
            ends = [t for t in tree.flatten(model.call(start)) if isinstance(t, KerasTensor)]
            nodes = nodes_between([start], ends)
        except _REFUSALS:
            return None
    return nodes if len(nodes) > 1 else None


def _built_with(layer: Any) -> tuple[Any, ...] | None:
    """The one shape that a layer was built with, or None."""
    shapes = list((layer._build_shapes or {}).values())
    plain = len(shapes) == 1 and isinstance(shapes[0], (tuple, list))
    sizes = tuple(shapes[0]) if plain else ()
    return sizes if sizes and all(s is None or isinstance(s, int) for s in sizes) else None


@contextmanager
def _unrecorded(model: Any) -> Iterator[None]:
    """Within it calls of the model's layers are recorded; afterwards layers and names are as before."""
    names = naming.snapshot()
    kept: list[tuple[Operation, int, int]] = [
        (x, len(x._inbound_nodes), len(x._outbound_nodes)) for x in model._flatten_layers()
    ]
    try:
        yield
    finally:
        naming.restore(names)
        for operation, inbound, outbound in kept:
            del operation._inbound_nodes[inbound:], operation._outbound_nodes[outbound:]
