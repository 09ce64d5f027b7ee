"""An op of today under an old name, with the old defaults, or the old names and order of its arguments."""

import ast
import importlib
from collections.abc import Callable
from functools import wraps
from typing import Any

How = str | tuple[str, dict[str, Any]] | tuple[str, tuple[str, ...]]
"""The op's name; with old defaults; or with the old arguments in order, `old->new` where renamed.

An argument may have an old default, as in `axis=-1`.
"""


def op(name: str) -> Callable[..., Any]:
    """An op of Keraunos, or what `module:name` says.

    Raises: AttributeError if it does not exist.
    """
    module, _, own = name.rpartition(":")
    return getattr(importlib.import_module(module or "keraunos.ops"), own)


def adapted(name: str, how: How) -> Callable[..., Any]:
    """The op that a table names, made to be called as of old.

    Args: name: its old name. how: what the table says.
    Raises: AttributeError if the op does not exist.
    """
    if isinstance(how, str):
        return op(how)
    target, change = how
    function = op(target)
    make = _with_defaults if isinstance(change, dict) else _with_words
    made = wraps(function)(make(function, change))
    made.__name__ = name
    return made


def _with_defaults(function: Callable[..., Any], defaults: Any) -> Callable[..., Any]:
    """Old defaults, for the arguments after the first."""

    def call(*args: Any, **kwargs: Any) -> Any:
        missing = {k: v for i, (k, v) in enumerate(defaults.items(), 1) if i >= len(args)}
        return function(*args, **{**missing, **kwargs})

    return call


def _with_words(function: Callable[..., Any], order: Any) -> Callable[..., Any]:
    """Old names in the old order; those that lead nowhere (`name->`) are left out."""
    halves = [word.partition("=") for word in order]
    words = dict((word.split("->") * 2)[:2] for word, _, _ in halves)
    defaults = {word.split("->")[-1]: ast.literal_eval(v) for word, _, v in halves if v}

    def call(*args: Any, **kwargs: Any) -> Any:
        given = {**dict(zip(words, args)), **kwargs}
        today = {words.get(k, k): v for k, v in given.items() if words.get(k, k)}
        return function(**{**defaults, **today})

    call.words = tuple(words)  # type: ignore[attr-defined]
    return call
