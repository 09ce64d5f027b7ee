"""Nothing at all."""

from typing import Any

from keraunos.core import tree
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.layers.layer import Layer


@register("keras.layers.Identity")
class Identity(Layer):
    """y = x, of any structure.

    Shapes: any -> the same.
    Example:
        >>> from keraunos import ops
        >>> Identity()(ops.ones((1, 2))).tolist()
        [[1.0, 1.0]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(self, **base: Any) -> None:
        super().__init__(**base)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """The inputs."""
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The input's."""
        return input_shape

    def compute_output_spec(self, inputs: Any) -> Any:
        """Tensors like the inputs."""
        return tree.map_structure(lambda x: KerasTensor(x.shape, x.dtype), inputs)
