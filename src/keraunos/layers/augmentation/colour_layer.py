"""Layers that change the values of pixels and leave them where they are."""

from typing import Any

from keraunos import ops
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer


class ColourLayer(BaseImagePreprocessingLayer):
    """A layer on the values of pixels, which lie in a range it is told."""

    value_range: Any = (0, 255)

    def keep_range(self, value_range: Any) -> None:
        """Store the least and the most that a pixel may be.

        Raises: ValueError if these are not two numbers.
        """
        self.value_range = arguments.value_range(type(self).__name__, value_range)

    @property
    def spread(self) -> float:
        """The most less the least."""
        low, high = self.value_range
        return high - low

    def clipped(self, pictures: Array) -> Array:
        """The pictures cut to the range."""
        return ops.clip(pictures, *self.value_range)

    def scaled(self, pictures: Array, high: float) -> Array:
        """The pictures in float32 with the range as [0, high]."""
        numbers = ops.cast(pictures, "float32")
        return (numbers - self.value_range[0]) / self.spread * high

    def unscaled(self, pictures: Array, high: float) -> Array:
        """What undoes `scaled`."""
        return pictures / high * self.spread + self.value_range[0]


class StrengthLayer(ColourLayer):
    """A layer on the values of pixels that draws how strongly it acts, from its seed.

    Args: factor: the strength. value_range: the least and the most that a pixel may be.
        data_format, seed: as of the layers.
    """

    def __init__(
        self, factor: Any, value_range: Any = (0, 255), data_format: str | None = None,
        seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        self.keep_range(value_range)
        self.keep_seed(seed)


def grey(pictures: Array) -> Array:
    """How bright colours look, one channel, in float32."""
    numbers = ops.cast(pictures, "float32")
    return ops.image.rgb_to_grayscale(numbers, data_format="channels_last")
