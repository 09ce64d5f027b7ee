"""Pictures sharpened or blurred at random."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import Sizes, per_picture
from keraunos.layers.augmentation.colour_layer import ColourLayer, StrengthLayer

_SMOOTH = np.array([[1, 1, 1], [1, 5, 1], [1, 1, 1]], "float32") / 13


@register("keras.layers.RandomSharpness")
class RandomSharpness(StrengthLayer):
    """While training, y = smooth + 2f · (x - smooth), cut to the range; an f for each picture.

    `smooth` is the weighted mean of a pixel (5/13) and its eight neighbours (1/13 each), 0 beyond the edge.

    Args:
        factor: (least, most) f: 0 is smooth, 0.5 as it is, 1 sharp; a number in [0, 1] is (0, number).
        value_range: the least and the most that a pixel may be.
        data_format: "channels_last", "channels_first", or None for the process's.
        seed: an int, for the same strengths each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1], or another range.
    """

    factor_bounds = (0, 1)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """How sharp each picture becomes."""
        return {"factor": self.uniform(sizes, self.factor, seed)}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures between smooth and sharp."""
        numbers = ops.cast(pictures, "float32")
        kernel = np.tile(_SMOOTH[:, :, None, None], (1, 1, pictures.shape[-1], 1))
        smooth = ops.depthwise_conv(numbers, kernel, padding="same", data_format="channels_last")
        strength = 2 * per_picture(transformation["factor"])
        return self.clipped(smooth + strength * (numbers - smooth))


@register("keras.layers.RandomGaussianBlur")
class RandomGaussianBlur(ColourLayer):
    """While training, some pictures are smoothed by a Gaussian window, the same for the whole batch.

    Args:
        factor: the probability: (least, most), from which it is drawn, or a number in [0, 1] for (0, number).
        kernel_size: of the window along (width, height), odd numbers of pixels, or one for both.
        sigma: its deviation in pixels, drawn for each axis: (least, most), or a number in [0, 1].
        value_range: the least and the most that a pixel may be.
        data_format: "channels_last", "channels_first", or None for the process's.
        seed: an int, for the same blurs each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1], an even window, or another range.
    """

    factor_bounds = (0, 1)

    def __init__(
        self, factor: Any = 1.0, kernel_size: Any = 3, sigma: Any = 1.0,
        value_range: Any = (0, 255), data_format: str | None = None, seed: int | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        sizes = (kernel_size,) * 2 if isinstance(kernel_size, int) else tuple(kernel_size)
        if len(sizes) != 2 or any(not isinstance(s, int) or s % 2 != 1 for s in sizes):
            wanted = "an odd int, or two"
            raise ValueError(bad("RandomGaussianBlur", "kernel_size", wanted, kernel_size, ""))
        self.kernel_size = sizes
        self.sigma = arguments.factor("RandomGaussianBlur", "sigma", sigma, low=0)
        self.keep_range(value_range)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures are blurred, and the deviations along the width and the height."""
        chosen = self.chosen(sizes, seed)
        pair = sizes._replace(batch=2)
        return {"should_apply_blur": chosen, "blur_factor": self.uniform(pair, self.sigma, seed)}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The chosen pictures blurred."""
        right, down = ops.unstack(ops.convert_to_tensor(transformation["blur_factor"]))
        least = 1e-4  # a window of no width is the pixel itself
        blurred = ops.image.gaussian_blur(
            pictures, self.kernel_size[::-1],
            (ops.maximum(down, least), ops.maximum(right, least)), data_format="channels_last",
        )  # fmt: skip
        chosen = per_picture(transformation["should_apply_blur"])
        return ops.where(chosen, self.clipped(blurred), pictures)
