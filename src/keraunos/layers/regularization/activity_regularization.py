"""A loss computed from what passes through."""

from typing import Any

from keraunos import regularizers
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.layer import Layer


@register("keras.layers.ActivityRegularization", "keras.layers.core.ActivityRegularization")
class ActivityRegularization(Layer):
    """Pass the inputs on and add l1·Σ|x| + l2·Σx², divided by the batch's size, to the loss.

    Args: l1, l2: factors, floats >= 0.
    Shapes: any -> the same.
    Raises: ValueError for a negative factor.
    """

    supports_masking = True
    batch_independent = True

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **base: Any) -> None:
        for name, factor in (("l1", l1), ("l2", l2)):
            checks.between("ActivityRegularization", name, factor, high=float("inf"))
        super().__init__(activity_regularizer=regularizers.L1L2(l1=l1, l2=l2), **base)
        self.l1, self.l2 = l1, l2
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The inputs."""
        return inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """The factors; the regularizer is made of them."""
        config = super().get_config()
        config.pop("activity_regularizer", None)
        return {**config, "l1": self.l1, "l2": self.l2}
