"""Axes in another order."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer


@register("keras.layers.Permute", "keras.layers.core.Permute")
class Permute(Layer):
    """Put the axes of each sample in another order; the batch axis stays.

    Args: dims: the axes in their new order, counted from 1: (2, 1) exchanges the first two.
    Shapes: (batch, ...) -> (batch, ... in the new order).
    Raises: ValueError unless dims are 1, 2, …, n in some order.
    Example:
        >>> Permute((2, 1))(ops.zeros((5, 3, 4))).shape
        (5, 4, 3)
    """

    batch_independent = True
    keeps_dtype = True

    def __init__(self, dims: Sequence[int], **base: Any) -> None:
        super().__init__(**base)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(
                bad("Permute", "dims", "the axes 1, 2, …, n in some order", dims,
                    "Leave out 0, the batch.")
            )  # fmt: skip
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The input with its axes moved."""
        return ops.transpose(inputs, (0, *self.dims))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, sizes in the new order)."""
        return tuple(input_shape[axis] for axis in (0, *self.dims))
