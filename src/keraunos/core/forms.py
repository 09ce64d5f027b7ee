"""How configs write what JSON has no form for: tuples, arrays, slices, bytes, lambdas."""

import base64
import codecs
import inspect
import json
import marshal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, FunctionType
from typing import Any
from weakref import WeakValueDictionary

import jax.numpy as jnp
import numpy as np

from keraunos.core import trust
from keraunos.core.errors import bad, unknown

DTYPES = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16",
    "float32", "float64", "bfloat16", "float8_e4m3fn", "float8_e5m2",
)  # fmt: skip
"""What arrays in configs and files may hold."""

_live: ContextVar[bool] = ContextVar("live", default=False)
_recalls: ContextVar[bool] = ContextVar("recalls", default=False)
_written_here: WeakValueDictionary[str, FunctionType] = WeakValueDictionary()

Plain = Callable[[Any], Any]
"""What turns the parts of a value into their own form, or back."""


def written(value: Any, plain: Plain) -> Any:
    """The form of a value, or None if it needs none of these."""
    for kinds, form in _WRITTEN:
        if isinstance(value, kinds):
            return form(value, plain)
    if inspect.isfunction(value) and value.__name__ == "<lambda>":
        return held(value) or _form("__lambda__", _code(value, plain))
    return None


def is_form(config: Any) -> bool:
    """Whether a dict is one of these forms."""
    return isinstance(config, dict) and str(config.get("class_name", "")) in _READ


def read(config: dict[str, Any], plain: Plain) -> Any:
    """The value that a form stands for.

    Raises: ValueError if the form is not well made; UnsafeError for code, unless it is trusted.
    """
    name = config["class_name"]
    content = config.get("items") if name == "__tuple__" else config.get("config", {})
    expected = list if name == "__tuple__" else dict
    if not isinstance(content, expected):
        raise ValueError(bad(name, "config", f"a {expected.__name__}", content, "It is damaged."))
    try:
        return _READ[name](content, plain)
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(bad(name, "config", "complete", content, "It is damaged.")) from error


def _form(name: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": name, "config": config}


# --- arrays -------------------------------------------------------------------------------------


def _array(value: Any, _plain: Plain) -> Any:
    array = np.asarray(value)
    if array.ndim == 0:
        return array.item()
    name = "__numpy__" if isinstance(value, np.ndarray) else "__tensor__"
    return _form(name, {"value": array.tolist(), "dtype": array.dtype.name})


def _read_array(config: dict[str, Any], _plain: Plain) -> np.ndarray:
    dtype = config["dtype"]
    if dtype not in DTYPES:
        raise ValueError(unknown("__numpy__", "dtype", str(dtype), DTYPES))
    return np.array(config["value"], dtype=jnp.dtype(dtype))


# --- functions of this process ------------------------------------------------------------------


@contextmanager
def live() -> Iterator[None]:
    """Within it configs hold a user's functions themselves: for copies within this process."""
    token = _live.set(True)
    try:
        yield
    finally:
        _live.reset(token)


def held(function: Callable[..., Any]) -> dict[str, Any] | None:
    """The form that holds a function itself, or None outside of `live`."""
    return _form("__lambda__", {"function": function}) if _live.get() else None


@contextmanager
def recalled() -> Iterator[None]:
    """Within it code that this very process wrote is read as the function that it came from.

    Nothing of the file is run then: its text only says which function of the process is meant.
    """
    token = _recalls.set(True)
    try:
        yield
    finally:
        _recalls.reset(token)


# --- code ---------------------------------------------------------------------------------------


def _code(function: FunctionType, plain: Plain) -> dict[str, Any]:
    cells = function.__closure__
    parts = {
        "code": codecs.encode(marshal.dumps(function.__code__), "base64").decode("ascii"),
        "defaults": plain(function.__defaults__),
        "closure": plain([c.cell_contents for c in cells]) if cells else None,
    }
    _written_here[_words(parts)] = function
    return parts


def _words(parts: dict[str, Any]) -> str:
    known = {key: parts.get(key) for key in ("code", "defaults", "closure")}
    return json.dumps(known, sort_keys=True, default=repr)


def _read_code(config: dict[str, Any], plain: Plain) -> Any:
    if callable(config.get("function")):  # no file can hold one
        return config["function"]
    own = _written_here.get(_words(config)) if _recalls.get() else None
    if own is not None:
        return own
    return function_of(config["code"], plain(config["defaults"]), plain(config["closure"]))


def function_of(code: str, defaults: Any, closure: Any) -> Callable[..., Any]:
    """The function of marshalled bytecode, where the caller trusts it.

    Args: code: the bytecode in base64. defaults: of its arguments. closure: what its cells hold.
    Raises: UnsafeError in safe mode; ValueError if this version of Python cannot read it.
    """
    trust.require("Lambda", "Python bytecode")
    try:
        loaded = marshal.loads(base64.b64decode(code))
    except (ValueError, EOFError, TypeError) as error:
        raise ValueError(
            "Lambda: its bytecode is not that of this version of Python. Pass the function in "
            "custom_objects, or save the model with the version that made it."
        ) from error
    if not isinstance(loaded, CodeType):
        raise ValueError(bad("Lambda", "code", "bytecode of a function", loaded, "It is damaged."))
    cells = tuple((lambda x: lambda: x)(value).__closure__[0] for value in closure or ())  # type: ignore[index]
    defaults = tuple(defaults) if defaults else None
    return FunctionType(loaded, {"__builtins__": __builtins__}, "<lambda>", defaults, cells)


# --- the tables ---------------------------------------------------------------------------------

_WRITTEN: tuple[tuple[Any, Callable[[Any, Plain], Any]], ...] = (
    ((np.generic,), lambda v, _: v.item()),
    ((np.ndarray,), _array),
    ((slice,), lambda v, p: _form("__slice__", {"start": p(v.start), "stop": p(v.stop), "step": p(v.step)})),
    ((bytes,), lambda v, _: _form("__bytes__", {"value": v.decode("latin-1")})),
    ((type(Ellipsis),), lambda v, _: _form("__ellipsis__", {})),
)  # fmt: skip

_READ: dict[str, Callable[[Any, Plain], Any]] = {
    "__tuple__": lambda items, plain: tuple(plain(item) for item in items),
    "__numpy__": _read_array,
    "__tensor__": _read_array,
    "__slice__": lambda c, plain: slice(plain(c["start"]), plain(c["stop"]), plain(c["step"])),
    "__bytes__": lambda c, _: c["value"].encode("latin-1"),
    "__ellipsis__": lambda _c, _p: Ellipsis,
    "__lambda__": _read_code,
}
