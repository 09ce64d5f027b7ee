"""Two 4-bit integers in a byte."""

from typing import Any

from keraunos import ops
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import bad
from keraunos.core.typing import Array, Shape

_BYTES = ("int8", "uint8")


def pack_int4(arr: Any, axis: int = 0, dtype: str = "int8") -> tuple[Array, Shape, int]:
    """Pairs of 4-bit integers, each pair in one byte: the first in the low bits, the second in the high.

    Args:
        arr: integers in [-8, 7] of int8, or in [0, 15] of uint8; higher bits are lost.
        axis: along which neighbours are paired; a last one without a neighbour gets 0.
        dtype: "int8" or "uint8", that of `arr` and of the bytes.
    Shapes: (..., n, ...) -> (..., ceil(n / 2), ...).
    Returns: the bytes, their shape, and n.
    Raises: ValueError for another dtype; TypeError if `arr` has another one than `dtype`.
    Example:
        >>> packed, shape, length = pack_int4(ops.array([1, -2, 3], "int8"))
        >>> packed.tolist(), shape, length
        ([-31, 3], (2,), 3)
    """
    _check_dtype("pack_int4", dtype)
    if standardize_dtype(arr.dtype) != dtype:
        raise TypeError(bad("pack_int4", "arr", f"of dtype {dtype}", arr, "Cast it."))
    values = ops.moveaxis(ops.convert_to_tensor(arr), axis, 0)
    length = values.shape[0]
    if length % 2:
        values = ops.pad(values, ((0, 1), *((0, 0),) * (len(values.shape) - 1)))
    low, high = (ops.bitwise_and(values[i::2], 15) for i in (0, 1))
    packed = ops.bitwise_or(low, ops.left_shift(high, 4))
    packed = ops.moveaxis(ops.cast(packed, dtype), 0, axis)
    return packed, tuple(packed.shape), length


def unpack_int4(packed: Any, orig_len: int | None, axis: int = 0, dtype: str = "int8") -> Array:
    """The integers that `pack_int4` packed.

    Args:
        packed: bytes, int8 or uint8. orig_len: how many there were along `axis`; None: all that fit.
        axis: along which they were paired.
        dtype: "int8" for integers in [-8, 7], "uint8" for [0, 15].
    Shapes: (..., m, ...) -> (..., min(orig_len, 2 m), ...).
    Raises: ValueError for another dtype; TypeError if `packed` are no bytes.
    Example:
        >>> unpack_int4(ops.array([-31, 3], "int8"), 3).tolist()
        [1, -2, 3]
    """
    _check_dtype("unpack_int4", dtype)
    if standardize_dtype(packed.dtype) not in _BYTES:
        raise TypeError(bad("unpack_int4", "packed", "of dtype int8 or uint8", packed, ""))
    values = ops.moveaxis(ops.cast(packed, dtype), axis, 0)
    pairs = ops.stack([ops.left_shift(values, 4), values], axis=1)  # each in the high bits
    whole = ops.reshape(ops.right_shift(pairs, 4), (-1, *values.shape[1:]))
    return ops.moveaxis(whole[:orig_len], 0, axis)


def _check_dtype(owner: str, dtype: str) -> None:
    if dtype not in _BYTES:
        raise ValueError(bad(owner, "dtype", "'int8' or 'uint8'", dtype, "Take one of them."))
