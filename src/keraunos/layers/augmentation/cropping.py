"""Windows cut out of pictures: in the middle, or anywhere."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.base import Sizes
from keraunos.layers.augmentation.geometric import sized
from keraunos.layers.augmentation.resizing import SizedLayer
from keraunos.ops import random
from keraunos.ops.bounding_boxes import crop


@register("keras.layers.CenterCrop")
class CenterCrop(SizedLayer):
    """The middle of pictures; of smaller ones the largest middle part of that shape, resized.

    Args: height, width: of the window, pixels >= 1. data_format: as of `Resizing`.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same with the new size.
    Raises: ValueError for a size below 1.
    Example:
        >>> import numpy as np
        >>> CenterCrop(1, 2)(np.arange(16.0).reshape((1, 4, 4, 1)))[0, :, :, 0].tolist()
        [[5.0, 6.0]]
    """

    acts_always = True

    def __init__(
        self, height: int, width: int, data_format: str | None = None, **base: Any
    ) -> None:
        super().__init__(data_format=data_format, **base)
        self.keep_size(height, width)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The shape of the pictures."""
        return sized(sizes)

    def _corner(self, height: int, width: int) -> tuple[int, int] | None:
        """Where the window begins; None where the picture is too small for it."""
        top, left = height - self.height, width - self.width
        return None if top < 0 or left < 0 else (top // 2, left // 2)

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The middle."""
        corner = self._corner(*pictures.shape[1:3])
        if corner is None:
            return self.largest_window(pictures, interpolation or self.interpolation)
        top, left = corner
        return pictures[:, top : top + self.height, left : left + self.width]

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes as seen in the window."""
        corner = self._corner(height, width)
        if corner is None:
            return self.boxes_in_part(boxes, self.largest_part(height, width))
        return crop(boxes, *corner, self.height, self.width)


class Window(tuple[Any, Any]):
    """The (top, left) of a window, the shape of the pictures, and whether it is the largest one, resized."""

    input_shape: Any
    largest: bool

    def __new__(cls, top: Any, left: Any, input_shape: Any, largest: bool = False) -> "Window":
        """A tuple of two that knows more."""
        self = super().__new__(cls, (top, left))
        self.input_shape, self.largest = input_shape, largest
        return self


@register("keras.layers.RandomCrop")
class RandomCrop(SizedLayer):
    """While training, a window from anywhere in the picture, the same for the whole batch.

    Else the largest middle part of that shape, resized. A picture that is too small for the window is
    resized from where that part begins.

    Args:
        height, width: of the window, pixels >= 1.
        seed: an int, for the same windows each run. data_format: as of `Resizing`.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same with the new size.
    Raises: ValueError for a size below 1.
    Differs: outside of training the shape is (height, width) too, as Keras documents and infers but does
        not do; boxes move as the pictures do, not by the window's coordinates swapped.
    """

    acts_always = True

    def __init__(
        self, height: int, width: int, seed: int | None = None, data_format: str | None = None,
        name: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, name=name, **base)
        self.keep_size(height, width)
        self.keep_seed(seed)

    def _is_small(self, height: int, width: int) -> bool:
        return height < self.height or width < self.width

    def get_random_transformation(
        self, data: Any, training: bool | None = True, seed: Any = None
    ) -> Any:
        """The (top, left) of the window."""
        sizes = self.sizes_of(data)
        small = self._is_small(sizes.height, sizes.width)
        if small or not training:
            top, left, *_ = self.largest_part(sizes.height, sizes.width)
            return Window(top, left, sizes.shape, largest=not small)
        rooms = (sizes.height - self.height, sizes.width - self.width)
        seed = self.drawing_seed(seed)
        top, left = (random.randint((), 0, room + 1, seed=seed) for room in rooms)
        return Window(top, left, sizes.shape)

    def input_size(self, transformation: Any) -> tuple[Any, Any]:
        """Of the pictures that the window was drawn for; None, None of a plain tuple, which does not know."""
        shape = getattr(transformation, "input_shape", None)
        sizes = None if shape is None else self.sizes_of(shape)
        return (None, None) if sizes is None else (sizes.height, sizes.width)

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The window."""
        interpolation = interpolation or self.interpolation
        if getattr(transformation, "largest", False):
            return self.largest_window(pictures, interpolation)
        top, left = transformation
        if self._is_small(*pictures.shape[1:3]):
            part = pictures[:, top : top + self.height, left : left + self.width]
            size = (self.height, self.width)
            return ops.image.resize(part, size, interpolation, data_format="channels_last")
        shape = (pictures.shape[0], self.height, self.width, pictures.shape[-1])
        return ops.slice(pictures, (0, top, left, 0), shape)

    def move_boxes(self, boxes: Array, transformation: Any, height: Any, width: Any) -> Array:
        """The boxes as seen in the window."""
        top, left = transformation
        if getattr(transformation, "largest", False):
            return self.boxes_in_part(boxes, self.largest_part(height, width))
        if height is not None and self._is_small(height, width):
            tall, wide = min(self.height, height - top), min(self.width, width - left)
            return self.boxes_in_part(boxes, (top, left, tall, wide))
        return crop(boxes, top, left, self.height, self.width)
