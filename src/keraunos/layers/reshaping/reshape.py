"""Another shape for each sample."""

from collections.abc import Sequence
from math import prod
from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


@register("keras.layers.Reshape", "keras.layers.core.Reshape")
class Reshape(Layer):
    """Give each sample another shape; the batch axis stays.

    Args: target_shape: sizes without the batch; one may be -1, which takes what is left.
    Shapes: (batch, ...) -> (batch, *target_shape).
    Raises: ValueError for more than one -1; ShapeError if the number of elements differs.
    Example:
        >>> Reshape((2, -1))(ops.zeros((5, 6))).shape
        (5, 2, 3)
    """

    batch_independent = True
    keeps_dtype = True

    def __init__(self, target_shape: Sequence[int], **base: Any) -> None:
        super().__init__(**base)
        target = tuple(int(s) for s in target_shape)
        if sum(s == -1 for s in target) > 1:
            raise ValueError(
                bad("Reshape", "target_shape", "sizes with at most one -1", target_shape, "")
            )
        self.target_shape = target
        self.built = True

    def call(self, inputs: Array) -> Array:
        """(batch, ...) -> (batch, *target_shape)."""
        return ops.reshape(inputs, (inputs.shape[0], *self._target(inputs.shape[1:])))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, ...) -> (batch, *target_shape), -1 resolved where sizes are known."""
        return (input_shape[0], *self._target(input_shape[1:]))

    def _target(self, sizes: Shape) -> Shape:
        target = self.target_shape
        if None in sizes:
            return tuple(None if s == -1 else s for s in target)
        total, given = prod(s for s in sizes if s is not None), prod(s for s in target if s != -1)
        fits = (given and total % given == 0) if -1 in target else total == given
        if not fits:
            raise ShapeError(
                f"{self._who()}: target_shape {target} needs a multiple of {given} elements a sample; "
                f"got shape {tuple(sizes)}, which has {total}. Choose sizes whose product is {total}."
            )
        return tuple(total // given if s == -1 else s for s in target)
