"""Layers that move pixels: their masks and boxes move with the pictures."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer, Sizes
from keraunos.ops import bounding_boxes as boxes_of

FILLS = ("reflect", "wrap", "constant", "nearest")
INTERPOLATIONS = ("nearest", "bilinear")


class GeometricLayer(BaseImagePreprocessingLayer):
    """A layer that moves pixels; a subclass writes `draw`, `augment` and `move_boxes`.

    `augment` takes the interpolation, which is "nearest" for masks.
    """

    interpolation = "bilinear"
    fill_mode = "reflect"
    fill_value = 0.0

    def keep_filling(self, interpolation: str, fill_value: Any, fill_mode: str = "reflect") -> None:
        """Store how pixels are read between and beyond those that there are.

        Raises: NotImplementedError for an unknown mode.
        """
        owner = type(self).__name__
        self.interpolation = arguments.mode(owner, "interpolation", interpolation, INTERPOLATIONS)
        self.fill_mode = arguments.mode(owner, "fill_mode", fill_mode, FILLS)
        self.fill_value = fill_value

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The pictures moved; interpolation None: the layer's own."""
        raise NotImplementedError(f"{type(self).__name__}: augment() is not written. Define it.")

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """Boxes (batch, n, 4) as (left, top, right, bottom) in pixels, moved as the pictures."""
        raise NotImplementedError(f"{type(self).__name__}: move_boxes() is not written. Define it.")

    def input_size(self, transformation: Any) -> tuple[Any, Any]:
        """The (height, width) of the pictures that a transformation was drawn for."""
        sizes = self.sizes_of(transformation["input_shape"])
        return sizes.height, sizes.width

    def output_size(self, height: int, width: int) -> tuple[int, int]:
        """The (height, width) of the pictures that come out."""
        return height, width

    def affine(self, pictures: Array, matrices: Array, interpolation: str | None) -> Array:
        """The pictures seen through maps from the result's pixels to theirs, eight numbers each."""
        return ops.image.affine_transform(
            pictures, matrices, interpolation or self.interpolation, self.fill_mode,
            self.fill_value, data_format="channels_last",
        )  # fmt: skip

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The masks moved as the pictures, each pixel one of those there were."""
        masks = ops.convert_to_tensor(segmentation_masks)
        if not self.acts_always and (not training or transformation is None):
            return masks
        return self._on_pictures(masks, self.augment, transformation, interpolation="nearest")

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The boxes moved as the pictures and cut to them; a box outside of them gets the label -1.

        Raises: ValueError if the layer was given no bounding_box_format.
        """
        if not self.acts_always and (not training or transformation is None):
            return bounding_boxes
        own = self.bounding_box_format
        if own is None:
            raise ValueError(bad(self._who(), "bounding_box_format", "the boxes' format", own, ""))
        height, width = self.input_size(transformation)
        boxes = boxes_of.convert_format(bounding_boxes["boxes"], own, "xyxy", height, width)
        moved = {**bounding_boxes, "boxes": self.move_boxes(boxes, transformation, height, width)}
        height, width = self.output_size(height, width)
        moved = boxes_of.clip_to_image_size(moved, height, width, "xyxy")
        return boxes_of.convert_format(moved, "xyxy", own, height, width, self.compute_dtype)


def sized(sizes: Sizes, **numbers: Any) -> dict[str, Any]:
    """A transformation that knows the shape of its pictures."""
    return {**numbers, "input_shape": sizes.shape}
