"""Nested structures of dicts, lists and tuples: flatten, map, pack, walk; None counts as a leaf."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

import jax

from keraunos.core.typing import Tree


class MAP_TO_NONE:
    """What a function given to `traverse` returns to put None in the place of what it was called on."""


def _is_array(x: object) -> bool:
    """Whether it stands for an array: a variable, which only functions of jax look into."""
    return hasattr(type(x), "__jax_array__")


def _is_leaf(x: object) -> bool:
    return x is None or _is_array(x)


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
    return jax.tree.leaves(structure, is_leaf=_is_leaf)


def map_structure(func: Callable[..., Any], *structures: Tree, none_is_leaf: bool = True) -> Tree:
    """Apply a function leaf by leaf to structures of the same form.

    Args: none_is_leaf: whether the function is called on None too; else None stays, in all of them.
    Raises: TypeError for what is no function; ValueError without structures, or if forms differ.
    Example:
        >>> map_structure(lambda a, b: a + b, [1, 2], [3, 4])
        [4, 6]
    """
    if not callable(func):
        raise TypeError(f"tree.map_structure: `func` must be callable; got {func!r}.")
    if not structures:
        raise ValueError("tree.map_structure: expected one structure or more; got none.")
    if none_is_leaf:
        return jax.tree.map(func, *structures, is_leaf=_is_leaf)
    for other in structures[1:]:
        _check_forms(*(jax.tree.structure(t, is_leaf=_is_array) for t in (structures[0], other)))
    return jax.tree.map(func, *structures, is_leaf=_is_array)


def map_structure_up_to(
    shallow_structure: Tree, func: Callable[..., Any], *structures: Tree
) -> Tree:
    """Apply a function where `shallow_structure` has leaves; what lies deeper is handed over whole.

    Raises: ValueError if a structure has not the form of the shallow one.
    Example:
        >>> map_structure_up_to({"a": 0}, len, {"a": [1, 2]})
        {'a': 2}
    """
    parts = children(shallow_structure)
    if parts is None:
        return func(*structures)
    columns = [children(s) for s in structures]
    for structure, column in zip(structures, columns):
        fits = type(structure) is type(shallow_structure) and column is not None
        if not fits or [key for key, _ in column or ()] != [key for key, _ in parts]:
            raise ValueError(
                f"tree.map_structure_up_to: expected the form of {shallow_structure!r}; got "
                f"{structure!r}. Give it the same nesting and keys."
            )
    deeper = [[child for _, child in column or ()] for column in columns]
    found = [map_structure_up_to(p, func, *row) for (_, p), *row in zip(parts, *deeper)]
    return rebuilt(shallow_structure, found)


def pack_sequence_as(structure: Tree, flat_sequence: Iterable[Any]) -> Tree:
    """Put leaves back into the form of `structure`.

    Raises: ValueError for another number of leaves.
    Example:
        >>> pack_sequence_as({"b": 0, "a": 0}, [1, 2])
        {'a': 1, 'b': 2}
    """
    return jax.tree.unflatten(jax.tree.structure(structure, is_leaf=_is_leaf), list(flat_sequence))


def assert_same_structure(a: Tree, b: Tree, check_types: bool | None = None) -> None:
    """Raise ValueError unless both have the same form.

    Args: check_types: taken and not used; types always count.
    """
    _check_forms(*(jax.tree.structure(t, is_leaf=_is_leaf) for t in (a, b)))


def _check_forms(first: Any, second: Any) -> None:
    if first != second:
        raise ValueError(
            f"tree: two structures must have the same form; got {first} and {second}. "
            "Give both the same nesting and keys."
        )


def assert_same_paths(a: Tree, b: Tree) -> None:
    """Raise ValueError unless the leaves of both lie under the same paths; types do not count."""
    first, second = ({path for path, _ in flatten_with_path(t)} for t in (a, b))
    if first != second:
        raise ValueError(
            f"tree: two structures must have the same paths; only the first has "
            f"{sorted(first - second, key=str)}, only the second {sorted(second - first, key=str)}. "
            "Give both the same keys."
        )


# --- walking ------------------------------------------------------------------------------------


def children(structure: Tree) -> list[tuple[Any, Any]] | None:
    """Pairs (key or index, child) in the order of `flatten`; None for a leaf."""
    if isinstance(structure, dict):
        keys = structure if isinstance(structure, OrderedDict) else sorted(structure)
        return [(key, structure[key]) for key in keys]
    return list(enumerate(structure)) if isinstance(structure, (list, tuple)) else None


def rebuilt(structure: Tree, new: list[Any]) -> Tree:
    """A container like this one with other children, given in the order of `children`."""
    if isinstance(structure, dict):
        by_key = dict(zip([key for key, _ in children(structure) or ()], new))
        ordered = {key: by_key[key] for key in structure}
        return OrderedDict(ordered) if isinstance(structure, OrderedDict) else ordered
    if isinstance(structure, tuple):
        named = hasattr(structure, "_fields")
        return type(structure)(*new) if named else tuple(new)
    return new


def flatten_with_path(structure: Tree) -> list[tuple[tuple[Any, ...], Any]]:
    """Pairs (path, leaf); a path is the keys and indices from the top.

    Example:
        >>> flatten_with_path({"a": [5]})
        [(('a', 0), 5)]
    """
    parts = children(structure)
    if parts is None:
        return [((), structure)]
    return [((key, *path), leaf) for key, child in parts for path, leaf in flatten_with_path(child)]


def traverse(func: Callable[[Any], Any], structure: Tree, top_down: bool = True) -> Tree:
    """Call a function on the structure and all its parts; what it returns takes their place.

    None leaves a part as it is, MAP_TO_NONE puts None there.

    Args: top_down: whether a container comes before its children; a container that is replaced then
        is not entered.
    Example:
        >>> traverse(lambda x: sum(x) if isinstance(x, list) else None, [[1, 2], [3]], top_down=False)
        6
    """
    if top_down:
        found = func(structure)
        if found is not None:
            return None if found is MAP_TO_NONE else found
    parts = children(structure)
    if parts is not None:
        structure = rebuilt(structure, [traverse(func, child, top_down) for _, child in parts])
    if top_down:
        return structure
    found = func(structure)
    return structure if found is None else None if found is MAP_TO_NONE else found


def lists_to_tuples(structure: Tree) -> Tree:
    """Every list as a tuple, at any depth.

    Example:
        >>> lists_to_tuples([[1], {"a": [2]}])
        ((1,), {'a': (2,)})
    """
    return traverse(lambda x: tuple(x) if isinstance(x, list) else None, structure, top_down=False)


def map_shape_structure(func: Callable[[Any], Any], structure: Tree) -> Tree:
    """Apply a function to each shape: a tuple or list of ints and None counts as one leaf.

    Example:
        >>> map_shape_structure(len, {"a": (None, 3), "b": [(1,)]})
        {'a': 2, 'b': [1]}
    """
    parts = children(structure)
    sequence = isinstance(structure, (list, tuple))
    if parts is None or (sequence and all(s is None or isinstance(s, int) for s in structure)):
        return func(structure)
    return rebuilt(structure, [map_shape_structure(func, child) for _, child in parts])
