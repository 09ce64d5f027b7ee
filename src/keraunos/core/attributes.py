"""The state of an object by its attributes: values are copied, objects among them tell their own."""

import dis
import inspect
import logging
import os
import random
import re
import types
from collections import deque
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import numpy as np

from keraunos.core import plain
from keraunos.core.errors import bad
from keraunos.core.plain import Kept
from keraunos.core.variable import Variable

_CONSTANT = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type,
    os.PathLike, np.ufunc, np.dtype, logging.Logger, re.Pattern,
)  # fmt: skip
"""What an attribute may hold that is not state: code, modules, paths."""

_SET_OTHERWISE = {
    "_init_call", "_init_bound", "_seen_order", "_lists", "_loose_optimizer", "_first_model",
    "_run_eagerly", "_jit_compile", "stop_training",
}  # fmt: skip
"""Attributes that our classes set by name or past `__setattr__`; also those of a class' `_untracked`."""

_NONE = Kept(None)


def attributes(
    thing: Any, skip: Collection[str] = (), known: Collection[int] = ()
) -> dict[str, Any]:
    """The attributes that are state: not code, modules, paths, nor objects of Keraunos without a state.

    Nor texts that the constructor is given, such as names of files: the program says them, no file does.
    Of objects with variables (metrics, optimizers, layers, models, generators of seeds) the variables are the
    state, and what attributes a class of the user's own adds to them. numpy's and Python's generators of
    random numbers have one too.

    Args: thing: any object. skip: names left out. known: ids of objects and variables that others
        keep.
    """
    return _Walk({*known, id(thing)}).attributes(thing, skip)


class _Walk:
    """From object to object, each once."""

    def __init__(self, seen: set[int]) -> None:
        self.seen = seen

    def attributes(self, thing: Any, skip: Collection[str]) -> dict[str, Any]:
        left_out = {*skip, *_told(thing)}
        own = ((k, self.value(v)) for k, v in vars(thing).items() if k not in left_out)
        return {name: value for name, value in own if value is not _NONE}

    def value(self, value: Any, level: int = 0) -> Any:
        """Plain values as they are, objects as what is kept of them."""
        if isinstance(value, _CONSTANT):
            return _NONE
        if level <= plain.DEPTH and isinstance(value, (list, tuple, deque)):
            inner = [self.value(v, level + 1) for v in value]
            return deque(inner, value.maxlen) if isinstance(value, deque) else _as(value, inner)
        if level <= plain.DEPTH and isinstance(value, dict):
            return {k: self.value(v, level + 1) for k, v in value.items()}
        if _has_state(value):
            return Kept(value.get_state())
        if isinstance(value, np.random.Generator):
            return Kept(value.bit_generator.state)
        if isinstance(value, random.Random):
            return Kept(value.getstate())
        return self.held(value) if _is_ours(value) else value

    def held(self, thing: Any) -> Any:
        """The variables of an object of ours, and what attributes a class of the user's own adds."""
        if id(thing) in self.seen:
            return _NONE
        variables = _variables(thing)
        if variables and all(id(v) in self.seen for v in variables):
            return _NONE
        self.seen.update(map(id, [thing, *variables]))
        more = {} if _is_exactly_ours(thing) else self.attributes(thing, _set_by_us(type(thing)))
        late = _is_late(thing)
        if not (variables or more or late):
            return _NONE
        return Kept({"variables": [v.numpy() for v in variables], "attributes": more}, late)


def late(value: Any, where: str) -> Iterator[str]:
    """The places in a state of objects that have yet to make their variables."""
    if isinstance(value, Kept):
        if value.late:
            yield where
        value = value.state
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from late(inner, f"{where}[{name!r}]")
    elif isinstance(value, (list, tuple, deque)):
        for i, inner in enumerate(value):
            yield from late(inner, f"{where}[{i}]")


# --- the way back ---------------------------------------------------------------------------------


def set_attributes(thing: Any, state: dict[str, Any]) -> None:
    """Set attributes to a state; objects with a state of their own stay, and take it.

    Texts that the constructor was given stay as they are.

    Raises: ValueError if it names a method, or Python's own machinery, or if an object is not there, or has
        other variables, naming it.
    """
    for name in state:
        if name.startswith("__") or callable(getattr(type(thing), name, None)):
            expected = "made of attributes that are no methods"
            raise ValueError(bad(type(thing).__name__, "state", expected, name, ""))
    told = _told(thing)
    for name, value in state.items():
        if name not in told:
            own = vars(thing).get(name)
            setattr(thing, name, _settled(own, value, f"{type(thing).__name__}.{name}"))


def _settled(own: Any, value: Any, where: str) -> Any:
    """What stands there now, brought to a value."""
    if isinstance(value, Kept):
        return own if value.state is None else _taken(own, value.state, where)
    if isinstance(value, dict) and (isinstance(own, dict) or _holds(value)):
        _same(own, value, where, dict, lambda: {*value} == {*own})
        new = {k: _settled(own.get(k), v, f"{where}[{k!r}]") for k, v in value.items()}
        own.clear()  # it may be of a class of its own
        own.update(new)
        return own
    if isinstance(value, (list, tuple, deque)) and _holds(value):
        _same(own, value, where, type(value), lambda: len(own) == len(value))
        pairs = enumerate(zip(own, value))
        inner = [_settled(old, new, f"{where}[{i}]") for i, (old, new) in pairs]
        if isinstance(own, tuple):
            return _as(own, inner)
        own.clear()
        own.extend(inner)
        return own
    if isinstance(value, tuple) and isinstance(own, tuple) and len(own) == len(value):
        return _as(own, list(value))
    return value


