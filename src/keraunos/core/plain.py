"""The state of any object as plain values: what a file can hold, and what comes back without running code."""

import os
import types
from typing import Any

import jax
import numpy as np

from keraunos.core.errors import bad

_CONSTANT = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type,
    os.PathLike, np.ufunc,
)  # fmt: skip
"""What an attribute may hold that is not state: code, modules, paths."""


def packed(value: Any, arrays: list[np.ndarray], where: str) -> Any:
    """A value as JSON; arrays go to the list and leave their index behind.

    Args: value: None, a number, a text, an array, or lists, tuples, sets and dicts of these; or an object
        with get_state and set_state. arrays: is added to. where: names the value, for the error.
    Raises: TypeError for anything else.
    Example:
        >>> packed({"best": (1.5, None)}, [], "state")
        {'best': {'$tuple': [1.5, None]}}
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (np.ndarray, np.generic, jax.Array)):
        return _stored(np.asarray(value), arrays)
    if isinstance(value, list):
        return [packed(v, arrays, f"{where}[{i}]") for i, v in enumerate(value)]
    if isinstance(value, (tuple, set, frozenset)):
        kind = "$tuple" if isinstance(value, tuple) else "$set"
        return {kind: [packed(v, arrays, f"{where}[{i}]") for i, v in enumerate(value)]}
    if isinstance(value, dict):
        return _dict(value, arrays, where)
    if hasattr(value, "get_state") and hasattr(value, "set_state"):
        return {"$state": packed(value.get_state(), arrays, where)}
    raise TypeError(
        bad(where, "value", "plain values, arrays, or lists, tuples, sets and dicts of them", value,
            "Give its class get_state() and set_state(state), which say what to keep.")
    )  # fmt: skip


def _stored(array: np.ndarray, arrays: list[np.ndarray]) -> dict[str, int]:
    arrays.append(array.copy())  # what it was now, whoever writes to it later
    return {"$array": len(arrays) - 1}


def _dict(value: dict[Any, Any], arrays: list[np.ndarray], where: str) -> Any:
    if all(isinstance(k, str) and not k.startswith("$") for k in value):
        return {k: packed(v, arrays, f"{where}['{k}']") for k, v in value.items()}
    pairs = [[packed(k, arrays, where), packed(v, arrays, where)] for k, v in value.items()]
    return {"$dict": pairs}


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


def attributes(thing: Any, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """The attributes that are state: not code, modules, paths, nor objects of Keraunos without a state.

    Args: thing: any object. skip: names left out.
    """
    return {k: v for k, v in vars(thing).items() if k not in skip and not _is_constant(v)}


def set_attributes(thing: Any, state: dict[str, Any]) -> None:
    """Set attributes to a state; those with a state of their own are asked to take it."""
    for name, value in state.items():
        own: Any = getattr(thing, name, None)
        if hasattr(own, "get_state") and hasattr(own, "set_state"):
            own.set_state(value)
        elif isinstance(own, dict) and isinstance(value, dict):  # it may be of a class of its own
            own.clear()
            own.update(value)
        else:
            setattr(thing, name, value)


def _is_constant(value: Any) -> bool:
    if isinstance(value, _CONSTANT):
        return True
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return False
    ours = type(value).__module__.startswith("keraunos.")
    return ours and not (hasattr(value, "get_state") and hasattr(value, "set_state"))
