"""Integers for floats: scaled by the largest magnitude, or by the range of each block of rows."""

import math
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import ShapeError, bad
from keraunos.core.typing import Array

Range = tuple[float, float]


def abs_max_quantize(
    inputs: Any, axis: Any, value_range: Range = (-127, 127), dtype: str = "int8",
    epsilon: float = 1e-7, to_numpy: bool = False,
) -> tuple[Array, Array]:  # fmt: skip
    """Integers and the scale by which they were multiplied.

    scale = high / (max |inputs| + epsilon), outputs = clip(round(inputs · scale), low, high)

    Args:
        inputs: floats. axis: the axis or axes whose elements share a scale; None: all.
        value_range: (low, high), the least and the largest integer.
        dtype: that of the integers. epsilon: keeps the scale of zeros finite, a float > 0.
        to_numpy: whether all is computed in the host's memory, where a large weight may fit better.
    Shapes: any -> (the same, the same with size 1 along `axis`); the scale has the dtype of `inputs`.
    Example:
        >>> values, scale = abs_max_quantize([[1.0, -2.0]], axis=-1)
        >>> values.tolist(), scale.tolist()
        ([[64, -127]], [[63.5]])
    """
    x, maths = _opened(inputs, to_numpy)
    axes = tuple(axis) if isinstance(axis, list) else axis
    largest = maths.max(maths.abs(x), axis=axes, keepdims=True)
    scale = maths.divide(value_range[1], maths.add(largest, epsilon))
    rounded = scale if to_numpy else ops.cast(scale, x.dtype)
    values = maths.round(maths.multiply(x, rounded))
    return _integers(values, value_range, dtype), ops.cast(scale, x.dtype)


def abs_max_quantize_grouped_with_zero_point(
    inputs: Any, block_size: int, value_range: Range = (-8, 7), dtype: str = "int8",
    epsilon: float = 1e-7, to_numpy: bool = False,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Integers, scales and zero points of a matrix, one scale and zero point a block of rows and column.

    scale = (max - min + epsilon) / (high - low), zero = round(low - min / scale),
    outputs = clip(round(inputs / scale) + zero, low, high)

    Where all of a block are equal, the range is 2 wide around them; with to_numpy, epsilon wide.
    Rows that the last block lacks count as 0.

    Args:
        inputs: floats. block_size: rows a block, an int >= 1.
        value_range: (low, high), the least and the largest integer. dtype: that of the integers.
        epsilon: keeps scales above 0. to_numpy: as of `abs_max_quantize`.
    Shapes: (rows, columns) -> ((rows, columns), (blocks, columns), (blocks, columns)).
    Raises: ValueError for another rank, or a block_size that is not an int >= 1.
    Example:
        >>> rows = [[0.0], [1.5], [-2.0], [2.0]]
        >>> values, scale, zero = abs_max_quantize_grouped_with_zero_point(rows, block_size=2)
        >>> values[:, 0].tolist(), [round(s, 2) for s in scale[:, 0].tolist()], zero[:, 0].tolist()
        ([-8, 7, -8, 6], [0.1, 0.27], [-8, -1])
    """
    x, maths = _opened(inputs, to_numpy)
    _check_blocks(x, block_size)
    rows, columns = x.shape
    blocks = math.ceil(rows / block_size)
    padded = maths.pad(x, ((0, blocks * block_size - rows), (0, 0)))
    grouped = maths.reshape(padded, (blocks, block_size, columns))
    scale, zero = _block_scales(grouped, value_range, epsilon, maths)
    values = maths.add(maths.round(maths.divide(grouped, scale)), zero)
    values = _integers(values, value_range, dtype)
    whole = ops.reshape(values, (blocks * block_size, columns))[:rows]
    scale, zero = maths.squeeze(scale, 1), maths.squeeze(zero, 1)
    return whole, ops.cast(scale, x.dtype) if to_numpy else scale, ops.cast(zero, "int8")


def _block_scales(
    grouped: Array, value_range: Range, epsilon: float, maths: Any
) -> tuple[Array, Array]:
    """The scale and the zero point, a float still, of each block and column."""
    low, high = value_range[0], value_range[1]
    least, most = (f(grouped, axis=1, keepdims=True) for f in (maths.min, maths.max))
    if maths is not np:
        flat = ops.equal(least, most)
        least = ops.where(flat, ops.subtract(least, 1), least)
        most = ops.where(flat, ops.add(most, 1), most)
    width = maths.add(maths.subtract(most, least), epsilon)
    scale = maths.divide(width, high - low)
    zero = maths.round(maths.subtract(low, maths.divide(least, scale)))
    return scale, maths.clip(zero, low, high)


def _check_blocks(x: Array, block_size: int) -> None:
    owner = "abs_max_quantize_grouped_with_zero_point"
    if len(x.shape) != 2:
        raise ShapeError(bad(owner, "inputs", "a matrix (rows, columns)", x, "Reshape it."))
    if isinstance(block_size, bool) or not hasattr(block_size, "__index__") or block_size < 1:
        raise ValueError(bad(owner, "block_size", "an int >= 1", block_size, "Say how many rows."))


def _opened(x: Any, to_numpy: bool) -> tuple[Any, Any]:
    """The array, and the functions that compute with it: those of numpy or those of the engine."""
    return (ops.convert_to_numpy(x), np) if to_numpy else (ops.convert_to_tensor(x), ops)


def _integers(x: Any, value_range: Range, dtype: str) -> Array:
    return ops.cast(ops.clip(x, value_range[0], value_range[1]), dtype)
