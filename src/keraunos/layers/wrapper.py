"""A layer around another."""

from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.layers.layer import Layer


@register("keras.layers.Wrapper", "keras.layers.wrappers.Wrapper")
class Wrapper(Layer):
    """The base of layers that change what another layer does.

    Args: layer: the layer inside.
    Raises: ValueError if it is no layer.
    Example:
        >>> import numpy as np
        >>> from keraunos.layers import Dense
        >>> class Twice(Wrapper):
        ...     def call(self, inputs):
        ...         return self.layer(self.layer(inputs))
        >>> Twice(Dense(3))(np.ones((2, 3))).shape
        (2, 3)
    """

    def __init__(self, layer: Any, **base: Any) -> None:
        if not isinstance(layer, Layer):
            raise ValueError(
                bad(
                    type(self).__name__, "layer", "a Layer", layer, "Pass an instance, not a class."
                )
            )
        super().__init__(**base)
        self.layer = layer

    layer: Any

    def build(self, input_shape: Any = None) -> None:
        """Build the layer inside."""
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True
