"""Symbolic tensors as losses and metrics (`model.add_loss(tensor)`), beside variables, of other shapes."""

import functools
import weakref
from collections.abc import Iterator
from typing import Any

from keraunos.compat import aside
from keraunos.compat.attributes import Change
from keraunos.compat.wording import say
from keraunos.core import tree
from keraunos.core.errors import ShapeError
from keraunos.core.graph import Function, alone
from keraunos.core.symbolic import KerasTensor
from keraunos.core.variable import Variable
from keraunos.layers import Layer
from keraunos.metrics import Mean
from keraunos.models import Functional

watched_values: weakref.WeakKeyDictionary[Any, dict[int, Any]] = weakref.WeakKeyDictionary()
"""Model -> what its last call computed for the tensors that it watches, by their `id`."""


def changes() -> Iterator[Change]:
    """The methods, and the call that computes what was added: (class, name, function)."""
    yield Layer, "add_loss", _add_loss(Layer.add_loss)
    yield Layer, "add_metric", add_metric
    yield Functional, "call", _call(Functional.call)
    yield Functional, "_fitted", _with_other_ranks(Functional._fitted)
    for name in ("add", "sub", "mul", "truediv", "pow", "matmul"):
        yield Variable, f"__{name}__", _with_symbols(getattr(Variable, f"__{name}__"))


def _with_symbols(plain: Any) -> Any:
    """An operator of variables that leaves it to a symbolic tensor on its right."""

    @functools.wraps(plain)
    def apply(self: Any, other: Any) -> Any:
        return NotImplemented if isinstance(other, KerasTensor) else plain(self, other)

    return apply


def _add_loss(plain: Any) -> Any:
    @functools.wraps(plain)
    def add_loss(self: Any, loss: Any = None, inputs: Any = None, **names: Any) -> None:
        """Add to what training minimises; `inputs` said once whom it depends on.

        Args: loss: arrays; of a functional model also symbolic tensors, computed at each call; or a
            function without arguments, called now.
        """
        for one in tree.flatten(names.get("losses", loss)):
            if isinstance(one, KerasTensor):
                extend(self, "losses", one)
            else:
                plain(self, one() if callable(one) else one)

    return add_loss


def add_metric(self: Any, value: Any, name: str | None = None, aggregation: Any = "mean") -> None:
    """Report the mean of a value under a name.

    Args: value: an array, or of a functional model a symbolic tensor. aggregation: taken; it is the mean.
    """
    if isinstance(value, KerasTensor):
        extend(self, "metrics", (name, value))
        self._added_metrics = {**getattr(self, "_added_metrics", {}), name: Mean(name=name)}
        return
    kept = getattr(self, "_added_metrics", {})
    if name not in kept:
        kept = self._added_metrics = {**kept, name: Mean(name=name)}
    kept[name].update_state(value)


def extend(model: Any, kind: str, what: Any) -> None:
    """Note a tensor that each call of the model computes beside its outputs.

    Args: kind: "losses", "metrics" (what: a pair of name and tensor), or "watched" for `named_symbols`.
    Raises: ValueError if the model has no graph, or the tensor does not come from its inputs.
    """
    if not isinstance(model, Functional):
        raise ValueError(
            f"{type(model).__name__} '{model.name}': a symbolic tensor can be added to a functional "
            "model only; add values inside call()."
        )
    none: dict[str, list[Any]] = {"losses": [], "metrics": [], "watched": []}
    added = aside.kept(model, "added") or aside.keep(model, "added", none)
    added[kind].append(what)
    tensors = [*added["losses"], *(t for _, t in added["metrics"]), *added["watched"]]
    graph = Function(model._inputs_struct, [*model._outputs, *tensors])
    aside.keep(model, "whole_graph", graph)


def _call(plain: Any) -> Any:
    @functools.wraps(plain)
    def call(self: Any, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        graph = aside.kept(self, "whole_graph")
        if graph is None:
            return plain(self, inputs, training=training, mask=mask)
        found = graph.run(self._arranged(inputs))
        count, added = len(self._outputs), aside.kept(self, "added")
        rest = found[count:]
        for loss in rest[: len(added["losses"])]:
            self.add_loss(loss)
        for (name, _), value in zip(added["metrics"], rest[len(added["losses"]) :]):
            self.add_metric(value, name)
        if added["watched"]:
            values = zip(map(id, added["watched"]), rest[-len(added["watched"]) :])
            watched_values[self] = dict(values)
        return alone(tree.pack_sequence_as(self._outputs_struct, found[:count]))

    return call


def _with_other_ranks(plain: Any) -> Any:
    """A model within another takes tensors of another shape than its Input's, if its layers do.

    As in tf.keras, which said so and went on. What is called with arrays only is still refused.
    """

    @functools.wraps(plain)
    def _fitted(self: Any, x: Any, symbol: KerasTensor, name: str) -> Any:
        taken = aside.kept(self, "other_shapes", ())
        try:
            return plain(self, x, symbol, name)
        except ShapeError:
            if isinstance(x, KerasTensor) and x._keras_history is not None:
                aside.keep(self, "other_shapes", (*taken, tuple(x.shape)))
                say(f"'{self.name}' has inputs of shape {tuple(symbol.shape)} and is called on "
                    f"{tuple(x.shape)}.")  # fmt: skip
            elif not any(_fits(x.shape, shape) for shape in taken):
                raise
        return x

    return _fitted


def _fits(shape: Any, wanted: Any) -> bool:
    return len(shape) == len(wanted) and all(w in (None, n) for n, w in zip(shape, wanted))
