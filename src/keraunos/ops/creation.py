"""Arrays from sizes and numbers: constant, counting, spaced."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.config import floatx
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import convert_to_tensor
from keraunos.ops.public import op


def _number(x: Any) -> Any:
    """A number or array; Python's numbers stay, and sizes of a program for any number of rows."""
    return x if x is None or hasattr(x, "__jax_array__") else _array(x)


@op("numpy")
def array(x: Any, dtype: Any = None) -> Any:
    """The array of anything array-like."""
    return jnp.array(convert_to_tensor(x, dtype))


@op("numpy")
def copy(x: Any) -> Any:
    """A copy."""
    return jnp.copy(_array(x))


@op("numpy")
def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Any:
    """The numbers from start up to stop, without stop; arange(stop) starts at 0."""
    return jnp.arange(_number(start), _number(stop), _number(step), dtype=dtype)


@op("numpy")
def zeros(shape: Any, dtype: Any = None) -> Any:
    """Zeros."""
    return jnp.zeros(shape, dtype=dtype or floatx())


@op("numpy")
def zeros_like(x: Any, dtype: Any = None) -> Any:
    """Zeros in the shape of x."""
    return jnp.zeros_like(_array(x), dtype=dtype)


@op("numpy")
def ones(shape: Any, dtype: Any = None) -> Any:
    """Ones."""
    return jnp.ones(shape, dtype=dtype or floatx())


@op("numpy")
def ones_like(x: Any, dtype: Any = None) -> Any:
    """Ones in the shape of x."""
    return jnp.ones_like(_array(x), dtype=dtype)


@op("numpy")
def empty(shape: Any, dtype: Any = None) -> Any:
    """An array to be filled; it holds zeros."""
    return jnp.empty(shape, dtype=dtype or floatx())


@op("numpy")
def empty_like(x: Any, dtype: Any = None) -> Any:
    """An array to be filled in the shape of x; it holds zeros."""
    return jnp.empty_like(_array(x), dtype=dtype)


@op("numpy")
def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """An array of one value."""
    return jnp.full(shape, _array(fill_value), dtype=dtype or floatx())


@op("numpy")
def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Any:
    """An array of one value in the shape of x."""
    return jnp.full_like(_array(x), _array(fill_value), dtype=dtype)


@op("numpy")
def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Any:
    """Ones on the k-th diagonal of (N, M), else zeros."""
    return jnp.eye(N, M, k=k, dtype=dtype or floatx())


@op("numpy")
def identity(n: int, dtype: Any = None) -> Any:
    """The identity matrix (n, n)."""
    return jnp.identity(n, dtype=dtype or floatx())


@op("numpy")
def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Any:
    """Ones on and below the k-th diagonal of (N, M), else zeros."""
    return jnp.tri(N, M, k, dtype=dtype or floatx())


@op("numpy")
def linspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, retstep: bool = False,
    dtype: Any = None, axis: int = 0,
) -> Any:  # fmt: skip
    """`num` numbers in equal steps from start to stop.

    Args: endpoint: whether stop is the last. retstep: give the step too. axis: the new axis of the result.
    """
    return jnp.linspace(
        _array(start), _array(stop), num, endpoint=endpoint, retstep=retstep, dtype=dtype, axis=axis
    )


@op("numpy")
def logspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: Any = 10,
    dtype: Any = None, axis: int = 0,
) -> Any:  # fmt: skip
    """`num` numbers from base^start to base^stop whose logarithms have equal steps."""
    return jnp.logspace(
        _array(start), _array(stop), num, endpoint=endpoint, base=base, dtype=dtype, axis=axis
    )


@op("numpy")
def geomspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0
) -> Any:
    """`num` numbers from start to stop, each the same multiple of the one before."""
    return jnp.geomspace(
        _array(start), _array(stop), num, endpoint=endpoint, dtype=dtype, axis=axis
    )


@op("numpy")
def meshgrid(*x: Any, indexing: str = "xy") -> Any:
    """The coordinates of a grid, one array for each axis given.

    Args: indexing: "xy": the first two axes exchanged, as for pictures; "ij": in the order given.
    """
    return jnp.meshgrid(*(jnp.asarray(_array(one)) for one in x), indexing=indexing)


@op("numpy")
def vander(x: Any, N: int | None = None, increasing: bool = False) -> Any:
    """The powers of x as columns, N of them, the highest first unless increasing."""
    return jnp.vander(_array(x), N, increasing)
