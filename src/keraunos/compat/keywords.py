"""What stands behind the core's door: old keywords of layers, optimizers, compile, fit and their kind.

One rule says how far old spellings go. A keyword that nobody knows comes here wherever it was written, so
`lr=` or `nb_epoch=` work under a plain `import keraunos` too, with one line that shows today's word. Old
modules, classes, positions, methods and attributes need `keraunos run`, or `keraunos.compat.install()`.
"""

import inspect
from typing import Any

import numpy as np

from keraunos.compat.arguments import COMPILE, LAYERS, METHODS, OPTIMIZERS, Table
from keraunos.compat.translation import Call, respelled, tell
from keraunos.compat.wording import say
from keraunos.core.variable import Variable
from keraunos.layers import Layer
from keraunos.optimizers import Optimizer
from keraunos.optimizers.schedules import InverseTimeDecay
from keraunos.training.compiled import Compiled

_LAYER_BASE = ("input_shape", "batch_shape", "batch_size", "input_dim")


def translate(owner: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """See `core.legacy.translate`."""
    if isinstance(owner, tuple):
        return _method(owner[0], owner[1], kwargs)
    if isinstance(owner, Optimizer):
        return _optimizer(owner, kwargs)
    if isinstance(owner, Layer):
        return _layer(owner, kwargs)
    return kwargs


# --- methods of a model -------------------------------------------------------------------------


def _method(model: Any, name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    if name == "compile":
        known, table = Compiled.arguments(), COMPILE
    else:
        known, table = (
            list(inspect.signature(getattr(type(model), name)).parameters),
            METHODS.get(name, Table()),
        )
    call = respelled(name, kwargs, known, table)
    tell(name, call)
    return call.kwargs


# --- layers -------------------------------------------------------------------------------------


def _layer(layer: Layer, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments that every layer took once: batch_input_shape, input_length, weights."""
    name = type(layer).__name__
    call = respelled(name, kwargs, _LAYER_BASE, LAYERS)
    _shapes(layer, call)
    if "weights" in call.kwargs:
        _set_after_build(layer, call.kwargs.pop("weights"))
    tell(name, call)
    return call.kwargs


def _shapes(layer: Layer, call: Call) -> None:
    """batch_input_shape, and input_length with input_dim, become the shape that they say."""
    given = call.kwargs
    if "batch_input_shape" in given:
        call.old["batch_input_shape"] = given.pop("batch_input_shape")
        call.new["batch_shape"] = given["batch_shape"] = tuple(call.old["batch_input_shape"])
    if "input_length" in given:
        length = call.old["input_length"] = given.pop("input_length")
        sizes: tuple[Any, ...] = (length,)
        if given.get("input_dim") is not None:
            call.old["input_dim"] = given.pop("input_dim")
            sizes = (length, call.old["input_dim"])
        call.new["input_shape"] = sizes
        given.setdefault("input_shape", sizes)


def _set_after_build(layer: Layer, weights: Any) -> None:
    """Give the layer these weights as soon as it has made its own."""
    if weights is None:
        return
    say(f"{type(layer).__name__}(weights=…) is now layer.build(shape); layer.set_weights(…).")

    def build(*args: Any, **kwargs: Any) -> None:
        layer.__dict__.pop("build", None)
        layer.build(*args, **kwargs)
        layer.set_weights(weights)

    object.__setattr__(layer, "build", build)


# --- optimizers ---------------------------------------------------------------------------------


def _optimizer(optimizer: Optimizer, kwargs: dict[str, Any]) -> dict[str, Any]:
    """`lr` is the rate; `decay` divides it by (1 + decay · updates), and it stays assignable."""
    name = type(optimizer).__name__
    default = kwargs.pop("learning_rate", None)
    call = respelled(name, kwargs, ("learning_rate",), OPTIMIZERS)
    given = call.kwargs
    rate = given.setdefault("learning_rate", default)
    decay = given.get("decay")
    if isinstance(decay, (int, float, np.number, type(None))) and "decay" in given:
        call.old["decay"] = given.pop("decay")
        if decay:
            rate = given["learning_rate"] = _decayed(rate, float(decay))
        call.new["learning_rate"] = rate
    tell(name, call._replace(new=_readable(call.new)))
    return given


def _decayed(rate: Any, decay: float) -> Any:
    """A schedule whose first rate is a variable, so that it can be assigned while it decays."""
    base = Variable(np.float32(rate), trainable=False, dtype="float32", name="learning_rate")
    return InverseTimeDecay(base, 1, decay)  # type: ignore[arg-type]


class _Text(str):
    __repr__ = str.__str__


def _readable(arguments: dict[str, Any]) -> dict[str, Any]:
    rate = arguments.get("learning_rate")
    if not isinstance(rate, InverseTimeDecay):
        return arguments
    first = float(rate.initial_learning_rate)
    return {"learning_rate": _Text(f"InverseTimeDecay({first:g}, 1, {rate.decay_rate:g})")}
