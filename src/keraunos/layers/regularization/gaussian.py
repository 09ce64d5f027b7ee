"""Normal noise while training: added, or multiplied."""

from math import sqrt
from typing import Any

from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.regularization.noise import TrainingNoise
from keraunos.ops.noise import normal_noise


@register("keras.layers.GaussianNoise", "keras.layers.noise.GaussianNoise")
class GaussianNoise(TrainingNoise):
    """While training, y = x + stddev · n, n normal.

    Args: stddev: a float in [0, 1]. seed: an int, for the same noise each run.
    Shapes: any -> the same.
    Raises: ValueError if stddev is outside [0, 1].
    """

    def __init__(self, stddev: float, seed: int | None = None, **base: Any) -> None:
        super().__init__(**base)
        self.keep_strength("stddev", stddev, seed)
        self.stddev = stddev

    def _noisy(self, inputs: Array, seed: Array) -> Array:
        return inputs + self.stddev * normal_noise(seed, inputs.shape, inputs.dtype)


@register("keras.layers.GaussianDropout", "keras.layers.noise.GaussianDropout")
class GaussianDropout(TrainingNoise):
    """While training, y = x · (1 + n · √(rate / (1 - rate))), n normal.

    Args: rate: as of Dropout, a float in [0, 1). seed: an int, for the same noise each run.
    Shapes: any -> the same.
    Raises: ValueError if rate is outside [0, 1].
    Source: Srivastava et al. 2014, JMLR 15, section 10.
    """

    def __init__(self, rate: float, seed: int | None = None, **base: Any) -> None:
        super().__init__(**base)
        self.keep_strength("rate", rate, seed)
        self.rate = rate

    def _noisy(self, inputs: Array, seed: Array) -> Array:
        deviation = sqrt(self.rate / (1 - self.rate)) if self.rate < 1 else float("inf")
        return inputs * (1 + deviation * normal_noise(seed, inputs.shape, inputs.dtype))
