"""Old attributes of layers and optimizers, as descriptors that any attribute of the same name hides."""

from collections.abc import Callable, Iterator
from typing import Any

from keraunos.compat.arguments import LAYERS
from keraunos.compat.wording import say
from keraunos.core import tree
from keraunos.layers import Layer
from keraunos.models import Model
from keraunos.optimizers import Optimizer

Change = tuple[type, str, Any]


class OldAttribute:
    """Reads an old attribute; setting one on an instance hides it, as for any plain attribute.

    Args: name: the old name. read: the object -> the value; AttributeError says that there is none.
    """

    def __init__(self, name: str, read: Callable[[Any], Any]) -> None:
        self.name, self.read = name, read

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        return self if owner is None else self.read(owner)


def changes() -> Iterator[Change]:
    """All old attributes: (class, name, descriptor)."""
    for name, read in _LAYER.items():
        if not hasattr(Layer, name):
            yield Layer, name, OldAttribute(name, read)
    for name, candidates in {**LAYERS.renamed, "W": ("kernel",), "b": ("bias",)}.items():
        if name not in ("input", "output") and not hasattr(Layer, name):
            yield Layer, name, OldAttribute(name, _renamed(name, candidates))
    yield Model, "uses_learning_phase", True
    yield Model, "state_updates", OldAttribute("state_updates", lambda model: [])
    yield Optimizer, "lr", property(_rate, _set_rate)
    yield Optimizer, "weights", OldAttribute("weights", lambda optimizer: optimizer.variables)


def _renamed(name: str, candidates: tuple[str, ...]) -> Callable[[Any], Any]:
    def read(layer: Any) -> Any:
        for today in candidates:
            if today in layer.__dict__ or hasattr(type(layer), today):
                say(f"{type(layer).__name__}.{name} is now .{today}.")
                return getattr(layer, today)
        raise AttributeError(f"{type(layer).__name__!r} object has no attribute {name!r}")

    return read


# --- layers -------------------------------------------------------------------------------------


def _shape(which: str) -> Callable[[Any], Any]:
    """The shape of the layer's first input or output."""

    def read(layer: Any) -> Any:
        return tree.map_structure(lambda t: tuple(t.shape), getattr(layer, which))

    return read


def _at(which: str, shapes: bool = False) -> Callable[[Any], Any]:
    """A method (node_index) that gives a call's inputs or outputs, or their shapes."""

    def read(layer: Any) -> Any:
        def at(node_index: int) -> Any:
            node = layer._inbound_nodes[node_index]
            found = node.input_tensors if which == "input" else tree.flatten(node.outputs)
            found = [tuple(t.shape) for t in found] if shapes else list(found)
            return found[0] if len(found) == 1 else found

        return at

    return read


_LAYER: dict[str, Callable[[Any], Any]] = {
    "input_shape": _shape("input"),
    "output_shape": _shape("output"),
    "get_input_at": _at("input"),
    "get_output_at": _at("output"),
    "get_input_shape_at": _at("input", shapes=True),
    "get_output_shape_at": _at("output", shapes=True),
    "inbound_nodes": lambda layer: list(layer._inbound_nodes),
    "outbound_nodes": lambda layer: list(layer._outbound_nodes),
    "updates": lambda layer: [],
    "stateful": lambda layer: False,
    "uses_learning_phase": lambda layer: True,
    "batch_input_shape": lambda layer: layer.batch_shape_argument,
}


# --- optimizers ---------------------------------------------------------------------------------


def _rate(optimizer: Any) -> Any:
    say(f"{type(optimizer).__name__}.lr is now .learning_rate.", key="Optimizer.lr")
    return optimizer.learning_rate


def _set_rate(optimizer: Any, value: Any) -> None:
    say(f"{type(optimizer).__name__}.lr is now .learning_rate.", key="Optimizer.lr")
    optimizer.learning_rate = value
