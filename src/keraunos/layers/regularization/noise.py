"""What several layers that act only while training share: a rate, a seed, the same shape out."""

from typing import Any

from keraunos.core.random import SeedGenerator
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.layer import Layer


class TrainingNoise(Layer):
    """Inputs as they are, but for noise while training; a subclass writes `_noisy`.

    Args: strength: the rate or deviation, a float in [0, 1]; at 0 nothing happens.
    """

    supports_masking = True
    batch_independent = True
    keeps_dtype = True

    def keep_strength(self, name: str, strength: float, seed: Any) -> None:
        """Store the rate under its name, and the seed; raises ValueError outside of [0, 1]."""
        self.strength = checks.between(type(self).__name__, name, strength)
        self.seed = seed
        self.seed_generator = SeedGenerator(seed) if strength > 0 else None
        self.built = True

    def call(self, inputs: Array, training: bool = False) -> Array:
        """The inputs; while training with noise."""
        if not training or self.seed_generator is None:
            return inputs
        return self._noisy(inputs, self.seed_generator.next())

    def _noisy(self, inputs: Array, seed: Array) -> Array:
        raise NotImplementedError(f"{type(self).__name__}: _noisy() is not written.")

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
