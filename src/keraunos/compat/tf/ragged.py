"""`tf.ragged` and `tf.RaggedTensor`: rows of unequal lengths made, and functions taken to them."""

import functools
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import tree
from keraunos.data.ragged import Ragged, ragged
from keraunos.data.texts import texts_of


class _Kind(type):
    """Says of all rows of unequal lengths that they are its own."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Ragged)


class RaggedTensor(metaclass=_Kind):
    """Rows of unequal lengths, made of their values and where each begins."""

    @classmethod
    def from_row_splits(cls, values: Any, row_splits: Any, *_more: Any, **_names: Any) -> Ragged:
        """Rows that begin at these places; the last place is the end."""
        places = np.asarray(row_splits).tolist()
        whole = values if isinstance(values, Ragged) else np.asarray(values)
        return Ragged([whole[a:b] for a, b in pairwise(places)])

    @classmethod
    def from_row_lengths(cls, values: Any, row_lengths: Any, *_more: Any, **_names: Any) -> Ragged:
        """Rows of these lengths."""
        return cls.from_row_splits(values, np.cumsum([0, *np.asarray(row_lengths).tolist()]))

    @classmethod
    def from_row_starts(cls, values: Any, row_starts: Any, *_more: Any, **_names: Any) -> Ragged:
        """Rows that begin at these places."""
        return cls.from_row_splits(values, [*np.asarray(row_starts).tolist(), len(values)])

    @classmethod
    def from_value_rowids(
        cls, values: Any, value_rowids: Any, nrows: Any = None, *_more: Any, **_names: Any
    ) -> Ragged:
        """Rows from the number of the row of each value."""
        rows = np.asarray(value_rowids)
        count = int(nrows) if nrows is not None else int(rows.max(initial=-1)) + 1
        return cls.from_row_lengths(values, np.bincount(rows, minlength=count))

    @classmethod
    def from_tensor(
        cls, tensor: Any, lengths: Any = None, padding: Any = None, *_more: Any, **_names: Any
    ) -> Ragged:
        """The rows of an array, cut to lengths, or before the padding at their end."""
        array = np.asarray(tensor)
        if lengths is None and padding is not None:
            kept = array != padding
            last = np.where(kept.any(1), array.shape[1] - kept[:, ::-1].argmax(1), 0)
            lengths = last
        sizes = [array.shape[1]] * len(array) if lengths is None else np.asarray(lengths).tolist()
        return Ragged([row[:size] for row, size in zip(array, sizes)])


def constant(
    pylist: Any, dtype: Any = None, ragged_rank: int | None = None, inner_shape: Any = None,
    name: Any = None, row_splits_dtype: Any = None,
) -> Any:  # fmt: skip
    """Nested lists as rows; a list without lists within is an array."""
    if inner_shape is not None and ragged_rank is None:
        found = ragged(pylist, dtype)
        return ragged(pylist, dtype, max(found.ragged_rank - len(tuple(inner_shape)), 1))
    return ragged(pylist, dtype, ragged_rank)


def stack(values: Any, axis: int = 0, name: Any = None) -> Ragged:
    """Arrays of unequal lengths as rows."""
    rows: list[Any] = [v if isinstance(v, Ragged) else np.asarray(v) for v in values]
    if axis == 1:
        return Ragged([Ragged(parts) for parts in zip(*(r.rows for r in rows))])
    return Ragged(rows)


def range(starts: Any, limits: Any = None, deltas: Any = 1, *_more: Any, **_names: Any) -> Ragged:
    """A row of rising numbers for each start and limit."""
    first, last = (np.zeros_like(starts), starts) if limits is None else (starts, limits)
    sides = np.broadcast_arrays(np.atleast_1d(first), np.atleast_1d(last), deltas)
    return Ragged([np.arange(*(int(x) for x in side), dtype=np.int32) for side in zip(*sides)])


def boolean_mask(data: Any, mask: Any, name: Any = None) -> Ragged:
    """Of each row what the mask holds for."""
    return Ragged([np.asarray(r)[np.asarray(m)] for r, m in zip(data, mask)])


def map_flat_values(op: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The function of the innermost values, its rows as they were."""
    first = next(x for x in tree.flatten((args, kwargs)) if isinstance(x, Ragged))
    plain = tree.map_structure(_flat, (args, kwargs))
    return first.with_flat_values(op(*plain[0], **plain[1]))


def _flat(x: Any) -> Any:
    return x.flat_values if isinstance(x, Ragged) else x


# --- functions of tensors taken to rows ---------------------------------------------------------


def over_values(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of each element, which also takes rows."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if any(isinstance(x, Ragged) for x in args) or any(
            isinstance(x, Ragged) for x in kwargs.values()
        ):
            return map_flat_values(function, *args, **kwargs)
        return function(*args, **kwargs)

    return call


def over_rows(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that an axis goes away by, which also takes rows: axis 1 is within each row."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        given = args[0] if args else kwargs.get("input_tensor", kwargs.get("inputs"))
        if not isinstance(given, Ragged):
            return function(*args, **kwargs)
        axis = args[1] if len(args) > 1 else kwargs.pop("axis", None)
        return _reduced(function, given, axis, kwargs)

    return call


def _reduced(function: Any, rows: Ragged, axis: Any, kwargs: Any) -> Any:
    rest = {k: v for k, v in kwargs.items() if k not in ("input_tensor", "inputs", "name")}
    if axis is None:
        return function(rows.flat_values, **rest)
    place = axis if axis >= 0 else axis + len(rows.shape)
    if place == 0:
        return function(rows.to_tensor(), axis=0, **rest)
    parts = [
        _reduced(function, r, place - 1, kwargs)
        if isinstance(r, Ragged)
        else function(np.asarray(r), axis=place - 1, **rest)
        for r in rows.rows
    ]
    if any(isinstance(p, Ragged) or np.ndim(p) for p in parts):
        return Ragged(parts)
    text = bool(parts) and isinstance(parts[0], (str, bytes))
    return texts_of(np.array(parts, object)) if text else ops.convert_to_tensor(np.array(parts))


def joined(values: Any, axis: int) -> Any:
    """Rows one after the other (axis 0) or side by side (axis 1); arrays among them are rows too."""
    if not any(isinstance(v, Ragged) for v in values):
        return np.concatenate(values, axis)
    rows = [v if isinstance(v, Ragged) else Ragged(list(np.asarray(v))) for v in values]
    if axis == 0:
        return Ragged([r for v in rows for r in v.rows])
    return Ragged([joined(parts, axis - 1) for parts in zip(*(v.rows for v in rows))])
