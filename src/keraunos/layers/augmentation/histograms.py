"""Pictures whose levels are spread over the whole range."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.arguments import size
from keraunos.layers.augmentation.colour_layer import ColourLayer


@register("keras.layers.AutoContrast")
class AutoContrast(ColourLayer):
    """The darkest pixel of each channel becomes the least value, the lightest the most, the others between.

    y = low + (x - min) / (max - min) · (high - low); a channel of one value stays

    Args: value_range: (low, high), the least and the most that a pixel may be.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError if the range is not two numbers.
    Differs: with channels first too, each channel is stretched by itself.
    Example:
        >>> import numpy as np
        >>> AutoContrast()(np.array([10.0, 20.0, 30.0]).reshape((1, 3, 1)))[0, :, 0].tolist()
        [0.0, 127.5, 255.0]
    """

    acts_always = True

    def __init__(self, value_range: Any = (0, 255), **base: Any) -> None:
        super().__init__(**base)
        self.keep_range(value_range)

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The channels stretched."""
        numbers = ops.cast(pictures, "float32")
        least = ops.min(numbers, axis=(1, 2), keepdims=True)
        reach = ops.max(numbers, axis=(1, 2), keepdims=True) - least
        share = (numbers - least) / ops.where(reach > 0, reach, 1)
        return ops.where(reach > 0, self.unscaled(share, 1), numbers)


def histograms(levels: Array, bins: int) -> Array:
    """How often each number in [0, bins) stands in each row: (rows, n) int -> (rows, bins) float32."""
    rows = levels.shape[0]
    places = levels + ops.arange(rows)[:, None] * bins
    ones = ops.ones((levels.size,), "float32")
    counts = ops.segment_sum(ones, ops.reshape(places, (-1,)), num_segments=rows * bins)
    return ops.reshape(counts, (rows, bins))


@register("keras.layers.Equalization")
class Equalization(ColourLayer):
    """While training, the levels of each channel are moved so that each is about as frequent as the others.

    y = round(255 · (C(x) - C₀) / (n - C₀)) as levels in [0, 255], C(x) the number of pixels up to x's bin in
    this channel of the whole batch, C₀ that in the lowest bin; a channel of one bin stays

    Args:
        value_range: the least and the most that a pixel may be.
        bins: in how many steps levels are counted, an int >= 1.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError if the range is not two numbers, or bins < 1.
    """

    def __init__(
        self, value_range: Any = (0, 255), bins: int = 256, data_format: str | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        self.keep_range(value_range)
        self.bins = size("Equalization", "bins", bins)

    def draw(self, sizes: Any, seed: Any) -> Any:
        """Nothing: an empty dict, as it acts while training."""
        return {}

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool | None = True
    ) -> Array:
        """The pictures equalized while training."""
        return super().transform_images(images, {}, training)

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The channels equalized."""
        planes = ops.moveaxis(self.scaled(pictures, 255), -1, 0)  # (channels, batch, h, w)
        shape = planes.shape
        planes = ops.clip(ops.reshape(planes, (shape[0], -1)), 0, 255)
        steps = ops.cast(planes / 255 * (self.bins - 1), "int32")
        below = ops.cumsum(histograms(steps, self.bins), axis=1)
        found = ops.take_along_axis(below, steps, axis=1)
        first = ops.min(found, axis=1, keepdims=True)
        rest = planes.shape[1] - first
        levels = ops.round((found - first) / ops.maximum(rest, 1) * 255)
        levels = ops.where(rest > 0, levels, planes)
        return self.unscaled(ops.moveaxis(ops.reshape(levels, shape), 0, -1), 255)
