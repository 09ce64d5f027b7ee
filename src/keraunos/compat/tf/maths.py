"""TensorFlow's maths that fits no op as it is: groups of rows, bands of matrices, sums of lists."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.typing import Array

# --- elements -----------------------------------------------------------------------------------


def squared_difference(x: Any, y: Any, name: Any = None) -> Array:
    """(x - y)²."""
    return ops.square(ops.subtract(x, y))


def multiply_no_nan(x: Any, y: Any, name: Any = None) -> Array:
    """x · y, and 0 where y is 0 even if x is not finite."""
    zero = ops.equal(y, 0)
    return ops.where(zero, ops.zeros_like(y), ops.multiply(x, y))


def xlogy(x: Any, y: Any, name: Any = None) -> Array:
    """x · log y, and 0 where x is 0."""
    zero = ops.equal(x, 0)
    safe = ops.where(zero, ops.ones_like(y), y)
    return ops.multiply(x, ops.log(safe))


def complex(real: Any, imag: Any, name: Any = None) -> Any:
    """real + i · imag."""
    return ops.convert_to_tensor(real) + 1j * ops.convert_to_tensor(imag)


def reciprocal_no_nan(x: Any, name: Any = None) -> Array:
    """1 / x, and 0 where x is 0."""
    return ops.divide_no_nan(ops.ones_like(x), x)


def cumsum(
    x: Any, axis: int = 0, exclusive: bool = False, reverse: bool = False, name: Any = None
) -> Array:
    """Sums up to each place; exclusive: without the place itself; reverse: from the end."""
    return _cumulated(ops.cumsum, x, axis, exclusive, reverse, 0)


def cumprod(
    x: Any, axis: int = 0, exclusive: bool = False, reverse: bool = False, name: Any = None
) -> Array:
    """Products up to each place; exclusive: without the place itself; reverse: from the end."""
    return _cumulated(ops.cumprod, x, axis, exclusive, reverse, 1)


def _cumulated(op: Any, x: Any, axis: int, exclusive: bool, reverse: bool, start: int) -> Array:
    given = ops.flip(x, axis) if reverse else ops.convert_to_tensor(x)
    found = op(given, axis=axis)
    if exclusive:
        size, at = given.shape[axis], axis % len(given.shape)
        sides = [(1, 0) if i == at else (0, 0) for i in range(len(given.shape))]
        found = ops.take(ops.pad(found, sides, constant_values=start), range(size), axis=axis)
    return ops.flip(found, axis) if reverse else found


def add_n(inputs: Any, name: Any = None) -> Array:
    """The sum of the tensors of a list."""
    first, *rest = inputs
    total = ops.convert_to_tensor(first)
    for x in rest:
        total = ops.add(total, x)
    return total


def scalar_mul(scalar: Any, x: Any, name: Any = None) -> Array:
    """scalar · x."""
    return ops.multiply(scalar, x)


def saturate_cast(value: Any, dtype: Any, name: Any = None) -> Array:
    """The values in another dtype, cut to its range."""
    kind = np.dtype(str(dtype))
    bounds = np.iinfo(kind) if kind.kind in "iu" else np.finfo(kind)
    return ops.cast(ops.clip(value, float(bounds.min), float(bounds.max)), str(dtype))


def zero_fraction(value: Any, name: Any = None) -> Array:
    """The share of elements that are 0."""
    return ops.mean(ops.cast(ops.equal(value, 0), "float32"))


def is_non_decreasing(x: Any, name: Any = None) -> Array:
    """Whether no element is smaller than the one before."""
    flat = ops.reshape(x, (-1,))
    return ops.all(ops.greater_equal(flat[1:], flat[:-1]))


def polyval(coeffs: Any, x: Any, name: Any = None) -> Array:
    """c₀ xⁿ + … + cₙ."""
    total = ops.zeros_like(x)
    for c in coeffs:
        total = ops.add(ops.multiply(total, x), c)
    return total


def reduce_euclidean_norm(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: Any = None
) -> Array:
    """√Σx²."""
    return ops.sqrt(ops.sum(ops.square(input_tensor), axis=axis, keepdims=keepdims))


def bincount(
    arr: Any, weights: Any = None, minlength: Any = None, maxlength: Any = None, *_more: Any,
    **_names: Any,
) -> Array:  # fmt: skip
    """How often each whole number comes, or the sums of its weights."""
    found = ops.bincount(arr, weights, minlength or 0)
    return found if maxlength is None else found[:maxlength]


# --- groups of rows -----------------------------------------------------------------------------


def _groups(segment_ids: Any) -> int:
    return int(np.max(np.asarray(segment_ids))) + 1


def segment_sum(data: Any, segment_ids: Any, name: Any = None) -> Array:
    """The sum of each group of rows."""
    return ops.segment_sum(data, segment_ids, _groups(segment_ids))


def segment_max(data: Any, segment_ids: Any, name: Any = None) -> Array:
    """The largest of each group of rows."""
    return ops.segment_max(data, segment_ids, _groups(segment_ids))


def segment_mean(data: Any, segment_ids: Any, name: Any = None) -> Array:
    """The mean of each group of rows."""
    return unsorted_segment_mean(data, segment_ids, _groups(segment_ids))


def unsorted_segment_sum(data: Any, segment_ids: Any, num_segments: Any, name: Any = None) -> Array:
    """The sum of each of so many groups of rows."""
    return ops.segment_sum(data, segment_ids, int(num_segments))


def unsorted_segment_max(data: Any, segment_ids: Any, num_segments: Any, name: Any = None) -> Array:
    """The largest of each of so many groups of rows."""
    return ops.segment_max(data, segment_ids, int(num_segments))


def unsorted_segment_mean(
    data: Any, segment_ids: Any, num_segments: Any, name: Any = None
) -> Array:
    """The mean of each of so many groups of rows, 0 for a group without any."""
    data, count = ops.convert_to_tensor(data), int(num_segments)
    ones = ops.ones((data.shape[0],) + (1,) * (len(data.shape) - 1), data.dtype)
    rows = ops.segment_sum(ones, segment_ids, count)
    return ops.segment_sum(data, segment_ids, count) / ops.maximum(rows, 1)


# --- matrices -----------------------------------------------------------------------------------


def band_part(input: Any, num_lower: int, num_upper: int, name: Any = None) -> Array:
    """The matrices with zeros further than so far below or above the diagonal; -1: keep all there."""
    x = ops.convert_to_tensor(input)
    rows, columns = (ops.arange(n) for n in x.shape[-2:])
    off = ops.expand_dims(rows, 1) - ops.expand_dims(columns, 0)
    low = ops.logical_or(num_lower < 0, off <= num_lower)
    high = ops.logical_or(num_upper < 0, -off <= num_upper)
    return ops.where(ops.logical_and(low, high), x, ops.zeros_like(x))


def diag(diagonal: Any, *_more: Any, **_names: Any) -> Array:
    """Square matrices with the last axis on the diagonal."""
    d = ops.convert_to_tensor(diagonal)
    return ops.expand_dims(d, -1) * ops.eye(d.shape[-1], dtype=d.dtype)


def diag_part(input: Any, *_more: Any, **_names: Any) -> Array:
    """The diagonals of the last two axes."""
    return ops.diagonal(input, axis1=-2, axis2=-1)


def set_diag(input: Any, diagonal: Any, *_more: Any, **_names: Any) -> Array:
    """The square matrices with another diagonal."""
    x = ops.convert_to_tensor(input)
    return ops.where(ops.eye(x.shape[-1], dtype="bool"), ops.expand_dims(diagonal, -1), x)


def trace(x: Any, name: Any = None) -> Array:
    """The sums of the diagonals of the last two axes."""
    return ops.trace(x, axis1=-2, axis2=-1)


def matvec(a: Any, b: Any, transpose_a: bool = False, name: Any = None) -> Array:
    """The matrices times the vectors."""
    a = ops.swapaxes(a, -1, -2) if transpose_a else a
    return ops.squeeze(ops.matmul(a, ops.expand_dims(b, -1)), -1)


def normalize(
    tensor: Any, ord: Any = "euclidean", axis: Any = None, name: Any = None
) -> tuple[Array, Array]:
    """(the tensor divided by its norm, the norm)."""
    kind = None if ord == "euclidean" else ord
    norm = ops.norm(tensor, ord=kind, axis=axis, keepdims=True)
    return ops.divide(tensor, norm), norm


def svd(tensor: Any, full_matrices: bool = False, compute_uv: bool = True, name: Any = None) -> Any:
    """(singular values, left vectors, right vectors as columns), or the values alone."""
    if not compute_uv:
        return ops.svd(tensor, full_matrices, False)
    left, values, right = ops.svd(tensor, full_matrices)
    return values, left, ops.swapaxes(right, -1, -2)
