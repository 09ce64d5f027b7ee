"""Vectors of length 1."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer
from keraunos.layers.normalization.affine import as_axes, axes_of

_TINY = 1e-12  # lengths below this are not divided by


@register("keras.layers.UnitNormalization")
class UnitNormalization(Layer):
    """Divide by the length, so that the squares along axes sum to 1.

    y = x / max(sqrt(sum(x²)), 1e-12)

    Args: axis: an int, or several, along which the length is taken.
    Shapes: any -> the same. Zeros stay zeros.
    Raises: TypeError if axis is not ints; ShapeError (a ValueError) if it is missing.
    Example:
        >>> UnitNormalization()(ops.full((1, 4), 3.0)).tolist()
        [[0.5, 0.5, 0.5, 0.5]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(self, axis: Any = -1, **base: Any) -> None:
        super().__init__(**base)
        self.axis = as_axes("UnitNormalization", axis)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """Inputs / length."""
        axes = axes_of(self, self.axis, inputs.shape)
        x = ops.cast(inputs, "float32") if self.compute_dtype == "float16" else inputs
        length = ops.sum(ops.square(x), axes, keepdims=True)
        y = x * ops.rsqrt(ops.maximum(length, _TINY**2))
        return ops.cast(y, self.compute_dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        axes_of(self, self.axis, input_shape)
        return input_shape
