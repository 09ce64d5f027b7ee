"""Pictures made lighter or darker, flatter or harsher, at random."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.base import Sizes
from keraunos.layers.augmentation.colour_layer import ColourLayer


@register("keras.layers.RandomBrightness")
class RandomBrightness(ColourLayer):
    """While training, y = x + delta, cut to the range; a delta for each picture.

    Args:
        factor: deltas as shares of the range: (least, most), or a number in [-1, 1] for both ways.
        value_range: the least and the most that a pixel may be.
        seed: an int, for the same deltas each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same; integers stay integers.
    Raises: ValueError for a factor outside of [-1, 1], or another range.
    Differs: whole numbers are cut to the range and do not wrap around.
    Example:
        >>> import numpy as np
        >>> layer = RandomBrightness((0.2, 0.2))
        >>> layer(np.full((1, 1, 1, 1), 250.0)).tolist(), layer(np.zeros((1, 1, 1, 1))).tolist()
        ([[[[255.0]]]], [[[[51.0]]]])
    """

    keeps_dtype = True

    def __init__(
        self, factor: Any, value_range: Any = (0, 255), seed: int | None = None, **base: Any
    ) -> None:
        super().__init__(factor=factor, **base)
        self.keep_range(value_range)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """What is added to each picture."""
        return {"rgb_delta": self.uniform(sizes, self.factor, seed, 1, 1, 1) * self.spread}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures with more light."""
        return self.clipped(ops.cast(pictures, "float32") + transformation["rgb_delta"])


@register("keras.layers.RandomContrast")
class RandomContrast(ColourLayer):
    """While training, y = mean + (x - mean) · factor, cut to the range; a factor for each picture.

    The mean is that of a picture's channel.

    Args:
        factor: (lower, upper), for factors in [1 - lower, 1 + upper]; a number in [0, 1] is (0, number).
        value_range: the least and the most that a pixel may be.
        seed: an int, for the same factors each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1], or another range.
    """

    factor_bounds = (0, 1)

    def __init__(
        self, factor: Any, value_range: Any = (0, 255), seed: int | None = None, **base: Any
    ) -> None:
        super().__init__(factor=factor, **base)
        self.keep_range(value_range)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The factor of each picture."""
        lower, upper = self.factor
        return {"contrast_factor": self.uniform(sizes, (1 - lower, 1 + upper), seed, 1, 1, 1)}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures with other contrast."""
        numbers = ops.cast(pictures, "float32")
        mean = ops.mean(numbers, axis=(1, 2), keepdims=True)
        return self.clipped((numbers - mean) * transformation["contrast_factor"] + mean)
