"""Elements of data put together to a batch."""

from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.data.filling import filled
from keraunos.data.ragged import Irregular


def stacked(elements: Any) -> Any:
    """Elements of one structure and one shape, leaf by leaf along a new first axis."""
    return tree.map_structure(lambda *rows: _stacked(rows), *elements)


def _stacked(rows: Any) -> Any:
    if isinstance(rows[0], Irregular):
        return type(rows[0]).stacked(rows)
    if isinstance(rows[0], bytes):
        return objects(rows)
    return np.stack(rows)


def objects(rows: Any) -> np.ndarray:
    """An array of Python's objects; numpy's own array of bytes loses zeros at their end."""
    found = np.empty(len(rows), object)
    found[:] = rows
    return found


def padded(elements: Any, shapes: Any = None, values: Any = None) -> Any:
    """Elements of different lengths, each filled up.

    Args: shapes, values: None, or in the structure of an element, as of `Dataset.padded_batch`.
    Raises: ValueError for rows longer than their shape says.
    Example:
        >>> padded([np.arange(1), np.arange(2)], (3,), -1).tolist()
        [[0, -1, -1], [0, 1, -1]]
    """
    first = elements[0]
    if isinstance(first, dict):
        parts = {k: ([e[k] for e in elements], _at(shapes, k), _at(values, k)) for k in first}
        return {k: padded(*part) for k, part in parts.items()}
    if isinstance(first, tuple):
        columns = enumerate(zip(*elements))
        return tuple(padded(list(c), _at(shapes, i), _at(values, i)) for i, c in columns)
    return _filled(elements, shapes, values)


def _at(structure: Any, place: Any) -> Any:
    return structure[place] if isinstance(structure, (dict, list, tuple)) else structure


def _filled(rows: Any, shape: Any, value: Any) -> np.ndarray:
    arrays = [np.asarray(row) for row in rows]
    sizes = np.max([a.shape for a in arrays], axis=0)
    for axis, size in enumerate(shape if shape is not None else ()):
        if size not in (None, -1):
            if sizes[axis] > size:
                fix = "Cut the rows first, or pass None for that axis."
                where = "Dataset.padded_batch"
                raise ValueError(bad(where, "padded_shapes", f"at least {sizes[axis]}", size, fix))
            sizes[axis] = size
    return filled(arrays, sizes, arrays[0].dtype, value)
