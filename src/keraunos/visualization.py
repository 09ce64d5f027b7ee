"""Pictures with what is known and predicted of them."""

from keraunos.draw.boxes import draw_bounding_boxes
from keraunos.draw.gallery import (
    plot_bounding_box_gallery,
    plot_image_gallery,
    plot_segmentation_mask_gallery,
)
from keraunos.draw.masks import draw_segmentation_masks

__all__ = [
    "draw_bounding_boxes", "draw_segmentation_masks", "plot_bounding_box_gallery", "plot_image_gallery",
    "plot_segmentation_mask_gallery",
]  # fmt: skip
