"""Activation functions as public operations, thin over jax."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core import origins
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.lowering import softmax as lowered
from keraunos.ops.public import elementwise, op


def _number(x: Any) -> Any:
    array = jnp.asarray(_array(x))
    return array.astype("int32") if array.dtype == jnp.bool_ else array


def _over(function: Any, x: Any, axis: Any) -> Any:
    """A softmax over the axis, or over all elements for axis None."""
    if axis is None:
        return function(x.ravel(), axis=0).reshape(x.shape)
    return function(x, axis=axis)


def _sparsemax(x: Any, axis: int) -> Any:
    moved = jnp.moveaxis(x, axis, -1)
    ranked = jax.lax.top_k(moved, moved.shape[-1])[0]
    counts = jnp.arange(1, ranked.shape[-1] + 1, dtype=x.dtype)
    inside = 1 + counts * ranked > jnp.cumsum(ranked, -1)
    support = inside.sum(-1, keepdims=True)
    tau = (jnp.where(inside, ranked, 0).sum(-1, keepdims=True) - 1) / support.astype(x.dtype)
    return jnp.moveaxis(jnp.maximum(moved - tau, 0), -1, axis)


@elementwise("nn")
def relu(x: Any) -> Any:
    """y = max(x, 0); integers stay."""
    return jax.nn.relu(_number(x))


@elementwise("nn")
def relu6(x: Any) -> Any:
    """y = min(max(x, 0), 6)."""
    return jax.nn.relu6(_float(x))


@elementwise("nn")
def sigmoid(x: Any) -> Any:
    """y = 1 / (1 + exp(-x))."""
    return jax.nn.sigmoid(_float(x))


@elementwise("nn")
def sparse_sigmoid(x: Any) -> Any:
    """y = 0 below -1, (x + 1) / 2 between, 1 above 1."""
    return jax.nn.sparse_sigmoid(_float(x))


@elementwise("nn")
def softplus(x: Any) -> Any:
    """y = log(exp(x) + 1)."""
    return jax.nn.softplus(_float(x))


@elementwise("nn")
def softsign(x: Any) -> Any:
    """y = x / (|x| + 1)."""
    return jax.nn.soft_sign(_float(x))


@elementwise("nn")
def soft_shrink(x: Any, threshold: float = 0.5) -> Any:
    """y = x moved towards 0 by the threshold; 0 within it."""
    y = _float(x)
    return jnp.where(y > threshold, y - threshold, jnp.where(y < -threshold, y + threshold, 0.0))


@elementwise("nn")
def sparse_plus(x: Any) -> Any:
    """y = 0 below -1, (x + 1)² / 4 between, x above 1."""
    return jax.nn.sparse_plus(_float(x))


@elementwise("nn", also=("swish",))
def silu(x: Any) -> Any:
    """y = x · sigmoid(x)."""
    return jax.nn.silu(_float(x))


@elementwise("nn")
def log_sigmoid(x: Any) -> Any:
    """y = log(sigmoid(x)), without underflow."""
    return jax.nn.log_sigmoid(_float(x))


@elementwise("nn")
def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """y = x if x > 0, else negative_slope · x."""
    return jax.nn.leaky_relu(_float(x), negative_slope)


@elementwise("nn")
def hard_sigmoid(x: Any) -> Any:
    """y = clip(x / 6 + 0.5, 0, 1)."""
    return jax.nn.hard_sigmoid(_float(x))


@elementwise("nn", also=("hard_swish",))
def hard_silu(x: Any) -> Any:
    """y = x · hard_sigmoid(x)."""
    return jax.nn.hard_silu(_float(x))


@elementwise("nn")
def elu(x: Any, alpha: float = 1.0) -> Any:
    """y = x if x > 0, else alpha · (exp(x) - 1)."""
    return jax.nn.elu(_float(x), alpha)


@elementwise("nn")
def selu(x: Any) -> Any:
    """y = 1.0507 · elu(x, 1.67326)."""
    return jax.nn.selu(_float(x))


@elementwise("nn")
def gelu(x: Any, approximate: bool = True) -> Any:
    """y = x · Φ(x), Φ the normal distribution; approximate: by tanh."""
    return jax.nn.gelu(_float(x), approximate)


@elementwise("nn")
def celu(x: Any, alpha: float = 1.0) -> Any:
    """y = max(x, 0) + min(alpha · (exp(x / alpha) - 1), 0)."""
    return jax.nn.celu(_float(x), alpha)


@op("nn")
def glu(x: Any, axis: int = -1) -> Any:
    """y = the first half along an axis times the sigmoid of the second."""
    return jax.nn.glu(_float(x), axis)


@elementwise("nn")
def tanh_shrink(x: Any) -> Any:
    """y = x - tanh(x)."""
    y = _float(x)
    return y - jnp.tanh(y)


@elementwise("nn")
def hard_tanh(x: Any) -> Any:
    """y = clip(x, -1, 1); integers stay."""
    return jax.nn.hard_tanh(_number(x))


@elementwise("nn")
def hard_shrink(x: Any, threshold: float = 0.5) -> Any:
    """y = x outside of ±threshold, else 0."""
    y = _float(x)
    return jnp.where(jnp.abs(y) > threshold, y, 0.0)


@elementwise("nn")
def threshold(x: Any, threshold: float, default_value: float) -> Any:
    """y = x above the threshold, else default_value."""
    y = _float(x)
    return jnp.where(y > threshold, y, default_value)


@op("nn")
def softmax(x: Any, axis: Any = -1) -> Any:
    """y = exp(x) / sum(exp(x)) along the axis."""
    logits = _float(x)
    y = _over(lowered.softmax, logits, axis)
    if axis == -1:
        origins.note_logits(y, logits)
    return y


@op("nn")
def log_softmax(x: Any, axis: Any = -1) -> Any:
    """y = log(softmax(x)), without underflow."""
    return _over(jax.nn.log_softmax, _float(x), axis)


@op("nn")
def sparsemax(x: Any, axis: int = -1) -> Any:
    """y = the point of the simplex that is nearest to x: the shares sum to 1, small ones are 0.

    Source: Martins and Astudillo 2016, arXiv:1602.02068.
    Differs: it sums to 1, which Keras' does not.
    """
    return _sparsemax(_float(x), axis)


@elementwise("nn")
def squareplus(x: Any, b: float = 4) -> Any:
    """y = (x + sqrt(x² + b)) / 2."""
    y = _float(x)
    return (y + jnp.sqrt(y**2 + jnp.asarray(b, y.dtype))) / 2


swish = silu
hard_swish = hard_silu
