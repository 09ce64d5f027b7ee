"""Old attributes of layers and optimizers, as descriptors that any attribute of the same name hides."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

from keraunos.compat import aside
from keraunos.compat.arguments import LAYERS
from keraunos.compat.backend.graph_functions import get_updates, trainable_on_the_way
from keraunos.compat.tf.tape import GradientTape
from keraunos.compat.wording import say
from keraunos.core import tree
from keraunos.core.symbolic import KerasTensor
from keraunos.data.py_dataset import PyDataset
from keraunos.layers import RNN, InputLayer, Layer, StackedRNNCells
from keraunos.layers.recurrent.cell import RecurrentCell
from keraunos.metrics import Metric
from keraunos.models import Model, Sequential
from keraunos.optimizers import LossScaleOptimizer, Optimizer

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
    for kind in (Layer, Metric):
        yield kind, "add_weight", _name_first(kind.add_weight)
    yield InputLayer, "input", property(lambda layer: layer.output)
    yield Sequential, "input", property(lambda model: model.inputs[0])
    yield Sequential, "output", property(lambda model: model.outputs[0])
    yield Model, "uses_learning_phase", True
    yield Model, "state_updates", OldAttribute("state_updates", lambda model: [])
    yield Optimizer, "lr", property(_rate, _set_rate)
    for name in ("_trainable_weights", "_non_trainable_weights"):
        yield Layer, name, property(_listed, _list_weights)
    for name in ("trainable_weights", "non_trainable_weights"):
        yield Layer, name, property(getattr(Layer, name).fget, _list_weights)
    yield Model, "compiled_loss", OldAttribute("compiled_loss", _CompiledLoss)
    yield Model, "compiled_metrics", OldAttribute("compiled_metrics", _CompiledMetrics)
    yield Metric, "reset_states", _reset_states
    yield Optimizer, "minimize", _minimize
    yield Optimizer, "get_updates", get_updates
    yield LossScaleOptimizer, "get_scaled_loss", LossScaleOptimizer.scale_loss
    yield LossScaleOptimizer, "apply", _applied_once(LossScaleOptimizer.apply)
    yield LossScaleOptimizer, "get_unscaled_gradients", _unscaled
    for kind in (RNN, RecurrentCell, StackedRNNCells):
        yield kind, "get_initial_state", _starting(kind.get_initial_state)
    yield PyDataset, "num_batches", OldAttribute("num_batches", _batches)
    yield Optimizer, "weights", OldAttribute("weights", lambda optimizer: optimizer.variables)


_WEIGHT = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
"""What the positional arguments of `add_weight` were."""


def _name_first(plain: Any) -> Any:
    """`add_weight` whose first argument is the name, as it was: then the others in their old order."""

    @functools.wraps(plain)
    def add_weight(self: Any, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], str):
            args, kwargs = (), {**dict(zip(_WEIGHT, args)), **kwargs}
        return plain(self, *args, **kwargs)

    return add_weight


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


def _starting(plain: Any) -> Any:
    """`get_initial_state`, which also takes the sequences whose number of rows is meant."""

    @functools.wraps(plain)
    def get_initial_state(self: Any, inputs: Any = None, batch_size: Any = None,
                          dtype: Any = None) -> list[Any]:  # fmt: skip
        rows = inputs.shape[0] if getattr(inputs, "shape", ()) else inputs
        return plain(self, batch_size=rows if batch_size is None else batch_size)

    return get_initial_state


# --- optimizers ---------------------------------------------------------------------------------


def _rate(optimizer: Any) -> Any:
    say(f"{type(optimizer).__name__}.lr is now .learning_rate.", key="Optimizer.lr")
    return optimizer.learning_rate


def _set_rate(optimizer: Any, value: Any) -> None:
    say(f"{type(optimizer).__name__}.lr is now .learning_rate.", key="Optimizer.lr")
    optimizer.learning_rate = value


def _unscaled(optimizer: Any, gradients: Any) -> list[Any]:
    """Gradients of a scaled loss, divided by its scale; the `apply` that follows divides no more."""
    aside.keep(optimizer, "divided", True)
    return [None if g is None else g / _scale(optimizer) for g in gradients]


def _scale(optimizer: Any) -> Any:
    return optimizer.dynamic_scale.value if optimizer.built else optimizer.initial_scale


def _applied_once(plain: Any) -> Any:
    """`apply`, which takes gradients of the scaled loss, for those that were divided before."""

    @functools.wraps(plain)
    def apply(self: Any, grads: Any, trainable_variables: Any = None) -> None:
        if aside.kept(self, "divided"):
            aside.keep(self, "divided", False)
            grads = [None if g is None else g * _scale(self) for g in grads]
        plain(self, grads, trainable_variables)

    return apply


def _minimize(optimizer: Any, loss: Any, var_list: Any = None, grad_loss: Any = None, name: Any = None,
              tape: Any = None) -> Any:  # fmt: skip
    """One update of the variables down the gradient of a loss, given as a function or with its tape."""
    if isinstance(loss, KerasTensor):
        return get_updates(optimizer, loss=loss, params=var_list or trainable_on_the_way(loss))[0]
    given: Any = var_list() if callable(var_list) else var_list
    variables = list(given)
    if tape is None:
        with GradientTape() as tape:
            loss = loss()
    gradients = tape.gradient(loss, variables, grad_loss)
    return optimizer.apply_gradients(zip(gradients, variables))


def _batches(dataset: Any) -> int:
    if not hasattr(dataset, "__len__"):
        raise AttributeError(f"{type(dataset).__name__!r} object has no attribute 'num_batches'")
    return len(dataset)


# --- models and metrics -------------------------------------------------------------------------


def _listed(layer: Any) -> Any:
    """The weights beside those of `add_weight`, in a list that may be added to."""
    if not hasattr(layer, "_listed_weights"):
        layer._listed_weights = []
    return layer._listed_weights


def _list_weights(layer: Any, weights: Any) -> None:
    """Own these weights too; which of them train they say themselves."""
    kept = list(_listed(layer))
    layer._listed_weights = [*kept, *(w for w in weights if not any(w is k for k in kept))]


def _reset_states(metric: Any) -> None:
    """Set the metric to the start."""
    metric.reset_state()


class _CompiledLoss:
    """The losses of `compile`, called in a train_step; what the layers added comes in only if passed."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None,
                 regularization_losses: Any = None) -> Any:  # fmt: skip
        compiled = self._model._compiled
        compiled.ensure_built(y_true, y_pred, self._model._output_names())
        loss = compiled.total_loss(y_true, y_pred, sample_weight, list(regularization_losses or ()))
        compiled.loss_tracker.update_state(loss, sample_weight=tree.flatten(y_pred)[0].shape[0])
        return loss


class _CompiledMetrics:
    """The metrics of `compile`, updated in a train_step."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch to each."""
        self._model._compiled.ensure_built(y_true, y_pred, self._model._output_names())
        self._model._compiled.update_metrics(y_true, y_pred, sample_weight)
