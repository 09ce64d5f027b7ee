"""Names of dtypes, and what they promote to."""

from typing import Any

import jax.numpy as jnp
import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad

FLOATS = ("bfloat16", "float16", "float32", "float64", "float8_e4m3fn", "float8_e5m2")
INTS = ("uint8", "uint16", "uint32", "uint64", "int4", "int8", "int16", "int32", "int64")
ALL = (*FLOATS, *INTS, "bool", "string", "complex64", "complex128")
_PYTHON: dict[Any, str] = {bool: "bool", int: "int32", str: "string"}


def standardize_dtype(dtype: Any) -> str:
    """The name of a dtype given as a name, a numpy or jax dtype, a Python type, or None (floatx).

    Raises: ValueError if it names no dtype.
    Example:
        >>> standardize_dtype(np.float32), standardize_dtype(int)
        ('float32', 'int32')
    """
    if dtype is None:
        return config.floatx()
    if dtype is float:
        return config.floatx()
    if isinstance(dtype, type) and dtype in _PYTHON:
        return _PYTHON[dtype]
    name = dtype if isinstance(dtype, str) else getattr(dtype, "name", None)
    if name is None and isinstance(dtype, type):
        name = np.dtype(dtype).name
    if name is None and "torch" in str(dtype):
        name = str(dtype).rsplit(".", 1)[-1]
    if name not in ALL:
        raise ValueError(bad("standardize_dtype", "dtype", f"one of {ALL}", dtype, ""))
    return name


def numpy_dtype(dtype: Any) -> np.dtype:
    """The numpy dtype of that name; bfloat16 and the 8-bit floats have one too.

    Example:
        >>> numpy_dtype("bfloat16").itemsize
        2
    """
    return jnp.dtype(standardize_dtype(dtype))


def is_float(dtype: Any) -> bool:
    """Whether it is a floating dtype.

    Example:
        >>> is_float("bfloat16"), is_float("int32")
        (True, False)
    """
    return standardize_dtype(dtype) in FLOATS


def is_int(dtype: Any) -> bool:
    """Whether it is an integer dtype."""
    return standardize_dtype(dtype) in INTS


def result_type(*dtypes: Any) -> str:
    """The dtype that an operation on these gives; Python's `int` and `float` are weak, as in jax.

    Example:
        >>> result_type("int32", "float32"), result_type("bfloat16", float)
        ('float32', 'bfloat16')
    """
    if not dtypes:
        return config.floatx()
    weak: dict[Any, Any] = {float: 0.0, int: 0, bool: False}
    values = [weak[d] if isinstance(d, type) and d in weak else jnp.dtype(d) for d in dtypes]
    name = jnp.result_type(*values).name
    return config.floatx() if all(d is float for d in dtypes) else name


def host_dtype(array: np.ndarray) -> str:
    """The dtype under which user's data go to the device: float64 becomes floatx, the rest stays.

    Raises: ValueError for dtype object, which no device holds.
    """
    return config.floatx() if array.dtype == np.float64 else standardize_dtype(array.dtype)
