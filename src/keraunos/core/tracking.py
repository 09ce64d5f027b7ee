"""Finds the variables, layers and generators in an object's attributes, in the order they came there.

What an object owns is what its attributes reach now, through lists, tuples, dicts and sets; nothing is
recorded that would have to be unrecorded. Containers that are set as attributes tell of each new item, so
that two lists filled in turn keep the order of filling. Every change raises one number for the whole
process, `version()`: lists made from a walk over attributes hold until it moves.
"""

import functools
import itertools
import math
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import jax

_CONTAINERS = (list, tuple, dict, set)
_PLAIN = (bool, int, float, str, type(None))
_version = [0]
_rising = itertools.count()


def version() -> int:
    """A number that moves whenever something owned anywhere changes."""
    return _version[0]


def changed() -> None:
    """Say that something owned has changed."""
    _version[0] += 1


def is_plain(value: Any) -> bool:
    """Whether a value can own nothing."""
    return type(value) in _PLAIN


class TrackedList(list):
    """A list that tells its owner of each new item."""

    def __init__(self, items: Any, note: Callable[[Any], None]) -> None:
        super().__init__(items)
        self._note = note

    def __iadd__(self, items: Any) -> "TrackedList":
        self.extend(items)
        return self

    def __reduce__(self) -> Any:
        return (list, (list(self),))


class TrackedDict(dict):
    """A dict that tells its owner of each new value."""

    def __init__(self, items: Any, note: Callable[[Any], None]) -> None:
        super().__init__(items)
        self._note = note

    def __reduce__(self) -> Any:
        return (dict, (dict(self),))


class TrackedSet(set):
    """A set that tells its owner of each new item."""

    def __init__(self, items: Any, note: Callable[[Any], None]) -> None:
        super().__init__(items)
        self._note = note

    def __reduce__(self) -> Any:
        return (set, (set(self),))


_MUTATORS = {
    TrackedList: ("append", "insert", "extend", "__setitem__", "__delitem__", "pop", "remove", "clear",
                  "sort", "reverse"),
    TrackedDict: ("__setitem__", "__delitem__", "update", "setdefault", "pop", "popitem", "clear"),
    TrackedSet: ("add", "update", "discard", "remove", "pop", "clear"),
}  # fmt: skip


def _telling(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def tell(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = method(self, *args, **kwargs)
        self._note(self)
        return found

    return tell


for _kind, _names in _MUTATORS.items():
    for _name in _names:
        setattr(_kind, _name, _telling(getattr(_kind, _name)))


def _sorted_items(tracked: TrackedDict) -> tuple[list[Any], tuple[Any, ...]]:
    keys = sorted(tracked)
    return [tracked[key] for key in keys], tuple(keys)


_register: Any = jax.tree_util.register_pytree_node
# as structures they are the list or dict that they were made from
_register(TrackedList, lambda x: (list(x), None), lambda _, x: list(x))
_register(TrackedDict, _sorted_items, lambda k, x: dict(zip(k, x)))


def tracked(value: Any, note: Callable[[Any], None]) -> Any:
    """The value to keep as an attribute: plain containers become ones that note their items."""
    note(value)
    if type(value) is list:
        return TrackedList([tracked(item, note) for item in value], note)
    if type(value) is dict:
        return TrackedDict({key: tracked(item, note) for key, item in value.items()}, note)
    return TrackedSet(value, note) if type(value) is set else value


def copied(value: Any) -> Any:
    """A tracked container as it is now, to go back to; anything else itself."""
    if isinstance(value, (TrackedList, TrackedDict, TrackedSet)):
        return type(value)(value, value._note)
    return value


def reachable(values: Any, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Every instance of `kinds` in these values, through containers, not through other objects."""
    for value in values:
        if isinstance(value, kinds):
            yield value
        elif isinstance(value, _CONTAINERS):
            yield from reachable(value.values() if isinstance(value, dict) else value, kinds)


Order = dict[int, tuple[Any, int]]
"""When things were first seen: id -> a weak reference, as ids are given again, and a rising number."""


def note_all(value: Any, kinds: tuple[type, ...], order: Order) -> None:
    """Remember when each instance of `kinds` in a value was first seen."""
    for item in reachable((value,), kinds):
        if place(item, order) == math.inf:
            order[id(item)] = (weakref.ref(item), next(_rising))


def place(item: Any, order: Order) -> float:
    """The number under which a thing was first seen; infinity if it was not."""
    known, number = order.get(id(item), (None, math.inf))
    return number if known is not None and known() is item else math.inf
