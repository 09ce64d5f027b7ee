"""Nested structures of dicts, lists and tuples: flatten, map, pack; None counts as a leaf."""

from collections.abc import Callable, Iterable
from typing import Any

import jax

from keraunos.core.typing import Tree


def _is_none(x: object) -> bool:
    return x is None


def is_nested(structure: Tree) -> bool:
    """Whether it is a container rather than a leaf.

    Example:
        >>> is_nested([1]), is_nested(1)
        (True, False)
    """
    return isinstance(structure, (dict, list, tuple))


def flatten(structure: Tree) -> list[Any]:
    """The leaves in order; dicts by sorted key.

    Example:
        >>> flatten({"b": 1, "a": [2, None]})
        [2, None, 1]
    """
    return jax.tree.leaves(structure, is_leaf=_is_none)


def map_structure(function: Callable[..., Any], *structures: Tree) -> Tree:
    """Apply a function leaf by leaf to structures of the same form.

    Example:
        >>> map_structure(lambda a, b: a + b, [1, 2], [3, 4])
        [4, 6]
    """
    return jax.tree.map(function, *structures, is_leaf=_is_none)


def pack_sequence_as(structure: Tree, flat: Iterable[Any]) -> Tree:
    """Put leaves back into the form of `structure`.

    Example:
        >>> pack_sequence_as({"b": 0, "a": 0}, [1, 2])
        {'a': 1, 'b': 2}
    """
    return jax.tree.unflatten(jax.tree.structure(structure, is_leaf=_is_none), list(flat))


def assert_same_structure(a: Tree, b: Tree) -> None:
    """Raise ValueError unless both have the same form."""
    first, second = (jax.tree.structure(t, is_leaf=_is_none) for t in (a, b))
    if first != second:
        raise ValueError(
            f"tree: two structures must have the same form; got {first} and {second}. "
            "Give both the same nesting and keys."
        )


def flatten_with_path(structure: Tree) -> list[tuple[tuple[Any, ...], Any]]:
    """Pairs (path, leaf); a path is the keys and indices from the top.

    Example:
        >>> flatten_with_path({"a": [5]})
        [(('a', 0), 5)]
    """
    pairs = jax.tree_util.tree_flatten_with_path(structure, is_leaf=_is_none)[0]
    return [(tuple(_key(k) for k in path), leaf) for path, leaf in pairs]


def _key(entry: Any) -> Any:
    for attribute in ("key", "idx", "name"):
        if hasattr(entry, attribute):
            return getattr(entry, attribute)
    return entry
