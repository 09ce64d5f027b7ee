"""Pictures mirrored at random."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.base import Sizes
from keraunos.layers.augmentation.geometric import GeometricLayer, sized

_AXES = {"horizontal": (2,), "vertical": (1,), "horizontal_and_vertical": (1, 2)}


@register("keras.layers.RandomFlip")
class RandomFlip(GeometricLayer):
    """While training, every second picture is mirrored, on average.

    Args:
        mode: "horizontal" (left to right), "vertical" (top to bottom) or "horizontal_and_vertical".
        seed: an int, for the same flips each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for another mode.
    Differs: an unknown mode is refused; boxes that reach out of the picture are cut.
    Example:
        >>> import numpy as np
        >>> RandomFlip("horizontal")(np.ones((2, 4, 4, 3)), training=False).shape
        (2, 4, 4, 3)
    """

    def __init__(
        self, mode: str = "horizontal_and_vertical", seed: int | None = None,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        if mode not in _AXES:
            raise ValueError(bad("RandomFlip", "mode", f"one of {tuple(_AXES)}", mode, ""))
        self.mode = mode
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures are mirrored."""
        return sized(sizes, flips=self.uniform(sizes, (0, 1), seed, 1, 1, 1) <= 0.5)

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The chosen pictures with their axes turned round."""
        flips = ops.reshape(transformation["flips"], (-1, 1, 1, 1))
        return ops.where(flips, ops.flip(pictures, axis=_AXES[self.mode]), pictures)

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes mirrored."""
        left, top, right, bottom = ops.unstack(boxes, axis=-1)
        if 2 in _AXES[self.mode]:
            left, right = width - right, width - left
        if 1 in _AXES[self.mode]:
            top, bottom = height - bottom, height - top
        flips = ops.reshape(transformation["flips"], (-1, 1, 1))
        return ops.where(flips, ops.stack([left, top, right, bottom], axis=-1), boxes)
