"""A row, several times."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer


@register("keras.layers.RepeatVector", "keras.layers.core.RepeatVector")
class RepeatVector(Layer):
    """Repeat each row n times along a new axis.

    Args: n: how many times, an int >= 1.
    Shapes: (batch, features) -> (batch, n, features).
    Raises: TypeError if n is no int; ValueError if it is below 1.
    Example:
        >>> RepeatVector(3)(ops.zeros((2, 5))).shape
        (2, 3, 5)
    """

    batch_independent = True
    keeps_dtype = True

    def __init__(self, n: int, **base: Any) -> None:
        super().__init__(**base)
        if not hasattr(n, "__index__"):
            raise TypeError(bad("RepeatVector", "n", "an int >= 1", n, "Pass how many times."))
        self.n = checks.size("RepeatVector", "n", n, "Pass how many times.")
        self.input_spec = InputSpec(ndim=2)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """(batch, features) -> (batch, n, features)."""
        return ops.repeat(ops.expand_dims(inputs, 1), self.n, axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, features) -> (batch, n, features)."""
        return (input_shape[0], self.n, input_shape[1])
