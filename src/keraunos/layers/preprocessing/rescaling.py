"""Values times a factor plus an offset."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.preprocessing.data_layer import DataLayer


@register("keras.layers.Rescaling", "keras.layers.experimental.preprocessing.Rescaling")
class Rescaling(DataLayer):
    """y = x * scale + offset, as floats.

    Args:
        scale: a float, or one for each channel. offset: likewise; added after.
    Shapes: any -> the same.
    Example:
        >>> Rescaling(1 / 255)(np.array([[0, 255]], "uint8")).tolist()
        [[0.0, 1.0]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(self, scale: Any, offset: Any = 0.0, **base: Any) -> None:
        super().__init__(**base)
        self.scale = scale.tolist() if isinstance(scale, np.ndarray) else scale
        self.offset = offset.tolist() if isinstance(offset, np.ndarray) else offset

    def call(self, inputs: Array) -> Array:
        """Scaled and moved."""
        x = ops.cast(inputs, self.compute_dtype)
        return x * self._factor(self.scale) + self._factor(self.offset)

    def _factor(self, value: Any) -> Any:
        factor = ops.convert_to_tensor(value, self.compute_dtype)
        if len(factor.shape) and config.image_data_format() == "channels_first":
            return ops.reshape(factor, (*factor.shape, *[1] * (3 - len(factor.shape))))
        return factor

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
