"""Plain values: what a file can hold, and what comes back without running code."""

from collections import deque
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core.errors import bad
from keraunos.core.forms import DTYPES

DEPTH = 30
"""Levels of lists and dicts in a state; below what a reader of JSON bounds."""


class Kept(NamedTuple):
    """The state of an object that itself stays in the program; None: it has none.

    state: plain values. late: whether it has yet to make variables.
    """

    state: Any
    late: bool = False


def packed(value: Any, arrays: list[np.ndarray], where: str, level: int = 0) -> Any:
    """A value as JSON; arrays go to the list and leave their index behind.

    Args: value: None, a number, a text, an array, or lists, tuples, deques, sets and dicts of these; or an
        object with get_state and set_state. arrays: is added to. where: names the value, for the error.
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
    if level > DEPTH:
        expected = f"nested at most {DEPTH} deep, and not in itself"
        raise TypeError(bad(f"{where[:80]}…", "value", expected, value, "Flatten it."))
    if isinstance(value, Kept):
        return {"$kept": packed(value.state, arrays, where, level + 1)}
    if isinstance(value, (list, tuple, set, frozenset, deque)):
        inner = [packed(v, arrays, f"{where}[{i}]", level + 1) for i, v in enumerate(value)]
        return _sequence(value, inner)
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


def _sequence(value: Any, inner: list[Any]) -> Any:
    if isinstance(value, list):
        return inner
    if isinstance(value, deque):
        return {"$deque": [inner, value.maxlen]}
    return {"$tuple" if isinstance(value, tuple) else "$set": inner}


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
    "$deque": lambda made: deque(*made), "$state": lambda state: state, "$kept": Kept,
}  # fmt: skip


def described(value: Any) -> str:
    """The dtype and the shape of a variable or an array; of anything else its class."""
    if not hasattr(value, "dtype"):
        return type(value).__name__
    return f"{value.dtype}{tuple(value.shape)}"
