"""Lets somebody see what operations are called on and what they give."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Watcher = Callable[[Any, Any, Any], None]
"""(operation, what it was called on, what it gave)."""

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Within it `watcher` is told of every call of an operation of this thread, when it returns.

    Example:
        >>> from keraunos import layers
        >>> names = []
        >>> with watching(lambda operation, given, made: names.append(operation.name)):
        ...     _ = layers.Activation("relu", name="last")([[1.0]])
        >>> names
        ['last']
    """
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def current() -> Watcher | None:
    """Who is told, or None."""
    return _watcher.get()
