"""An activation function as a layer."""

from typing import Any

from keraunos import activations
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


@register("keras.layers.Activation", "keras.layers.core.Activation")
class Activation(Layer):
    """y = activation(x).

    Args: activation: a name, as in "relu", or a callable.
    Shapes: any -> the same.
    Example:
        >>> import numpy as np
        >>> Activation("relu")(np.array([[-1.0, 2.0]])).tolist()
        [[0.0, 2.0]]
    """

    supports_masking = True
    keeps_dtype = True

    def __init__(self, activation: Any, **base: Any) -> None:
        super().__init__(**base)
        self.activation = activations.get(activation)
        # a function of the user's may mix the rows
        self.batch_independent = activations.is_builtin(self.activation)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """activation(inputs)."""
        return self.activation(inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
