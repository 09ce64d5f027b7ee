"""What a diagram says: a card for every call of a layer, which feeds which, and models inside."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from keraunos import models
from keraunos.core.errors import bad
from keraunos.core.symbolic import KerasTensor, Node, Operation
from keraunos.draw.palette import family_of
from keraunos.draw.settings import settings_of, title_of
from keraunos.draw.tracing import nodes_of
from keraunos.layers import InputLayer, Layer

_MOST = 6
"""Shapes that a cell of a card lists at most."""


@dataclass(frozen=True)
class Show:
    """What the cards show; the names are those of `plot_model`."""

    shapes: bool = False
    dtype: bool = False
    names: bool = False
    nested: bool = False
    activations: bool = False
    trainable: bool = False


@dataclass(frozen=True)
class Card:
    """The text of a box.

    `subtitle` is the name if it is shown, `notes` are lines under it, `cells` (label, lines) stand side
    by side at the bottom.
    """

    title: str
    name: str
    family: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    cells: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass
class Chart:
    """The calls in a model and the (from, to) edges between them; `inner` maps a call to its own chart."""

    name: str
    cards: list[Card] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)
    inner: dict[int, "Chart"] = field(default_factory=dict)


def chart_of(model: Any, show: Show) -> Chart:
    """The chart of a model.

    Raises: ValueError if it is no model, or is not built yet.
    """
    if not isinstance(model, models.Model):
        raise ValueError(
            bad("plot_model", "model", "a Model", model, "Put the layers in a Sequential.")
        )
    if not model.built:
        raise ValueError(
            f"plot_model: {type(model).__name__} '{model.name}' must be built before it is drawn; its "
            "shapes are not known yet. Give it an Input, call build(input_shape), or call it on data."
        )
    nodes = nodes_of(model)
    return (
        Chart(model.name, [_whole(model, show)]) if nodes is None else _joined(model, nodes, show)
    )


def _joined(model: Any, nodes: Sequence[Node], show: Show) -> Chart:
    """A card a node; tensors that come from outside get a card too."""
    chart = Chart(model.name)
    times = Counter(id(node.operation) for node in nodes)
    seen: Counter[int] = Counter()
    source: dict[int, int] = {}
    for node in nodes:
        for tensor in node.input_tensors:
            if id(tensor) not in source:
                source[id(tensor)] = len(chart.cards)
                chart.cards.append(_outside(tensor, show))
        here = len(chart.cards)
        seen[id(node.operation)] += 1
        call = (seen[id(node.operation)], times[id(node.operation)])
        chart.cards.append(_card(node, call, show))
        chart.edges += [(source[id(tensor)], here) for tensor in node.input_tensors]
        source.update((id(tensor), here) for tensor in node.output_tensors)
        inside = nodes_of(node.operation) if show.nested else None
        if inside is not None:
            chart.inner[here] = _joined(node.operation, inside, show)
    return chart


def _card(node: Node, call: tuple[int, int], show: Show) -> Card:
    """The card of one call; `call` is (its number, of how many) among the calls of the same layer."""
    operation = node.operation
    first = isinstance(operation, InputLayer)
    notes = [
        ", ".join(settings_of(operation, show.activations)),
        _weights(operation, call[0], show),
    ]
    if call[1] > 1:
        notes.append(f"shared: call {call[0]} of {call[1]}")
    ends = [("shape", node.output_tensors)] if first else [
        ("input", node.input_tensors), ("output", node.output_tensors)]  # fmt: skip
    return Card(
        title_of(operation), operation.name, family_of(type(operation)),
        operation.name if show.names else "", tuple(note for note in notes if note),
        _cells(ends, show),
    )  # fmt: skip


def _outside(tensor: KerasTensor, show: Show) -> Card:
    name = tensor.name if show.names else ""
    return Card("Input", tensor.name, "input", name, (), _cells([("shape", [tensor])], show))


def _whole(model: Any, show: Show) -> Card:
    """The card of a model whose inside cannot be followed: it lists the layers it owns."""
    notes = [f"{layer.name} ({type(layer).__name__})" for layer in model.layers]
    notes = tuple(note for note in (*notes, _weights(model, 1, show)) if note)
    name = model.name if show.names else ""
    return Card(type(model).__name__, model.name, "model", name, notes)


def _weights(operation: Operation, call: int, show: Show) -> str:
    """How many parameters it has, and whether they are trained."""
    if not isinstance(operation, Layer) or not operation.built or not operation.weights:
        return ""
    if call > 1:
        return "the same parameters"
    count = operation.count_params()
    text = f"{count:,} parameter{'' if count == 1 else 's'}"
    if show.trainable:
        text += ", trained" if operation.trainable_weights else ", frozen"
    return text


def _cells(
    ends: Iterable[tuple[str, Sequence[KerasTensor]]], show: Show
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not (show.shapes or show.dtype):
        return ()
    cells = []
    for label, tensors in ends:
        lines = [_tensor(t, show) for t in tensors]
        if len(lines) > _MOST:
            lines = [*lines[: _MOST - 1], f"… and {len(lines) - _MOST + 1} more"]
        cells.append((label, tuple(lines)))
    return tuple(cells)


def _tensor(tensor: KerasTensor, show: Show) -> str:
    parts = [str(tuple(tensor.shape))] if show.shapes else []
    return " ".join([*parts, tensor.dtype] if show.dtype else parts)
