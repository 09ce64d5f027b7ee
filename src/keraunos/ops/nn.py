"""Activation functions as public operations, thin over jax."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_float as _float


def _array(x: Any) -> Any:
    return jnp.asarray(_float(x))


def _soft_shrink(x: Any, threshold: float) -> Any:
    shifted = jnp.where(x < -threshold, x + threshold, 0.0)
    return jnp.where(x > threshold, x - threshold, shifted)


def _hard_shrink(x: Any, threshold: float) -> Any:
    return jnp.where(jnp.abs(x) > threshold, x, 0.0)


def _threshold(x: Any, threshold: float, default_value: float) -> Any:
    return jnp.where(x > threshold, x, default_value)


def _tanh_shrink(x: Any) -> Any:
    return x - jnp.tanh(x)


def _squareplus(x: Any, b: float) -> Any:
    return (x + jnp.sqrt(x**2 + jnp.asarray(b, x.dtype))) / 2


def _over(function: Any, x: Any, axis: Any) -> Any:
    """A softmax over the axis, or over all elements for axis None."""
    if axis is None:
        return function(x.ravel(), axis=0).reshape(x.shape)
    return function(x, axis=axis)


def _softmax(x: Any, axis: Any) -> Any:
    return _over(jax.nn.softmax, x, axis)


def _log_softmax(x: Any, axis: Any) -> Any:
    return _over(jax.nn.log_softmax, x, axis)


def _sparsemax(x: Any, axis: int) -> Any:
    moved = jnp.moveaxis(x, axis, -1)
    ranked = jax.lax.top_k(moved, moved.shape[-1])[0]
    counts = jnp.arange(1, ranked.shape[-1] + 1, dtype=x.dtype)
    inside = 1 + counts * ranked > jnp.cumsum(ranked, -1)
    support = inside.sum(-1, keepdims=True)
    tau = (jnp.where(inside, ranked, 0).sum(-1, keepdims=True) - 1) / support.astype(x.dtype)
    return jnp.moveaxis(jnp.maximum(moved - tau, 0), -1, axis)


@register("keras.ops.relu", "keras.ops.nn.relu")
@operation
def relu(x: Any) -> Any:
    """y = max(x, 0)."""
    return jax.nn.relu(_array(x))


@register("keras.ops.relu6", "keras.ops.nn.relu6")
@operation
def relu6(x: Any) -> Any:
    """y = min(max(x, 0), 6)."""
    return jax.nn.relu6(_array(x))


@register("keras.ops.sigmoid", "keras.ops.nn.sigmoid")
@operation
def sigmoid(x: Any) -> Any:
    """y = 1 / (1 + exp(-x))."""
    return jax.nn.sigmoid(_float(x))


@register("keras.ops.sparse_sigmoid", "keras.ops.nn.sparse_sigmoid")
@operation
def sparse_sigmoid(x: Any) -> Any:
    """y = 0 below -1, (x + 1) / 2 between, 1 above 1."""
    return jax.nn.sparse_sigmoid(_float(x))


@register("keras.ops.softplus", "keras.ops.nn.softplus")
@operation
def softplus(x: Any) -> Any:
    """y = log(exp(x) + 1)."""
    return jax.nn.softplus(_float(x))


@register("keras.ops.softsign", "keras.ops.nn.softsign")
@operation
def softsign(x: Any) -> Any:
    """y = x / (|x| + 1)."""
    return jax.nn.soft_sign(_float(x))


@register("keras.ops.soft_shrink", "keras.ops.nn.soft_shrink")
@operation
def soft_shrink(x: Any, threshold: float = 0.5) -> Any:
    """y = x moved towards 0 by the threshold; 0 within it."""
    return _soft_shrink(_array(x), threshold)


@register("keras.ops.sparse_plus", "keras.ops.nn.sparse_plus")
@operation
def sparse_plus(x: Any) -> Any:
    """y = 0 below -1, (x + 1)² / 4 between, x above 1."""
    return jax.nn.sparse_plus(_array(x))


@register("keras.ops.silu", "keras.ops.nn.silu", "keras.ops.swish", "keras.ops.nn.swish")
@operation
def silu(x: Any) -> Any:
    """y = x · sigmoid(x)."""
    return jax.nn.silu(_float(x))


@register("keras.ops.log_sigmoid", "keras.ops.nn.log_sigmoid")
@operation
def log_sigmoid(x: Any) -> Any:
    """y = log(sigmoid(x)), without underflow."""
    return jax.nn.log_sigmoid(_float(x))


@register("keras.ops.leaky_relu", "keras.ops.nn.leaky_relu")
@operation
def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """y = x if x > 0, else negative_slope · x."""
    return jax.nn.leaky_relu(_array(x), negative_slope)


@register("keras.ops.hard_sigmoid", "keras.ops.nn.hard_sigmoid")
@operation
def hard_sigmoid(x: Any) -> Any:
    """y = clip(x / 6 + 0.5, 0, 1)."""
    return jax.nn.hard_sigmoid(_array(x))


@register(
    "keras.ops.hard_silu",
    "keras.ops.nn.hard_silu",
    "keras.ops.hard_swish",
    "keras.ops.nn.hard_swish",
)
@operation
def hard_silu(x: Any) -> Any:
    """y = x · hard_sigmoid(x)."""
    return jax.nn.hard_silu(_array(x))


@register("keras.ops.elu", "keras.ops.nn.elu")
@operation
def elu(x: Any, alpha: float = 1.0) -> Any:
    """y = x if x > 0, else alpha · (exp(x) - 1)."""
    return jax.nn.elu(_array(x), alpha)


@register("keras.ops.selu", "keras.ops.nn.selu")
@operation
def selu(x: Any) -> Any:
    """y = 1.0507 · elu(x, 1.67326)."""
    return jax.nn.selu(_array(x))


@register("keras.ops.gelu", "keras.ops.nn.gelu")
@operation
def gelu(x: Any, approximate: bool = True) -> Any:
    """y = x · Φ(x), Φ the normal distribution; approximate: by tanh."""
    return jax.nn.gelu(_float(x), approximate)


@register("keras.ops.celu", "keras.ops.nn.celu")
@operation
def celu(x: Any, alpha: float = 1.0) -> Any:
    """y = max(x, 0) + min(alpha · (exp(x / alpha) - 1), 0)."""
    return jax.nn.celu(_array(x), alpha)


@register("keras.ops.glu", "keras.ops.nn.glu")
@operation
def glu(x: Any, axis: int = -1) -> Any:
    """y = the first half along an axis times the sigmoid of the second."""
    return jax.nn.glu(_array(x), axis)


@register("keras.ops.tanh", "keras.ops.nn.tanh")
@operation
def tanh(x: Any) -> Any:
    """y = the hyperbolic tangent."""
    return jnp.tanh(_float(x))


@register("keras.ops.tanh_shrink", "keras.ops.nn.tanh_shrink")
@operation
def tanh_shrink(x: Any) -> Any:
    """y = x - tanh(x)."""
    return _tanh_shrink(_array(x))


@register("keras.ops.hard_tanh", "keras.ops.nn.hard_tanh")
@operation
def hard_tanh(x: Any) -> Any:
    """y = clip(x, -1, 1)."""
    return jax.nn.hard_tanh(_array(x))


@register("keras.ops.hard_shrink", "keras.ops.nn.hard_shrink")
@operation
def hard_shrink(x: Any, threshold: float = 0.5) -> Any:
    """y = x outside of ±threshold, else 0."""
    return _hard_shrink(_array(x), threshold)


@register("keras.ops.threshold", "keras.ops.nn.threshold")
@operation
def threshold(x: Any, threshold: float, default_value: float) -> Any:
    """y = x above the threshold, else default_value."""
    return _threshold(_array(x), threshold, default_value)


@register("keras.ops.softmax", "keras.ops.nn.softmax")
@operation
def softmax(x: Any, axis: Any = -1) -> Any:
    """y = exp(x) / sum(exp(x)) along the axis."""
    return _softmax(_float(x), axis)


@register("keras.ops.log_softmax", "keras.ops.nn.log_softmax")
@operation
def log_softmax(x: Any, axis: Any = -1) -> Any:
    """y = log(softmax(x)), without underflow."""
    return _log_softmax(_float(x), axis)


@register("keras.ops.sparsemax", "keras.ops.nn.sparsemax")
@operation
def sparsemax(x: Any, axis: int = -1) -> Any:
    """y = the point of the simplex that is nearest to x."""
    return _sparsemax(_float(x), axis)


@register("keras.ops.squareplus", "keras.ops.nn.squareplus")
@operation
def squareplus(x: Any, b: float = 4) -> Any:
    """y = (x + sqrt(x² + b)) / 2."""
    return _squareplus(_array(x), b)
