"""`tf.sparse`: the places and values of what is not 0."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.typing import Array
from keraunos.data.ragged import Irregular
from keraunos.data.texts import texts_of


class SparseTensor(Irregular):
    """An array by the places (n, rank) and values (n,) of what is not 0.

    Example:
        >>> x = SparseTensor([[0, 1], [1, 0]], [5, 6], (2, 2))
        >>> to_dense(x).tolist()
        [[0, 5], [6, 0]]
    """

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        self._shape = tuple(int(n) for n in np.ravel(np.asarray(dense_shape)))
        self._indices = np.asarray(indices, np.int64).reshape(-1, len(self._shape))
        self._values = np.asarray(values)

    @classmethod
    def stacked(cls, rows: Any) -> "SparseTensor":
        """Several of them as a batch."""
        places = [np.insert(r._indices, 0, i, axis=1) for i, r in enumerate(rows)]
        shape = (len(rows), *np.max([r._shape for r in rows], axis=0))
        return cls(np.concatenate(places), np.concatenate([r._values for r in rows]), shape)

    @property
    def indices(self) -> Array:
        """The places, a row each."""
        return ops.convert_to_tensor(self._indices.astype(np.int32))

    @property
    def values(self) -> Any:
        """The values in the order of the places."""
        text = self._values.dtype.kind in "USO"
        return texts_of(self._values) if text else ops.convert_to_tensor(self._values)

    @property
    def dense_shape(self) -> Array:
        """The shape as an array."""
        return ops.convert_to_tensor(np.array(self._shape, np.int32))

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape."""
        return self._shape

    @property
    def dtype(self) -> str:
        """The dtype of the values."""
        return "string" if self._values.dtype.kind in "USO" else self._values.dtype.name

    def get_shape(self) -> tuple[int, ...]:
        """The shape."""
        return self._shape

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray(self._dense(None), dtype)

    def _dense(self, default: Any) -> np.ndarray:
        text = self._values.dtype.kind in "USO"
        blank = ("" if text else 0) if default is None else default
        found = np.full(self._shape, blank, object if text else self._values.dtype)
        found[tuple(self._indices.T)] = self._values
        return found

    def __mul__(self, other: Any) -> "SparseTensor":
        return SparseTensor(self._indices, self._values * np.asarray(other), self._shape)

    def __repr__(self) -> str:
        return f"<SparseTensor {self.dtype}{list(self._shape)} with {len(self._values)} values>"


def to_dense(
    sp_input: Any, default_value: Any = None, validate_indices: Any = True, name: Any = None
) -> Any:
    """The array, `default_value` (0 or "") where no value is; an array stays."""
    if not isinstance(sp_input, SparseTensor):
        return sp_input
    found = sp_input._dense(default_value)
    return texts_of(found) if found.dtype == object else ops.convert_to_tensor(found)


def from_dense(tensor: Any, name: Any = None) -> SparseTensor:
    """The places and values of an array that are not 0."""
    array = np.asarray(tensor)
    places = np.argwhere(array != ("" if array.dtype.kind in "UO" else 0))
    return SparseTensor(places, array[tuple(places.T)], array.shape)


def reorder(sp_input: SparseTensor, name: Any = None) -> SparseTensor:
    """The places in rising order."""
    order = np.lexsort(sp_input._indices.T[::-1])
    return SparseTensor(sp_input._indices[order], sp_input._values[order], sp_input._shape)


def reshape(sp_input: SparseTensor, shape: Any, name: Any = None) -> SparseTensor:
    """In another shape."""
    flat = np.ravel_multi_index(tuple(sp_input._indices.T), sp_input._shape)
    whole = np.empty(sp_input._shape, bool).reshape(tuple(np.asarray(shape))).shape
    return SparseTensor(np.stack(np.unravel_index(flat, whole), 1), sp_input._values, whole)


def transpose(sp_input: SparseTensor, perm: Any = None, name: Any = None) -> SparseTensor:
    """With the axes in another order."""
    order = list(range(len(sp_input._shape)))[::-1] if perm is None else list(perm)
    shape = [sp_input._shape[i] for i in order]
    return reorder(SparseTensor(sp_input._indices[:, order], sp_input._values, shape))


def reduce_sum(
    sp_input: SparseTensor, axis: Any = None, keepdims: Any = False, *_more: Any, **_names: Any
) -> Array:
    """The sum along an axis."""
    return ops.sum(to_dense(sp_input), axis=axis, keepdims=bool(keepdims))


def sparse_dense_matmul(
    sp_a: Any, b: Any, adjoint_a: bool = False, adjoint_b: bool = False, name: Any = None
) -> Array:
    """The product of a sparse matrix and a matrix, either transposed first if wanted."""
    left, right = (ops.convert_to_tensor(to_dense(x)) for x in (sp_a, b))
    left = ops.transpose(left) if adjoint_a else left
    return ops.matmul(left, ops.transpose(right) if adjoint_b else right)
