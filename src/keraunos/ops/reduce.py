"""Operations that make one number of many along axes, and running sums and products."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.symbolic import KerasTensor
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import shape
from keraunos.ops.public import op, plain


@op("numpy")
def all(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Whether all are true."""
    return jnp.all(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def any(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Whether any is true."""
    return jnp.any(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def max(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
    """The largest, or `initial` if that is larger."""
    return jnp.max(_array(x), axis=axis, keepdims=keepdims, initial=initial)


@op("numpy")
def min(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
    """The smallest, or `initial` if that is smaller."""
    return jnp.min(_array(x), axis=axis, keepdims=keepdims, initial=initial)


@op("numpy")
def amax(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The largest."""
    return jnp.amax(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def amin(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The smallest."""
    return jnp.amin(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The largest minus the smallest."""
    return jnp.ptp(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def argmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the largest is; the first of equal ones."""
    return jnp.argmax(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def argmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the smallest is; the first of equal ones."""
    return jnp.argmin(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The sum."""
    return jnp.sum(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def prod(x: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Any:
    """The product."""
    return jnp.prod(_array(x), axis=axis, keepdims=keepdims, dtype=dtype)


@op("numpy")
def mean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The mean."""
    return jnp.mean(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def average(x: Any, axis: Any = None, weights: Any = None) -> Any:
    """The mean, weighted: sum(weights · x) / sum(weights)."""
    return jnp.average(
        _array(x), axis=axis, weights=weights if weights is None else _array(weights)
    )


@op("numpy")
def std(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The standard deviation (of the population)."""
    return jnp.std(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def var(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The variance (of the population)."""
    return jnp.var(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def count_nonzero(x: Any, axis: Any = None) -> Any:
    """How many are not 0."""
    return jnp.count_nonzero(_array(x), axis=axis)


@op("numpy")
def cumsum(x: Any, axis: Any = None, dtype: Any = None) -> Any:
    """The running sum."""
    return jnp.cumsum(_array(x), axis=axis, dtype=dtype)


@op("numpy")
def cumprod(x: Any, axis: Any = None, dtype: Any = None) -> Any:
    """The running product."""
    return jnp.cumprod(_array(x), axis=axis, dtype=dtype)


@op()
def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """log(sum(exp(x))), without overflow."""
    return jax.nn.logsumexp(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def size(x: Any) -> Any:
    """The number of elements."""
    return jnp.asarray(_array(x)).size


@plain("numpy")
def ndim(x: Any) -> int:
    """The number of axes, known for a symbolic tensor too."""
    return len(x.shape) if isinstance(x, KerasTensor) else len(shape(x))
