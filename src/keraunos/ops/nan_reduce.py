"""The reductions that pass over NaN as if it were not there."""

from typing import Any

import jax.numpy as jnp

from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op


@op("numpy")
def nanmax(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The largest but NaN; NaN where there is nothing else."""
    return jnp.nanmax(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanmin(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The smallest but NaN; NaN where there is nothing else."""
    return jnp.nanmin(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanargmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the largest but NaN is; -1 where there is nothing else."""
    return jnp.nanargmax(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanargmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the smallest but NaN is; -1 where there is nothing else."""
    return jnp.nanargmin(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nansum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The sum, NaN as 0."""
    return jnp.nansum(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanprod(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The product, NaN as 1."""
    return jnp.nanprod(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nancumsum(x: Any, axis: Any = None, dtype: Any = None) -> Any:
    """The running sum, NaN as 0."""
    return jnp.nancumsum(_array(x), axis=axis, dtype=dtype)


@op("numpy")
def nancumprod(x: Any, axis: Any = None, dtype: Any = None) -> Any:
    """The running product, NaN as 1."""
    return jnp.nancumprod(_array(x), axis=axis, dtype=dtype)


@op("numpy")
def nanmean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The mean of what is not NaN."""
    return jnp.nanmean(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanmedian(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The median of what is not NaN."""
    return jnp.nanmedian(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanstd(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The standard deviation of what is not NaN."""
    return jnp.nanstd(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanvar(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The variance of what is not NaN."""
    return jnp.nanvar(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def nanquantile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """The q-th quantile of what is not NaN, q in [0, 1]."""
    return jnp.nanquantile(_array(x), _array(q), axis=axis, method=method, keepdims=keepdims)


@op("numpy")
def nanpercentile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """The q-th percentile of what is not NaN, q in [0, 100]."""
    return jnp.nanpercentile(_array(x), _array(q), axis=axis, method=method, keepdims=keepdims)
