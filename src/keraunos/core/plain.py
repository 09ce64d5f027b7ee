"""The state of any object as plain values: what a file can hold, and what comes back without running code."""

import inspect
import os
import types
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core.errors import bad
from keraunos.core.forms import DTYPES

_DEPTH = 30
"""Levels of lists and dicts in a state; below what a reader of JSON bounds."""

_CONSTANT = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type,
    os.PathLike, np.ufunc,
)  # fmt: skip
"""What an attribute may hold that is not state: code, modules, paths."""


def packed(value: Any, arrays: list[np.ndarray], where: str, level: int = 0) -> Any:
    """A value as JSON; arrays go to the list and leave their index behind.

    Args: value: None, a number, a text, an array, or lists, tuples, sets and dicts of these; or an object
        with get_state and set_state. arrays: is added to. where: names the value, for the error.
        level: how deep it lies.
    Raises: TypeError for anything else, and for what holds itself.
    Example:
        >>> packed({"best": (1.5, None)}, [], "state")
        {'best': {'$tuple': [1.5, None]}}
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (np.ndarray, np.generic, jax.Array)):
        return _stored(value, arrays, where)
    if level > _DEPTH:
        expected = f"nested at most {_DEPTH} deep, and not in itself"
        raise TypeError(bad(f"{where[:80]}…", "value", expected, value, "Flatten it."))
    if isinstance(value, (list, tuple, set, frozenset)):
        inner = [packed(v, arrays, f"{where}[{i}]", level + 1) for i, v in enumerate(value)]
        if isinstance(value, list):
            return inner
        return {"$tuple" if isinstance(value, tuple) else "$set": inner}
    if isinstance(value, dict):
        return _dict(value, arrays, where, level + 1)
    if hasattr(value, "get_state") and hasattr(value, "set_state"):
        return {"$state": packed(value.get_state(), arrays, where, level + 1)}
    raise TypeError(
        bad(where, "value", "plain values, arrays, or lists, tuples, sets and dicts of them", value,
            "Give its class get_state() and set_state(state), which say what to keep.")
    )  # fmt: skip


def _stored(value: Any, arrays: list[np.ndarray], where: str) -> dict[str, Any]:
    """Raises: TypeError for an array that a file has no type for."""
    key = isinstance(value, jax.Array) and jnp.issubdtype(value.dtype, jax.dtypes.prng_key)
    array = np.asarray(None if key else value)
    if array.dtype.name not in DTYPES:
        fix = "Keep it as a list of plain values, or under a name that get_state() leaves out."
        raise TypeError(bad(where, "array", f"of one of {', '.join(DTYPES)}", value, fix))
    arrays.append(array.copy())  # what it was now, whoever writes to it later
    return {"$array": len(arrays) - 1}


def _dict(value: dict[Any, Any], arrays: list[np.ndarray], where: str, level: int) -> Any:
    if all(isinstance(k, str) and not k.startswith("$") for k in value):
        return {k: packed(v, arrays, f"{where}['{k}']", level) for k, v in value.items()}
    return {"$dict": [[packed(part, arrays, where, level) for part in p] for p in value.items()]}


def unpacked(value: Any, arrays: list[np.ndarray]) -> Any:
    """The value that `packed` was given; of an object with a state, that state."""
    if isinstance(value, list):
        return [unpacked(v, arrays) for v in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        kind, inner = next(iter(value.items()))
        if kind == "$array":
            found = arrays[inner]
            return found if found.ndim else found[()]
        if kind in _MADE:
            return _MADE[kind](unpacked(inner, arrays))
    return {k: unpacked(v, arrays) for k, v in value.items()}


_MADE: dict[str, Any] = {
    "$tuple": tuple, "$set": set, "$dict": lambda pairs: {k: v for k, v in pairs},
    "$state": lambda state: state,
}  # fmt: skip


def described(value: Any) -> str:
    """The dtype and the shape of a variable or an array; of anything else its class."""
    if not hasattr(value, "dtype"):
        return type(value).__name__
    return f"{value.dtype}{tuple(value.shape)}"


def attributes(thing: Any, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """The attributes that are state: not code, modules, paths, nor objects of Keraunos without a state.

    Nor texts that the constructor is given, such as names of files: the program says them, no file does.

    Args: thing: any object. skip: names left out.
    """
    told = {*skip, *_told(thing)}
    return {k: v for k, v in vars(thing).items() if k not in told and not _is_constant(v)}


def set_attributes(thing: Any, state: dict[str, Any]) -> None:
    """Set attributes to a state; those with a state of their own are asked to take it.

    Texts that the constructor was given stay as they are.

    Raises: ValueError if it names a method, or Python's own machinery.
    """
    for name in state:
        if name.startswith("__") or callable(getattr(type(thing), name, None)):
            expected = "made of attributes that are no methods"
            raise ValueError(bad(type(thing).__name__, "state", expected, name, ""))
    told = _told(thing)
    for name, value in state.items():
        own: Any = vars(thing).get(name)
        if name in told:
            continue
        if hasattr(own, "get_state") and hasattr(own, "set_state"):
            own.set_state(value)
        elif isinstance(own, dict) and isinstance(value, dict):  # it may be of a class of its own
            own.clear()
            own.update(value)
        else:
            setattr(thing, name, value)


def _told(thing: Any) -> set[str]:
    """The attributes that hold a text and are named as arguments of the constructor."""
    makers = [vars(kind)["__init__"] for kind in type(thing).__mro__ if "__init__" in vars(kind)]
    arguments = {name for make in makers for name in inspect.signature(make).parameters}
    return {k for k, v in vars(thing).items() if isinstance(v, str) and k in arguments}


def _is_constant(value: Any) -> bool:
    if isinstance(value, _CONSTANT):
        return True
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return False
    ours = any(kind.__module__.startswith("keraunos.") for kind in type(value).__mro__)
    return ours and not (hasattr(value, "get_state") and hasattr(value, "set_state"))
