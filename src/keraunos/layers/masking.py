"""Steps that do not count."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


@register("keras.layers.Masking", "keras.layers.core.Masking")
class Masking(Layer):
    """Mark the steps all of whose features are `mask_value` as not counting, and set them to 0.

    Args: mask_value: the number that stands for nothing, a float.
    Shapes: (batch, time, ..., features) -> the same, with a mask (batch, time, ...).
    Example:
        >>> Masking()(ops.convert_to_tensor([[[1.0], [0.0]]]))._keras_mask.tolist()
        [[True, False]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(self, mask_value: Any = 0.0, **base: Any) -> None:
        super().__init__(**base)
        self.mask_value = mask_value
        self.built = True

    def compute_mask(self, inputs: Array, mask: Any = None) -> Array:  # type: ignore[override]
        """True where any feature differs from mask_value."""
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs: Array) -> Array:
        """The inputs, 0 at masked steps."""
        counts = ops.any(ops.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * ops.cast(counts, inputs.dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
