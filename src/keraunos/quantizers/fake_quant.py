"""Floats rounded as if they were kept as integers, with a gradient that looks through the rounding."""

from functools import partial
from typing import Any

from keraunos import ops
from keraunos.core import dtypes
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.ops.public import inferred
from keraunos.ops.shaped import shaped


def _quantized(
    inputs: Any, min_vals: Any, max_vals: Any, num_bits: int = 8, narrow_range: bool = False,
    axis: int | None = None,
) -> Array:  # fmt: skip
    x = ops.convert_to_tensor(inputs)
    low, high = (_along(ops.cast(v, "float32"), x.shape, axis) for v in (min_vals, max_vals))

    @ops.custom_gradient
    def through(x: Array, low: Array, high: Array) -> Any:
        scale, least, most = _nudged(low, high, num_bits, narrow_range)
        steps = ops.floor((ops.clip(x, least, most) - least) / scale + 0.5)

        def gradient(upstream: Array) -> tuple[Array, Array, Array]:
            below, above = ops.less(x, least), ops.greater(x, most)
            inside = ops.logical_and(ops.greater_equal(x, least), ops.less_equal(x, most))
            kept = [ops.where(where, upstream, 0.0) for where in (inside, below, above)]
            return kept[0], _summed(kept[1], low.shape), _summed(kept[2], high.shape)

        return steps * scale + least, gradient

    return ops.cast(through(ops.cast(x, "float32"), low, high), dtypes.standardize_dtype(x.dtype))


@register("keras.quantizers.fake_quant_with_min_max_vars")
@shaped(partial(inferred, _quantized))
def fake_quant_with_min_max_vars(
    inputs: Any, min_vals: Any, max_vals: Any, num_bits: int = 8, narrow_range: bool = False,
    axis: int | None = None,
) -> Array:  # fmt: skip
    """Floats on the grid of 2^num_bits values between min and max, moved so that 0 is on it.

    The gradient passes within the range; beyond it, it goes to the bound.

    Args:
        inputs: floats. min_vals, max_vals: the bounds, min < max, float scalars or one a channel.
        num_bits: bits of the integers, an int in [1, 16]. narrow_range: whether the grid has one
            value less, at its low end.
        axis: the channels' axis; None: the last.
    Shapes: any -> the same, dtype of `inputs`.
    Raises: ValueError if the bounds do not fit the inputs.
    Example:
        >>> fake_quant_with_min_max_vars([-2.0, 0.2, 0.6, 5.0], -1.0, 2.0, num_bits=2).tolist()
        [-1.0, 0.0, 1.0, 2.0]
    Source: Jacob et al. 2018, arXiv:1712.05877.
    Differs: bounds lie along any `axis` that is given, and have gradients in every form that is taken.
    """
    return _quantized(inputs, min_vals, max_vals, num_bits, narrow_range, axis)


def _along(bound: Array, shape: Any, axis: int | None) -> Array:
    """A bound a channel, so that it broadcasts along the channels' axis."""
    if axis is not None and not -len(shape) <= axis < len(shape):
        raise ShapeError(
            bad("fake_quant_with_min_max_vars", "axis", f"an axis of {len(shape)}", axis, "")
        )
    if axis is None or len(bound.shape) != 1 or bound.shape[0] != shape[axis]:
        return bound
    sizes = [1] * len(shape)
    sizes[axis] = bound.shape[0]
    return ops.reshape(bound, sizes)


def _nudged(low: Array, high: Array, num_bits: int, narrow_range: bool) -> tuple[Any, Any, Any]:
    """The grid's step and its ends, so that 0 is one of its values."""
    first, last = (1 if narrow_range else 0), 2**num_bits - 1
    scale = (high - low) / (last - first)
    at_zero = ops.clip(ops.floor(first - low / scale + 0.5), first, last)
    return scale, (first - at_zero) * scale, (last - at_zero) * scale


def _summed(x: Array, shape: Any) -> Array:
    """The sum over all axes along which something of this shape was broadcast."""
    front = len(x.shape) - len(shape)
    spread = [i for i, size in enumerate(x.shape) if i < front or shape[i - front] == 1]
    return ops.reshape(ops.sum(x, axis=tuple(spread)), shape)
