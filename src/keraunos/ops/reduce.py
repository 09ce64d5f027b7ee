"""Operations that make one number of many along axes."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array as _array


def _in_top_k(targets: Any, predictions: Any, k: int) -> Any:
    best, _ = jax.lax.top_k(predictions, k)
    own = jnp.take_along_axis(predictions, jnp.expand_dims(targets, -1).astype("int32"), axis=-1)
    return jnp.logical_and(own[..., 0] >= best[..., -1], jnp.isfinite(own[..., 0]))


@register("keras.ops.all", "keras.ops.numpy.all")
@operation
def all(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Whether all are true."""
    return jnp.all(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.any", "keras.ops.numpy.any")
@operation
def any(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Whether any is true."""
    return jnp.any(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.count_nonzero", "keras.ops.numpy.count_nonzero")
@operation
def count_nonzero(x: Any, axis: Any = None) -> Any:
    """How many are not 0."""
    return jnp.count_nonzero(_array(x), axis=axis)


@register("keras.ops.cumprod", "keras.ops.numpy.cumprod")
@operation
def cumprod(x: Any, axis: Any = None, dtype: Any = None) -> Any:
    """The running product."""
    return jnp.cumprod(_array(x), axis=axis, dtype=dtype)


@register("keras.ops.cumsum", "keras.ops.numpy.cumsum")
@operation
def cumsum(x: Any, axis: Any = None, dtype: Any = None) -> Any:
    """The running sum."""
    return jnp.cumsum(_array(x), axis=axis, dtype=dtype)


@register("keras.ops.in_top_k", "keras.ops.numpy.in_top_k")
@operation
def in_top_k(targets: Any, predictions: Any, k: int) -> Any:
    """Whether each target's prediction is among the k largest of its row; a tie counts as in."""
    return _in_top_k(_array(targets), _array(predictions), k)


@register("keras.ops.logsumexp", "keras.ops.numpy.logsumexp")
@operation
def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """log(sum(exp(x))), without overflow."""
    return jax.nn.logsumexp(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.max", "keras.ops.numpy.max")
@operation
def max(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
    """The largest."""
    return jnp.max(_array(x), axis=axis, keepdims=keepdims, initial=initial)


@register("keras.ops.mean", "keras.ops.numpy.mean")
@operation
def mean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The mean."""
    return jnp.mean(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.median", "keras.ops.numpy.median")
@operation
def median(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The median."""
    return jnp.median(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.min", "keras.ops.numpy.min")
@operation
def min(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
    """The smallest."""
    return jnp.min(_array(x), axis=axis, keepdims=keepdims, initial=initial)


@register("keras.ops.prod", "keras.ops.numpy.prod")
@operation
def prod(x: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Any:
    """The product."""
    return jnp.prod(_array(x), axis=axis, keepdims=keepdims, dtype=dtype)


@register("keras.ops.std", "keras.ops.numpy.std")
@operation
def std(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The standard deviation (of the population)."""
    return jnp.std(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.sum", "keras.ops.numpy.sum")
@operation
def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The sum."""
    return jnp.sum(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.top_k", "keras.ops.numpy.top_k")
@operation
def top_k(x: Any, k: int, sorted: bool = True) -> Any:
    """The k largest along the last axis and their indices, largest first."""
    return tuple(jax.lax.top_k(_array(x), k))


@register("keras.ops.var", "keras.ops.numpy.var")
@operation
def var(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The variance (of the population)."""
    return jnp.var(_array(x), axis=axis, keepdims=keepdims)
