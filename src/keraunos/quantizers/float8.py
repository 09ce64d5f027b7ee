"""8-bit floats: the scale that brings numbers into their range, and the rounding they cause."""

from typing import Any

from keraunos import ops
from keraunos.core.dtypes import is_float
from keraunos.core.errors import bad
from keraunos.core.typing import Array


def compute_float8_scale(amax: Any, scale: Any, dtype_max: float, margin: int = 0) -> Array:
    """The scale that brings `amax` to the largest number of an 8-bit float.

    scale = amax · 2^margin / dtype_max; where amax is 0 or not finite the old scale stays

    Args:
        amax: the largest magnitude seen. scale: the old one. dtype_max: the largest finite number.
        margin: how many powers of two to stay below it.
    Shapes: any -> the same.
    Example:
        >>> compute_float8_scale(896.0, 1.0, 448.0).tolist()
        2.0
    """
    inverse = ops.divide(1.0, scale)
    wanted = ops.divide(ops.divide(dtype_max, amax), 2**margin)
    wanted = ops.where(ops.greater(amax, 0.0), wanted, inverse)
    wanted = ops.where(ops.isfinite(amax), wanted, inverse)
    return ops.divide(1.0, wanted)


def compute_float8_amax_history(x: Any, amax_history: Any) -> Array:
    """The history moved on by one step, the first going last, then the largest magnitude of `x` in front.

    Args: x: numbers. amax_history: the largest magnitudes of earlier steps.
    Shapes: any, (steps,) -> (steps,), dtype of the history.
    Example:
        >>> compute_float8_amax_history(ops.array([1.0, -5.0]), ops.array([2.0, 3.0, 4.0])).tolist()
        [5.0, 4.0, 2.0]
    """
    x, history = ops.convert_to_tensor(x), ops.convert_to_tensor(amax_history)
    amax = ops.cast(ops.max(ops.abs(x)), history.dtype)
    moved = ops.roll(history, -1)
    return ops.concatenate([ops.reshape(amax, (1,)), moved[1:]])


def quantize_and_dequantize(
    inputs: Any, scale: Any, quantized_dtype: str, compute_dtype: str
) -> Array:
    """What numbers become when they are kept in an 8-bit float.

    Args:
        inputs: numbers. scale: what they are divided by before and multiplied by after.
        quantized_dtype: "float8_e4m3fn" or "float8_e5m2"; numbers beyond its range become its ends.
        compute_dtype: the dtype of the result.
    Shapes: any -> the same.
    Raises: ValueError if quantized_dtype is no float dtype.
    Example:
        >>> quantize_and_dequantize([1.03, 1000.0], ops.array(2.0), "float8_e4m3fn", "float32").tolist()
        [1.0, 896.0]
    """
    if not is_float(quantized_dtype):
        raise ValueError(
            bad("quantize_and_dequantize", "quantized_dtype", "a float dtype", quantized_dtype,
                "Take 'float8_e4m3fn'.")
        )  # fmt: skip
    scale = ops.cast(scale, compute_dtype)
    x = ops.divide(inputs, scale)
    kept = ops.saturate_cast(x, quantized_dtype)
    return ops.multiply(ops.cast(kept, compute_dtype), scale)
