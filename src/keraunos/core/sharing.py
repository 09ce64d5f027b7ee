"""Objects that are one: marked when a structure is written, so that they are read back as one."""

import functools
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

ID = "shared_object_id"

_written: ContextVar[dict[int, tuple[Any, int]] | None] = ContextVar("written", default=None)
"""id -> (the object, its number); the object is kept, so that its id stays its own."""
_read: ContextVar[dict[Any, Any] | None] = ContextVar("read", default=None)


def _within(variable: ContextVar[Any], after: Callable[[Any, Any], None]) -> Callable[[F], F]:
    """Let the outermost call of a recursive function begin anew, and `after` look at its result."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if variable.get() is not None:
                return function(*args, **kwargs)
            seen: dict[Any, Any] = {}
            token = variable.set(seen)
            try:
                made = function(*args, **kwargs)
            finally:
                variable.reset(token)
            after(made, seen)
            return made

        return call  # type: ignore[return-value]

    return decorate


def marked(obj: Any, config: dict[str, Any]) -> dict[str, Any]:
    """The config with the object's number in this writing."""
    seen = _written.get()
    if seen is not None:
        config[ID] = seen.setdefault(id(obj), (obj, len(seen)))[1]
    return config


def once(config: dict[str, Any], make: Callable[[], Any]) -> Any:
    """What `make` gives, or what it gave for the same mark before."""
    seen, number = _read.get(), config.get(ID)
    if seen is None or not isinstance(number, (int, str)):
        return make()
    key = (number, str(config.get("class_name")))
    if key not in seen:
        seen[key] = make()
    return seen[key]


def _dicts(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, (dict, list)):
            yield from _dicts(item)


def _prune(made: Any, seen: dict[Any, Any]) -> None:
    """Take off the marks that came only once."""
    if not seen or not isinstance(made, (dict, list)):
        return
    every = [one for one in _dicts(made) if ID in one]
    counts = Counter(one[ID] for one in every)
    for one in every:
        if counts[one[ID]] < 2:
            del one[ID]


writing = _within(_written, _prune)
"""For the function that writes a structure: marks that came once are taken off in the end."""

reading = _within(_read, lambda _made, _seen: None)
"""For the function that reads one: equal marks give one object."""


def being_read() -> bool:
    """Whether a structure is being read now."""
    return _read.get() is not None
