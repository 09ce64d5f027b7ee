"""Rows of unequal lengths as one value, on the host: what `tf.RaggedTensor` is to data."""

from collections.abc import Callable, Iterator
from typing import Any

import jax.numpy as jnp
import numpy as np

from keraunos.core.errors import bad
from keraunos.data.filling import blank, filled
from keraunos.data.texts import texts_of


class Irregular:
    """What an element of data may be that is no array; a step that needs arrays has it made dense first."""

    @classmethod
    def stacked(cls, rows: Any) -> Any:
        """Several of them as a batch."""
        raise NotImplementedError(f"{cls.__name__}: `stacked` is for its kinds to write.")


class Ragged(Irregular):
    """Rows, each an array or again such rows.

    Args: rows: a list of arrays of one rank and dtype, or of Ragged. dtype: of the numbers; None: theirs.
    Example:
        >>> x = ragged([[1, 2], [3]])
        >>> x.to_tensor().tolist(), x.row_lengths().tolist(), (x * 2).to_list()
        ([[1, 2], [3, 0]], [2, 1], [[2, 4], [6]])
    """

    def __init__(self, rows: Any, dtype: Any = None) -> None:
        self.rows = _alike([r if isinstance(r, Ragged) else np.asarray(r, dtype) for r in rows])

    @classmethod
    def stacked(cls, rows: Any) -> "Ragged":
        """Several of them as a batch."""
        return cls(rows)

    # --- what it is -----------------------------------------------------------------------------

    @property
    def flat_values(self) -> Any:
        """The innermost rows one after the other."""
        return _given(self._flat())

    def _flat(self) -> np.ndarray:
        parts = [r._flat() if isinstance(r, Ragged) else r for r in self.rows]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    @property
    def dtype(self) -> Any:
        """The dtype of its numbers; "string" for texts."""
        kind = self._flat().dtype
        return "string" if kind.kind in "USO" else kind.name

    @property
    def ragged_rank(self) -> int:
        """How many axes have no single size."""
        inner = [r.ragged_rank for r in self.rows if isinstance(r, Ragged)]
        return 1 + max(inner, default=0)

    @property
    def shape(self) -> tuple[int | None, ...]:
        """The sizes, None for those that differ."""
        return (len(self.rows), *(None,) * self.ragged_rank, *self._flat().shape[1:])

    @property
    def values(self) -> Any:
        """The rows of all rows, one after the other."""
        if any(isinstance(r, Ragged) for r in self.rows):
            return Ragged([inner for r in self.rows for inner in r.rows])
        return self.flat_values

    def row_lengths(self, axis: int = 1) -> Any:
        """How long each row is."""
        if axis == 2:
            return Ragged([[len(inner) for inner in r.rows] for r in self.rows])
        return jnp.asarray(np.array([len(r) for r in self.rows], np.int32))

    @property
    def row_splits(self) -> Any:
        """Where in `values` each row begins, and where the last ends."""
        return jnp.asarray(np.cumsum([0, *map(len, self.rows)], dtype=np.int32))

    def row_starts(self) -> Any:
        """Where in `values` each row begins."""
        return self.row_splits[:-1]

    def value_rowids(self) -> Any:
        """The row of each value."""
        return jnp.asarray(np.repeat(np.arange(len(self.rows)), list(map(len, self.rows))))

    def nrows(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def bounding_shape(self, axis: int | None = None) -> Any:
        """The shape of `to_tensor()`."""
        sizes = np.array(self._dense(None).shape, np.int32)
        return jnp.asarray(sizes if axis is None else sizes[axis])

    # --- other forms ----------------------------------------------------------------------------

    def to_list(self) -> list[Any]:
        """Nested lists; texts as bytes."""
        return [
            r.to_list() if isinstance(r, Ragged) else np.asarray(_bytes(r)).tolist()
            for r in self.rows
        ]

    def numpy(self) -> np.ndarray:
        """An array of arrays; one array if all rows are equally long."""
        if len({r.shape for r in self.rows}) == 1 and self.ragged_rank == 1:
            return _bytes(np.stack(self.rows))
        found = np.empty(len(self.rows), object)
        for i, r in enumerate(self.rows):
            found[i] = r.numpy() if isinstance(r, Ragged) else _bytes(r)
        return found

    def to_tensor(self, default_value: Any = None, shape: Any = None, name: Any = None) -> Any:
        """An array, rows filled up (with 0 or "") to the longest, or cut and filled up to `shape`."""
        found = self._dense(default_value)
        sizes = [None if n in (None, -1) else int(n) for n in shape or ()]
        for axis, size in enumerate(sizes):
            if size is not None and size != found.shape[axis]:
                cut = found.take(range(min(size, found.shape[axis])), axis)
                more = [(0, size - cut.shape[axis] if a == axis else 0) for a in range(cut.ndim)]
                found = np.pad(cut, more, constant_values=blank(self._flat().dtype, default_value))
        return _given(found)

    def _dense(self, value: Any) -> np.ndarray:
        rows = [r._dense(value) if isinstance(r, Ragged) else r for r in self.rows]
        sizes = np.max([r.shape for r in rows], axis=0) if rows else (0,)
        return filled(rows, sizes, self._flat().dtype, value)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        if len({r.shape for r in self.rows}) > 1:
            fix = "Use to_tensor(), which fills them up."
            raise ValueError(bad("Ragged", "rows", "of one length", self.to_list(), fix))
        return np.asarray(self._dense(None), dtype)

    def with_flat_values(self, new_values: Any) -> "Ragged":
        """The same rows of other values."""
        rest = np.asarray(new_values)
        rows = []
        for r in self.rows:
            size = len(r._flat()) if isinstance(r, Ragged) else len(r)
            part, rest = rest[:size], rest[size:]
            rows.append(r.with_flat_values(part) if isinstance(r, Ragged) else part)
        return Ragged(rows)

    def mapped(self, function: Callable[[Any], Any]) -> "Ragged":
        """The function of all innermost values at once."""
        return self.with_flat_values(function(self.flat_values))

    def merge_dims(self, outer_axis: int, inner_axis: int) -> Any:
        """Without the axes between: their rows one after the other."""
        if outer_axis == 0:
            found: Any = self
            for _ in range(inner_axis):
                found = found.values if isinstance(found, Ragged) else _flattened(found)
            return found
        return Ragged([_merged(r, outer_axis - 1, inner_axis - 1) for r in self.rows])

    # --- parts and sums -------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return map(_given, self.rows)

    def __getitem__(self, key: Any) -> Any:
        first, *more = key if isinstance(key, tuple) else (key,)
        if first is Ellipsis:
            return Ragged([r[..., *more] for r in self.rows])
        if isinstance(first, slice):
            rows = self.rows[first]
            return Ragged([r[tuple(more)] if more else r for r in rows])
        row = self.rows[int(first)]
        return _given(row[tuple(more)] if more else row)

    def _with(self, other: Any, function: Callable[[Any, Any], Any]) -> "Ragged":
        if isinstance(other, Ragged):
            return Ragged([_both(a, b, function) for a, b in zip(self.rows, other.rows)])
        array = np.asarray(other)
        if array.ndim == 0:
            return self.with_flat_values(function(self._flat(), array))
        return Ragged([_both(a, b, function) for a, b in zip(self.rows, array)])

    def __repr__(self) -> str:
        return f"<Ragged {self.to_list()}>"


def _operator(name: str) -> Callable[..., Any]:
    def apply(self: Ragged, other: Any) -> Ragged:
        return self._with(other, lambda a, b: getattr(np.asarray(a), name)(np.asarray(b)))

    return apply


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(Ragged, f"__{_name}__", _operator(f"__{_name}__"))
    setattr(Ragged, f"__r{_name}__", _operator(f"__r{_name}__"))
for _name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
    setattr(Ragged, _name, _operator(_name))
Ragged.__hash__ = object.__hash__  # type: ignore[method-assign,assignment]


def ragged(pylist: Any, dtype: Any = None, ragged_rank: int | None = None) -> Ragged:
    """Nested lists as rows.

    Args: ragged_rank: how many axes are without a single size, an int >= 1; None: all but the first.
    """
    deep = ragged_rank if ragged_rank is not None else max(_depth(pylist) - 1, 1)
    if deep > 1:
        return Ragged([ragged(row, dtype, deep - 1) for row in pylist])
    return Ragged([_numbers(row, dtype) for row in pylist])


def _alike(rows: list[Any]) -> list[Any]:
    """The rows, empty ones in the dtype of the others."""
    kinds = [r.dtype for r in rows if isinstance(r, np.ndarray) and r.size]
    deep = [r._flat().dtype for r in rows if isinstance(r, Ragged) and r._flat().size]
    if not kinds + deep:
        return rows
    kind = (kinds + deep)[0]
    return [r.mapped(lambda v: np.asarray(v, kind)) if isinstance(r, Ragged) and not r._flat().size
            else r.astype(kind) if isinstance(r, np.ndarray) and not r.size else r for r in rows]  # fmt: skip


def _depth(x: Any) -> int:
    if isinstance(x, np.ndarray) and x.dtype != object:
        return x.ndim
    if isinstance(x, (list, tuple, np.ndarray)):
        return 1 + max(map(_depth, x), default=0)
    return len(getattr(x, "shape", ()))


def _numbers(row: Any, dtype: Any) -> np.ndarray:
    if dtype == "string":
        return np.asarray(row, object)
    array = np.asarray(row, dtype)
    narrow = {"int64": "int32", "float64": "float32"}.get(array.dtype.name) if dtype is None else ""
    return array.astype(narrow or array.dtype)


def _given(x: Any) -> Any:
    """An array as it is handed out: on the device, texts on the host; rows as they are."""
    if isinstance(x, Ragged):
        return x
    array = np.asarray(x)
    return texts_of(array) if array.dtype.kind in "USO" else jnp.asarray(array)


def _bytes(array: np.ndarray) -> np.ndarray:
    return texts_of(array).numpy() if array.dtype.kind in "USO" else array


def _flattened(x: Any) -> Any:
    array = np.asarray(x)
    return _given(array.reshape(-1, *array.shape[2:]))


def _merged(row: Any, outer: int, inner: int) -> Any:
    return np.asarray(row.merge_dims(outer, inner) if isinstance(row, Ragged) else _flattened(row))


def _both(a: Any, b: Any, function: Callable[[Any, Any], Any]) -> Any:
    return a._with(b, function) if isinstance(a, Ragged) else function(a, b)
