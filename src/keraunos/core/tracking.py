"""Finds the variables, layers and generators in an object's attributes, in the order they came there.

What an object owns is what its attributes reach now, through lists, tuples, dicts and sets; nothing is
recorded that would have to be unrecorded. Only the order needs a memory: lists and dicts that are set as
attributes note when each item came, so that two lists filled in turn keep the order of filling.
"""

from collections.abc import Callable, Iterator
from typing import Any

import jax

_CONTAINERS = (list, tuple, dict, set)


class TrackedList(list):
    """A list that tells its owner of each new item."""

    def __init__(self, items: Any, note: Callable[[Any], None]) -> None:
        super().__init__(items)
        self._note = note

    def append(self, item: Any) -> None:
        """As of a list."""
        self._note(item)
        super().append(item)

    def insert(self, index: Any, item: Any) -> None:
        """As of a list."""
        self._note(item)
        super().insert(index, item)

    def extend(self, items: Any) -> None:
        """As of a list."""
        items = list(items)
        for item in items:
            self._note(item)
        super().extend(items)

    def __iadd__(self, items: Any) -> "TrackedList":
        self.extend(items)
        return self

    def __setitem__(self, index: Any, item: Any) -> None:
        self._note(item)
        super().__setitem__(index, item)

    def __reduce__(self) -> Any:
        return (list, (list(self),))


class TrackedDict(dict):
    """A dict that tells its owner of each new value."""

    def __init__(self, items: Any, note: Callable[[Any], None]) -> None:
        super().__init__(items)
        self._note = note

    def __setitem__(self, key: Any, value: Any) -> None:
        self._note(value)
        super().__setitem__(key, value)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """As of a dict."""
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """As of a dict."""
        if key not in self:
            self[key] = default
        return self[key]

    def __reduce__(self) -> Any:
        return (dict, (dict(self),))


def _sorted_items(tracked: TrackedDict) -> tuple[list[Any], tuple[Any, ...]]:
    keys = sorted(tracked)
    return [tracked[key] for key in keys], tuple(keys)


# as structures they are the list or dict that they were made from
jax.tree_util.register_pytree_node(TrackedList, lambda x: (list(x), None), lambda _, x: list(x))
jax.tree_util.register_pytree_node(TrackedDict, _sorted_items, lambda k, x: dict(zip(k, x)))


def tracked(value: Any, note: Callable[[Any], None]) -> Any:
    """The value to keep as an attribute: plain lists and dicts become ones that note their items."""
    note(value)
    if type(value) is list:
        return TrackedList([tracked(item, note) for item in value], note)
    if type(value) is dict:
        return TrackedDict({key: tracked(item, note) for key, item in value.items()}, note)
    return value


def reachable(values: Any, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Every instance of `kinds` in these values, through containers, not through other objects."""
    for value in values:
        if isinstance(value, kinds):
            yield value
        elif isinstance(value, _CONTAINERS):
            yield from reachable(value.values() if isinstance(value, dict) else value, kinds)


def note_all(value: Any, kinds: tuple[type, ...], order: dict[int, int]) -> None:
    """Remember when each instance of `kinds` in a value was first seen."""
    for item in reachable((value,), kinds):
        order.setdefault(id(item), len(order))
