"""Opening today's classes to old arguments, and undoing it: every change made to a class is in one list."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from keraunos.compat import (
    attributes,
    compiling,
    endings,
    logs,
    methods,
    named_symbols,
    numpys,
    sizes,
    symbolic,
    text_inputs,
)
from keraunos.compat.adapting import op
from keraunos.compat.arguments import FUNCTIONS, KINDS, OLD_POSITIONS, Table
from keraunos.compat.names import OPENED
from keraunos.compat.tf import arrays, datasets, feature_columns, tracing
from keraunos.compat.translation import respelled, tell
from keraunos.core import registry
from keraunos.models import Functional

_ROOMS = (
    attributes, methods, compiling, endings, logs, symbolic, named_symbols, tracing, numpys, sizes,
    text_inputs,
)  # fmt: skip
"""What changes the bases, one upon the other in this order."""
_changed: list[tuple[Any, str, Any]] = []
_ABSENT = object()
_done: set[str] = set()
_opened: set[type] = set()
_old_classes: dict[str, type] = {}


def replace(cls: Any, name: str, value: Any) -> None:
    """Set an attribute of a class or module, so that `close` brings back what was there."""
    _changed.append((cls, name, cls.__dict__.get(name, _ABSENT)))
    setattr(cls, name, value)


def open_all() -> None:
    """Give the bases their old attributes, methods and logs; once until `close`."""
    if "bases" in _done:
        return
    _done.add("bases")
    for room in _ROOMS:
        for change in room.changes():
            replace(*change)
    _opened_class(Functional, "keras.models.Functional")


def open_arrays() -> None:
    """Give arrays the methods of TensorFlow's tensors; once until `close`."""
    if "arrays" not in _done:
        _done.add("arrays")
        for room in (arrays, datasets, feature_columns):
            for change in room.changes():
                replace(*change)


def close() -> None:
    """Take back every change."""
    while _changed:
        cls, name, before = _changed.pop()
        if before is _ABSENT:
            delattr(cls, name)
        else:
            setattr(cls, name, before)
    for kept in (_done, _opened, _old_classes):
        kept.clear()


def opened(thing: Any, path: str) -> Any:
    """The thing, ready for old arguments: a class with a wider `__init__`, a function with a wrapper.

    Args: path: the old name under which it was asked for.
    """
    if inspect.isclass(thing):
        return _opened_class(thing, path)
    if path in OPENED or registry.path_of(thing) in OPENED:
        return _wider(thing, thing.__name__, FUNCTIONS, bound=False)
    return thing


def _opened_class(cls: type, path: str) -> type:
    table = next((t for base, t in KINDS.items() if issubclass(cls, op(base))), None)  # type: ignore[arg-type]
    if table is None or not cls.__module__.startswith("keraunos."):
        return cls
    if cls not in _opened:
        _opened.add(cls)
        replace(cls, "__init__", _wider(cls.__init__, cls.__name__, table, bound=True))
    old = f"keras.layers.{path.rpartition('.')[2]}"
    return _old_class(old, cls, table) if old in OLD_POSITIONS else cls


def _wider(function: Callable[..., Any], owner: str, table: Table, bound: bool) -> Any:
    """The function, with its keywords translated first."""
    known = [
        n for n in inspect.signature(function).parameters if n not in ("self", "kwargs", "base")
    ]

    @functools.wraps(function)
    def wider(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            call = respelled(owner, kwargs, known, table)
            tell(owner, call)
            kwargs = call.kwargs
            if bound and (call.old or call.gone) and hasattr(args[0], "_init_call"):
                _correct(args[0]._init_args, call.old, call.new, call.gone)
        return function(*args, **kwargs)

    return wider


def _correct(kept: dict[str, Any], old: dict[str, Any], new: dict[str, Any], gone: Any) -> None:
    """The arguments that an object remembers, in today's words."""
    for name in (*old, *gone):
        kept.pop(name, None)
    kept.update(new)


# --- classes whose positional arguments meant something else ------------------------------------


class _OldName(type):
    """An old class: calling it makes one of today's, of which it also says that they are its own."""

    _today: type
    _positions: tuple[str, ...]
    _table: Table

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        today = cls.__mro__[1]
        if cls.__dict__.get("_positions") is None:  # a subclass made by a user
            return super().__call__(*args, **kwargs)
        if len(args) > 1 and len(args) + len(kwargs) > 2 and not isinstance(args[1], (tuple, list)):
            old = {**dict(zip(cls._positions, args)), **kwargs}
            args = ()
            kwargs = old
        known = list(inspect.signature(today.__init__).parameters)
        call = respelled(cls.__name__, kwargs, known, cls._table)
        tell(cls.__name__, call, today.__name__)
        return today(*args, **call.kwargs)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, cls.__mro__[1])


def _old_class(path: str, today: type, table: Table) -> type:
    if path not in _old_classes:
        name = path.rpartition(".")[2]
        made = _OldName(name, (today,), {"_positions": OLD_POSITIONS[path], "_table": table})
        _old_classes[path] = made
    return _old_classes[path]
