"""The activation functions of Keras, over `ops`."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array


@register("keras.activations.celu")
def celu(x: Array, alpha: float = 1.0) -> Array:
    """y = max(x, 0) + min(alpha · (exp(x / alpha) - 1), 0).

    Shapes: any -> the same.
    Source: Barron 2017, arXiv:1704.07483.
    """
    return ops.celu(x, alpha)


@register("keras.activations.elu")
def elu(x: Array, alpha: float = 1.0) -> Array:
    """y = x if x > 0, else alpha · (exp(x) - 1).

    Shapes: any -> the same.
    Source: Clevert et al. 2016, arXiv:1511.07289.
    """
    return ops.elu(x, alpha)


@register("keras.activations.gelu")
def gelu(x: Array, approximate: bool = False) -> Array:
    """y = x · Φ(x), Φ the normal distribution; approximate: by tanh.

    Shapes: any -> the same.
    Source: Hendrycks & Gimpel 2016, arXiv:1606.08415.
    """
    return ops.gelu(x, approximate)


@register("keras.activations.glu")
def glu(x: Array, axis: int = -1) -> Array:
    """y = the first half along an axis times the sigmoid of the second.

    Shapes: (..., 2d, ...) -> (..., d, ...).
    Source: Dauphin et al. 2017, arXiv:1612.08083.
    """
    return ops.glu(x, axis)


@register("keras.activations.hard_shrink")
def hard_shrink(x: Array, threshold: float = 0.5) -> Array:
    """y = x outside of ±threshold, else 0.

    Shapes: any -> the same.
    """
    return ops.hard_shrink(x, threshold)


@register("keras.activations.hard_sigmoid")
def hard_sigmoid(x: Array) -> Array:
    """y = clip(x / 6 + 0.5, 0, 1).

    Shapes: any -> the same.
    """
    return ops.hard_sigmoid(x)


@register("keras.activations.hard_silu", "keras.activations.hard_swish")
def hard_silu(x: Array) -> Array:
    """y = x · hard_sigmoid(x).

    Shapes: any -> the same.
    Source: Howard et al. 2019, arXiv:1905.02244.
    """
    return ops.hard_silu(x)


@register("keras.activations.hard_tanh")
def hard_tanh(x: Array) -> Array:
    """y = clip(x, -1, 1).

    Shapes: any -> the same.
    """
    return ops.hard_tanh(x)


@register("keras.activations.leaky_relu")
def leaky_relu(x: Array, negative_slope: float = 0.2) -> Array:
    """y = x if x > 0, else negative_slope · x.

    Shapes: any -> the same.
    Source: Maas et al. 2013.
    """
    return ops.leaky_relu(x, negative_slope)


@register("keras.activations.log_sigmoid")
def log_sigmoid(x: Array) -> Array:
    """y = log(sigmoid(x)), without underflow.

    Shapes: any -> the same.
    """
    return ops.log_sigmoid(x)


@register("keras.activations.log_softmax")
def log_softmax(x: Array, axis: Any = -1) -> Array:
    """y = log(softmax(x)), without underflow.

    Shapes: any -> the same.
    """
    return ops.log_softmax(x, axis)


@register("keras.activations.relu6")
def relu6(x: Array) -> Array:
    """y = min(max(x, 0), 6).

    Shapes: any -> the same.
    """
    return ops.relu6(x)


@register("keras.activations.selu")
def selu(x: Array) -> Array:
    """y = 1.0507 · elu(x, 1.67326).

    Shapes: any -> the same.
    Source: Klambauer et al. 2017, arXiv:1706.02515.
    """
    return ops.selu(x)


@register("keras.activations.sigmoid")
def sigmoid(x: Array) -> Array:
    """y = 1 / (1 + exp(-x)).

    Shapes: any -> the same.
    """
    return ops.sigmoid(x)


@register("keras.activations.silu", "keras.activations.swish")
def silu(x: Array) -> Array:
    """y = x · sigmoid(x).

    Shapes: any -> the same.
    Source: Ramachandran et al. 2017, arXiv:1710.05941.
    """
    return ops.silu(x)


@register("keras.activations.soft_shrink")
def soft_shrink(x: Array, threshold: float = 0.5) -> Array:
    """y = x moved towards 0 by the threshold; 0 within it.

    Shapes: any -> the same.
    """
    return ops.soft_shrink(x, threshold)


@register("keras.activations.softmax")
def softmax(x: Array, axis: Any = -1) -> Array:
    """y = exp(x) / sum(exp(x)) along the axis.

    Shapes: any -> the same.
    """
    return ops.softmax(x, axis)


@register("keras.activations.softplus")
def softplus(x: Array) -> Array:
    """y = log(exp(x) + 1).

    Shapes: any -> the same.
    """
    return ops.softplus(x)


@register("keras.activations.softsign")
def softsign(x: Array) -> Array:
    """y = x / (|x| + 1).

    Shapes: any -> the same.
    """
    return ops.softsign(x)


@register("keras.activations.sparse_plus")
def sparse_plus(x: Array) -> Array:
    """y = 0 below -1, (x + 1)² / 4 between, x above 1.

    Shapes: any -> the same.
    """
    return ops.sparse_plus(x)


@register("keras.activations.sparse_sigmoid")
def sparse_sigmoid(x: Array) -> Array:
    """y = 0 below -1, (x + 1) / 2 between, 1 above 1.

    Shapes: any -> the same.
    """
    return ops.sparse_sigmoid(x)


@register("keras.activations.sparsemax")
def sparsemax(x: Array, axis: int = -1) -> Array:
    """y = the point of the simplex that is nearest to x.

    Shapes: any -> the same.
    Source: Martins & Astudillo 2016, arXiv:1602.02068.
    Differs: Keras' rows do not always add up to 1.
    """
    return ops.sparsemax(x, axis)


@register("keras.activations.squareplus")
def squareplus(x: Array, b: float = 4) -> Array:
    """y = (x + sqrt(x² + b)) / 2.

    Shapes: any -> the same.
    Source: Barron 2021, arXiv:2112.11687.
    """
    return ops.squareplus(x, b)


@register("keras.activations.tanh")
def tanh(x: Array) -> Array:
    """y = the hyperbolic tangent.

    Shapes: any -> the same.
    """
    return ops.tanh(x)


@register("keras.activations.tanh_shrink")
def tanh_shrink(x: Array) -> Array:
    """y = x - tanh(x).

    Shapes: any -> the same.
    """
    return ops.tanh_shrink(x)


@register("keras.activations.threshold")
def threshold(x: Array, threshold: float, default_value: float) -> Array:
    """y = x above the threshold, else default_value.

    Shapes: any -> the same.
    """
    return ops.threshold(x, threshold, default_value)


@register("keras.activations.mish")
def mish(x: Array) -> Array:
    """y = x · tanh(softplus(x)).

    Shapes: any -> the same.
    Source: Misra 2019, arXiv:1908.08681.
    """
    return ops.multiply(x, ops.tanh(ops.softplus(x)))


@register("keras.activations.linear")
def linear(x: Array) -> Array:
    """y = x.

    Shapes: any -> the same.
    """
    return x


@register("keras.activations.exponential")
def exponential(x: Array) -> Array:
    """y = exp(x).

    Shapes: any -> the same.
    """
    return ops.exp(x)


@register("keras.activations.relu")
def relu(
    x: Array, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Array:
    """y = x above the threshold, at most max_value; negative_slope · (x - threshold) below it.

    Args:
        negative_slope: of the part below, a float >= 0.
        max_value: the largest output, a float >= 0; None: no limit.
        threshold: where the line begins, a float.
    Shapes: any -> the same.
    Example:
        >>> relu(ops.convert_to_tensor([-2.0, 3.0])).tolist()
        [0.0, 3.0]
    """
    if negative_slope == 0.0 and max_value is None and threshold == 0.0:
        return ops.relu(x)
    if negative_slope == 0.0 and max_value == 6 and threshold == 0.0:
        return ops.relu6(x)
    above = ops.where(ops.greater(x, threshold), x, ops.zeros_like(x))
    if max_value is not None:
        above = ops.clip(above, 0.0, max_value)
    if negative_slope == 0.0:
        return above
    return above - negative_slope * ops.relu(threshold - x)
