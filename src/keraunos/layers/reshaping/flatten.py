"""All axes but the batch as one."""

from math import prod
from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer


@register("keras.layers.Flatten", "keras.layers.core.Flatten")
class Flatten(Layer):
    """Lay all axes but the first out as one.

    Args: data_format: "channels_last" (default) or "channels_first", whose channels are moved last
        before flattening, so that both give the same order; None: the process's.
    Shapes: (batch, a, b, ...) -> (batch, a·b·…); (batch,) -> (batch, 1).
    Raises: ValueError for another data_format.
    Example:
        >>> Flatten()(ops.zeros((2, 3, 4))).shape
        (2, 12)
    """

    batch_independent = True
    keeps_dtype = True

    def __init__(self, data_format: str | None = None, **base: Any) -> None:
        super().__init__(**base)
        self.data_format = config.standardize_data_format(data_format, "Flatten")
        self.input_spec = InputSpec(min_ndim=1)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """(batch, ...) -> (batch, product)."""
        rank = len(inputs.shape)
        if self.data_format == "channels_first" and rank > 1:
            inputs = ops.transpose(inputs, (0, *range(2, rank), 1))
        return ops.reshape(inputs, (inputs.shape[0], prod(inputs.shape[1:])))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, a, b) -> (batch, a·b); None if a size is unknown."""
        sizes = [s for s in input_shape[1:] if s is not None]
        known = len(sizes) == len(input_shape) - 1
        return (input_shape[0], prod(sizes) if known else None)
