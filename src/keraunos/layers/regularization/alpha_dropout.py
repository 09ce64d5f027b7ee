"""Dropout that keeps mean and variance of what selu gives."""

from math import sqrt
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.regularization.dropout import checked_noise_shape
from keraunos.layers.regularization.noise import TrainingNoise
from keraunos.ops.noise import uniform_noise

_LOWEST = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717
"""selu(-∞)."""


@register("keras.layers.AlphaDropout", "keras.layers.noise.AlphaDropout")
class AlphaDropout(TrainingNoise):
    """While training, put inputs at selu's lowest with probability `rate`; mean and variance stay.

    y = a · (x where kept, α' where dropped) + b, α' = selu(-∞), a = ((1 - rate)(1 + rate·α'²))^(-1/2),
    b = -a·rate·α'

    Args:
        rate: a float in [0, 1]. seed: an int, for the same masks each run.
        noise_shape: the shape of the mask, None or 1 for axes along which it is the same.
    Shapes: any -> the same.
    Raises: ValueError if rate is outside [0, 1].
    Source: Klambauer et al. 2017, arXiv:1706.02515.
    """

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: int | None = None, **base: Any
    ) -> None:
        super().__init__(**base)
        self.keep_strength("rate", rate, seed)
        self.rate = rate
        self.noise_shape = checked_noise_shape("AlphaDropout", noise_shape)

    def _noisy(self, inputs: Array, seed: Array) -> Array:
        if self.rate == 1:
            return ops.zeros_like(inputs)
        sizes = self.noise_shape or (None,) * len(inputs.shape)
        shape = tuple(own if s is None else s for s, own in zip(sizes, inputs.shape))
        kept = uniform_noise(seed, shape) >= self.rate
        a = 1 / sqrt((1 - self.rate) * (1 + self.rate * _LOWEST**2))
        lowest = ops.full_like(inputs, _LOWEST)
        return a * ops.where(kept, inputs, lowest) - a * self.rate * _LOWEST