def _same(own: Any, value: Any, where: str, kind: type, alike: Any) -> None:
    """Raises: ValueError if what holds objects is not what it was."""
    if _holds(value) and not (isinstance(own, kind) and alike()):
        raise ValueError(_gone(where, f"a {kind.__name__} of {len(value)} that holds objects", own))


def _taken(own: Any, state: Any, where: str) -> Any:
    """An object, after it took its state."""
    try:
        if _has_state(own):
            own.set_state(state)
        elif isinstance(own, np.random.Generator):
            own.bit_generator.state = state
        elif isinstance(own, random.Random):
            own.setstate(state)
        elif _is_ours(own):
            _assign(own, state["variables"], where)
            set_attributes(own, state["attributes"])
        else:
            raise ValueError(_gone(where, "an object with a state", own))
    except (TypeError, LookupError, AttributeError) as error:
        raise ValueError(_gone(where, "an object of this state", own)) from error
    return own


def _assign(own: Any, values: Any, where: str) -> None:
    optimizer: Any = getattr(own, "optimizer", None)
    if len(values) > len(_variables(own)) and getattr(optimizer, "built", True) is False:
        optimizer.build(own.trainable_variables)
    variables = _variables(own)
    now, was = [plain.described(v) for v in variables], [plain.described(v) for v in values]
    if now != was:
        raise ValueError(_gone(where, f"an object with {_listed(was)}", f"one with {_listed(now)}"))
    for variable, value in zip(variables, values):
        variable.assign(value)


def _listed(descriptions: list[str]) -> str:
    return f"{len(descriptions)} variables ({', '.join(descriptions[:4])})"


def _gone(where: str, expected: str, own: Any) -> str:
    fix = "Make and build it in __init__ or on_train_begin as before, or write get_state and set_state."
    return bad(where, "state", f"that of {expected}", own, fix)


# --- what an attribute is -------------------------------------------------------------------------


def _holds(value: Any) -> bool:
    """Whether there is an object's state within."""
    if isinstance(value, dict):
        return any(isinstance(v, Kept) or _holds(v) for v in value.values())
    if isinstance(value, (list, tuple, deque)):
        return any(isinstance(v, Kept) or _holds(v) for v in value)
    return False


def _as(like: Any, items: list[Any]) -> Any:
    """A list, or a tuple of the class of another one."""
    if isinstance(like, list):
        return items
    return type(like)(*items) if hasattr(like, "_fields") else tuple(items)


def _told(thing: Any) -> set[str]:
    """The attributes that hold a text and are named as arguments of the constructor."""
    makers = [vars(kind)["__init__"] for kind in type(thing).__mro__ if "__init__" in vars(kind)]
    arguments = {name for make in makers for name in inspect.signature(make).parameters}
    return {k for k, v in vars(thing).items() if isinstance(v, str) and k in arguments}


def _has_state(value: Any) -> bool:
    return hasattr(value, "get_state") and hasattr(value, "set_state")


def _is_ours(value: Any) -> bool:
    return any(kind.__module__.startswith("keraunos.") for kind in type(value).__mro__)


def _is_exactly_ours(value: Any) -> bool:
    return type(value).__module__.startswith("keraunos.")


def _variables(thing: Any) -> list[Variable]:
    """Those that an object of ours names as its own, or holds; of a model also its optimizer's."""
    if isinstance(thing, Variable):
        return [thing]
    found = getattr(thing, "variables", None)
    if not isinstance(found, (list, tuple)):
        found = vars(thing).values() if hasattr(thing, "__dict__") else ()
    of_optimizer = getattr(getattr(thing, "optimizer", None), "variables", ())
    return [v for v in (*found, *of_optimizer) if isinstance(v, Variable)]


def _is_late(thing: Any) -> bool:
    """Whether it is to make variables when it is first used."""
    parts = thing._flatten_layers() if hasattr(thing, "_flatten_layers") else [thing]
    late = getattr(thing, "_makes_state_late", False) and not _variables(thing)
    return late or not all(getattr(part, "built", True) for part in parts)


@cache
def _set_by_us(kind: type) -> frozenset[str]:
    """The attributes that methods of our classes set on instances of a user's class."""
    ours = [base for base in kind.__mro__ if base.__module__.startswith("keraunos.")]
    codes = [code for base in ours for member in vars(base).values() for code in _codes(member)]
    made = {i.argval for c in codes for i in dis.get_instructions(c) if i.opname == "STORE_ATTR"}
    return frozenset(made | _SET_OTHERWISE | getattr(kind, "_untracked", set()))


def _codes(member: Any) -> Iterator[types.CodeType]:
    """The code of a method, or of a property's."""
    for part in (member, *(getattr(member, n, None) for n in ("fget", "fset", "__func__"))):
        code = getattr(inspect.unwrap(part) if callable(part) else part, "__code__", None)
        if code is not None:
            yield code
