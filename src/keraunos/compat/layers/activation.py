"""Activations of Keras 2 that became arguments of others."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register_keras_serializable
from keraunos.core.typing import Array, Shape
from keraunos.layers import Layer


@register_keras_serializable("keraunos")
class ThresholdedReLU(Layer):
    """X where it is above a threshold, 0 elsewhere.

    Args: theta: the threshold, a float >= 0.
    Example:
        >>> ThresholdedReLU(1.0)(ops.convert_to_tensor([[0.5, 2.0]])).tolist()
        [[0.0, 2.0]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(self, theta: float = 1.0, **base: Any) -> None:
        super().__init__(**base)
        self.theta = float(theta)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """X · (x > theta)."""
        return inputs * ops.cast(inputs > self.theta, inputs.dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
