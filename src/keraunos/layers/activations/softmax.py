"""The softmax as a layer, with a mask."""

from typing import Any

from keraunos import activations, ops
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


@register("keras.layers.Softmax", "keras.layers.advanced_activations.Softmax")
class Softmax(Layer):
    """y = exp(x) / sum(exp(x)) along an axis; elements that a mask leaves out are not counted.

    Args: axis: an int, or several.
    Shapes: any -> the same; mask: broadcastable to the input, True for what counts.
    Example:
        >>> Softmax()(ops.zeros((1, 4))).tolist()
        [[0.25, 0.25, 0.25, 0.25]]
    """

    supports_masking = True

    def __init__(self, axis: Any = -1, **base: Any) -> None:
        super().__init__(**base)
        self.axis = axis
        self.built = True

    @property
    def batch_independent(self) -> bool:  # type: ignore[override]
        """Whether each row counts alone: the axis is named from the end and is not the batch's."""
        axes = self.axis if isinstance(self.axis, (list, tuple)) else [self.axis]
        return 0 not in axes and all(axis > 0 or axis == -1 for axis in axes)

    def call(self, inputs: Array, mask: Any = None) -> Array:
        """The shares along the axis."""
        if mask is not None:
            counts = ops.broadcast_to(ops.cast(self._fitting(inputs, mask), "bool"), inputs.shape)
            shares = self._shares(ops.where(counts, inputs, ops.full_like(inputs, -3e4)))
            return ops.where(counts, shares, ops.zeros_like(shares))
        return self._shares(inputs)

    def _shares(self, inputs: Array) -> Array:
        if not isinstance(self.axis, (list, tuple)):
            return activations.softmax(inputs, axis=self.axis)
        axes = tuple(self.axis)
        return ops.exp(inputs - ops.logsumexp(inputs, axis=axes, keepdims=True))

    def _fitting(self, inputs: Array, mask: Any) -> Any:
        sizes = zip(mask.shape[::-1], inputs.shape[::-1])
        if len(mask.shape) > len(inputs.shape) or any(m not in (1, s) for m, s in sizes):
            raise ShapeError(
                f"{self._who()} expects a mask that broadcasts to {tuple(inputs.shape)}; got "
                f"{tuple(mask.shape)}. Give it one axis for each of the input's, of its size or 1."
            )
        return mask

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
