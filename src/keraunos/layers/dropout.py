"""Random zeros while training."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.random import SeedGenerator
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


@register("keras.layers.Dropout", "keras.layers.core.Dropout")
class Dropout(Layer):
    """While training, set each input to 0 with probability `rate` and scale the others by 1/(1-rate).

    Args:
        rate: the share that is dropped, a float in [0, 1].
        noise_shape: the shape of the mask, None or 1 for axes along which it is the same.
        seed: an int, for the same masks in each run; None: drawn from the process's stream.
    Shapes: any -> the same.
    Raises: ValueError if rate is outside [0, 1].
    Example:
        >>> Dropout(0.5)(ops.ones((1, 4))).tolist()
        [[1.0, 1.0, 1.0, 1.0]]
    Source: Srivastava et al. 2014, JMLR 15 (inverted: scaled while training).
    Differs: the masks come from another generator, so single draws are not Keras'.
    """

    supports_masking = True
    batch_independent = True
    keeps_dtype = True

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: int | None = None, **base: Any
    ) -> None:
        super().__init__(**base)
        if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 <= rate <= 1:
            raise ValueError(bad("Dropout", "rate", "a float in [0, 1]", rate, ""))
        self.rate, self.seed = rate, seed
        self.noise_shape = None if noise_shape is None else tuple(noise_shape)
        self.seed_generator = SeedGenerator(seed) if rate > 0 else None
        self.built = True

    def call(self, inputs: Array, training: bool = False) -> Array:
        """inputs · mask / (1 - rate) while training, else inputs."""
        if not training or self.seed_generator is None:
            return inputs
        return ops.dropout(inputs, self.rate, self.seed_generator.next(), self.noise_shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
