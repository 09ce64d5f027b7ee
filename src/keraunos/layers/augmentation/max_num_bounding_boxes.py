"""As many boxes for every picture."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.arguments import size
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer


@register("keras.layers.MaxNumBoundingBoxes")
class MaxNumBoundingBoxes(BaseImagePreprocessingLayer):
    """Boxes cut to the first `max_number`, or filled up to it; pictures, labels and masks stay.

    Args:
        max_number: how many boxes a picture has, an int >= 1.
        fill_value: stands in all four places of a box that fills up, and in its label.
    Shapes: {"boxes": (batch, n, 4), "labels": (batch, n)} -> the same with n = max_number.
    Raises: ValueError if max_number is below 1.
    Differs: fill_value is in the config.
    """

    acts_always = True
    keeps_dtype = True

    def __init__(self, max_number: int, fill_value: float = -1, **base: Any) -> None:
        super().__init__(**base)
        self.max_number = size("MaxNumBoundingBoxes", "max_number", max_number)
        self.fill_value = fill_value

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures as they are."""
        return pictures

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The first boxes, and those that fill up."""
        fitted = {key: self._fitted(bounding_boxes[key]) for key in ("boxes", "labels")}
        return {**bounding_boxes, **fitted}

    def _fitted(self, values: Any) -> Array:
        kept = ops.convert_to_tensor(values)[:, : self.max_number]
        missing = self.max_number - kept.shape[1]
        rest = [(0, missing if axis == 1 else 0) for axis in range(len(kept.shape))]
        return ops.pad(kept, rest, constant_values=self.fill_value)
