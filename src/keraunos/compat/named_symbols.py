"""Losses that name symbolic tensors of their model, as the first autoencoders of Keras wrote them.

`def vae_loss(x, decoded): return … z_mean …` meant the tensor's values for the batch. Each call of the model
computes them beside its outputs, and the loss is worked out from those.
"""

import copy
import functools
import inspect
import weakref
from collections.abc import Callable, Iterator
from types import CellType, FunctionType, MethodType
from typing import Any

from keraunos.compat.attributes import Change
from keraunos.compat.symbolic import extend, watched_values
from keraunos.core import tree
from keraunos.core.symbolic import KerasTensor
from keraunos.models import Functional, Model


def changes() -> Iterator[Change]:
    """`compile` that looks at what losses name: (class, name, function)."""
    yield Model, "compile", _looking(Model.compile)


def named(function: Any, seen: set[int] | None = None) -> list[KerasTensor]:
    """The symbolic tensors that a function names: in its closure, its globals, or those of its helpers."""
    seen = set() if seen is None else seen
    if isinstance(function, MethodType):
        attributes = [v for v in vars(function.__self__).values() if isinstance(v, KerasTensor)]
        return [*attributes, *named(function.__func__, seen)]
    if not isinstance(function, FunctionType) or id(function) in seen:
        return []
    seen.add(id(function))
    if function.__module__.startswith("keraunos.") or any(
        map(_is_empty, function.__closure__ or ())
    ):
        return []
    inner = inspect.getclosurevars(function)
    found: dict[int, KerasTensor] = {}
    for value in (*inner.nonlocals.values(), *inner.globals.values()):
        near = getattr(value, "__module__", None) == function.__module__  # no library is searched
        for x in [value] if isinstance(value, KerasTensor) else named(value, seen) if near else []:
            found.setdefault(id(x), x)
    return list(found.values())


def _is_empty(cell: CellType) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return True
    return False


def with_values(function: Any, values: dict[int, Any]) -> Any:
    """A function like this one that names these values in place of symbolic tensors.

    Args: values: by the `id` of the tensor.
    """
    if isinstance(function, MethodType):
        owner = copy.copy(function.__self__)
        for name, value in vars(function.__self__).items():
            if id(value) in values:
                setattr(owner, name, values[id(value)])
        return MethodType(with_values(function.__func__, values), owner)
    if not named(function):
        return function
    cells = tuple(
        CellType(_value(cell.cell_contents, values)) for cell in function.__closure__ or ()
    )
    used = inspect.getclosurevars(function).globals
    names = {name: _value(value, values) for name, value in used.items()}
    made = FunctionType(
        function.__code__, {**function.__globals__, **names}, function.__name__, function.__defaults__,
        cells,
    )  # fmt: skip
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _value(x: Any, values: dict[int, Any]) -> Any:
    if isinstance(x, KerasTensor):
        return values.get(id(x), x)
    return with_values(x, values) if isinstance(x, (FunctionType, MethodType)) else x


def _looking(plain: Any) -> Any:
    @functools.wraps(plain)
    def compile(self: Any, optimizer: Any = "rmsprop", loss: Any = None, *args: Any,
                **kwargs: Any) -> None:  # fmt: skip
        loss = _worked_out(self, loss) if isinstance(self, Functional) else loss
        plain(self, optimizer, loss, *args, **kwargs)

    return compile


def _worked_out(model: Any, losses: Any) -> Any:
    """The losses of a structure, those that name tensors made to take their values."""
    if isinstance(losses, (list, tuple, dict)):
        return tree.map_structure(lambda f: _worked_out(model, f), losses)
    symbols = named(losses)
    for symbol in symbols:
        extend(model, "watched", symbol)
    return _bound(model, losses) if symbols else losses


def _bound(model: Any, function: Callable[..., Any]) -> Any:
    owner = weakref.ref(model)

    @functools.wraps(function)
    def call(y_true: Any, y_pred: Any) -> Any:
        return with_values(function, watched_values[owner()])(y_true, y_pred)

    return call
