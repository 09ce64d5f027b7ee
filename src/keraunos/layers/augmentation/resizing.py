"""Pictures in another size."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import Sizes
from keraunos.layers.augmentation.geometric import GeometricLayer
from keraunos.ops.image.resizing import METHODS


class SizedLayer(GeometricLayer):
    """A layer whose pictures come out as (height, width)."""

    def keep_size(self, height: int, width: int) -> None:
        """Store the size.

        Raises: ValueError unless both are ints >= 1.
        """
        owner = type(self).__name__
        self.height = arguments.size(owner, "height", height)
        self.width = arguments.size(owner, "width", width)

    def output_size(self, height: int, width: int) -> tuple[int, int]:
        """The size asked for."""
        return self.height, self.width

    def largest_window(self, pictures: Array, interpolation: str) -> Array:
        """The largest middle part that has the shape asked for, resized."""
        return ops.image.resize(
            pictures, (self.height, self.width), interpolation, crop_to_aspect_ratio=True,
            data_format="channels_last",
        )  # fmt: skip

    def largest_part(self, height: int, width: int) -> tuple[int, int, int, int]:
        """The (top, left, height, width) of that part."""
        tall = max(min(height, width * self.height // self.width), 1)
        wide = max(min(width, height * self.width // self.height), 1)
        return (height - tall) // 2, (width - wide) // 2, tall, wide

    def boxes_in_part(self, boxes: Array, part: tuple[int, int, int, int]) -> Array:
        """The boxes as seen in such a part, resized."""
        top, left, tall, wide = part
        down, right = self.height / tall, self.width / wide
        corner = ops.array([left, top, left, top], boxes.dtype)
        return (boxes - corner) * ops.array([right, down, right, down], boxes.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The input's, with the size asked for."""
        if isinstance(input_shape, dict):
            return super().compute_output_shape(input_shape)
        shape = list(self.sizes_of(tuple(input_shape)).shape)
        start = len(shape) - (3 if self.data_format == "channels_last" else 2)
        shape[start : start + 2] = self.height, self.width
        return tuple(shape)


@register("keras.layers.Resizing")
class Resizing(SizedLayer):
    """Pictures in another size.

    Args:
        height, width: of what comes out, pixels >= 1.
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        crop_to_aspect_ratio: cut the middle out first, in the shape of the new size.
        pad_to_aspect_ratio: fill up with `fill_value` first, to the shape of the new size.
        fill_mode: "constant". fill_value: a number in the units of the pixels.
        antialias: whether a smaller picture is smoothed first.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same with the new size; integers stay integers.
    Raises: ValueError for a size below 1, an unknown interpolation, or both ratios at once.
    Example:
        >>> import numpy as np
        >>> Resizing(2, 3)(np.ones((1, 4, 4, 1))).shape
        (1, 2, 3, 1)
    """

    acts_always = True
    keeps_dtype = True

    def __init__(
        self, height: int, width: int, interpolation: str = "bilinear",
        crop_to_aspect_ratio: bool = False, pad_to_aspect_ratio: bool = False,
        fill_mode: str = "constant", fill_value: float = 0.0, antialias: bool = False,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        self.keep_size(height, width)
        if interpolation not in METHODS:
            raise ValueError(unknown("Resizing", "interpolation", str(interpolation), METHODS))
        if crop_to_aspect_ratio and pad_to_aspect_ratio:
            raise ValueError(
                bad("Resizing", "pad_to_aspect_ratio", "False where crop_to_aspect_ratio is True",
                    pad_to_aspect_ratio, "Choose one of them.")
            )  # fmt: skip
        if fill_mode != "constant":
            raise ValueError(bad("Resizing", "fill_mode", "'constant'", fill_mode, ""))
        self.interpolation, self.antialias = interpolation, antialias
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode, self.fill_value = fill_mode, fill_value

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The (height, width) of the pictures."""
        return sizes.height, sizes.width

    def input_size(self, transformation: Any) -> tuple[Any, Any]:
        """The transformation itself."""
        return transformation

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The pictures in the new size."""
        return ops.image.resize(
            pictures, (self.height, self.width), interpolation or self.interpolation,
            self.antialias and interpolation is None, self.crop_to_aspect_ratio,
            self.pad_to_aspect_ratio, self.fill_mode, self.fill_value, "channels_last",
        )  # fmt: skip

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes scaled as the pictures; with a ratio kept, by one factor, and shifted to the middle."""
        down, right = self.height / height, self.width / width
        if self.crop_to_aspect_ratio:
            down = right = max(down, right)
        elif self.pad_to_aspect_ratio:
            down = right = min(down, right)
        left, top = int((self.width - width * right) / 2), int((self.height - height * down) / 2)
        scaled = boxes * ops.array([right, down, right, down], boxes.dtype)
        return scaled + ops.array([left, top, left, top], boxes.dtype)
