"""Normalization by the root of the mean square: no mean is taken away."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer
from keraunos.layers.normalization.affine import as_axes, sizes_of


@register("keras.layers.RMSNormalization")
class RMSNormalization(Layer):
    """Bring the mean square of each sample along axes to 1, then scale it.

    y = x / sqrt(mean(x²) + epsilon) · scale

    Args:
        axis: an int, or several, along which the mean square is taken and the scale lies.
        epsilon: added to the mean square, a float > 0.
    Shapes: any -> the same.
    Raises: TypeError if axis is not ints; ShapeError (a ValueError) if it is missing or its size unknown.
    Source: Zhang & Sennrich 2019, arXiv:1910.07467.
    Differs: any axis may be named, not the last ones only.
    Example:
        >>> RMSNormalization()(ops.full((1, 4), 3.0)).round(3).tolist()
        [[1.0, 1.0, 1.0, 1.0]]
    """

    batch_independent = True

    def __init__(self, axis: Any = -1, epsilon: float = 1e-6, **base: Any) -> None:
        super().__init__(**base)
        self.axis, self.epsilon = as_axes("RMSNormalization", axis), epsilon

    def build(self, input_shape: Shape) -> None:
        """Make the scale of the axes' sizes."""
        shape = sizes_of(self, self.axis, input_shape)
        self.axis = self.axis if isinstance(self.axis, list) else [self.axis]
        self.scale = self.add_weight(shape, "ones", name="scale", autocast=False)

    def call(self, x: Array) -> Array:
        """X / sqrt(mean(x²) + epsilon) · scale."""
        y = ops.rms_normalization(x, self.scale, self.axis, self.epsilon)
        return ops.cast(y, self.compute_dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
