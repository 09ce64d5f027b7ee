"""`keras.ops.image`: pictures resized, moved, cut, padded, recoloured and compared."""

from keraunos.ops.image.colour import hsv_to_rgb, rgb_to_grayscale, rgb_to_hsv
from keraunos.ops.image.cutting import (
    crop_images,
    extract_patches,
    extract_patches_3d,
    pad_images,
)
from keraunos.ops.image.filters import gaussian_blur, sobel_edges, ssim
from keraunos.ops.image.moving import (
    affine_transform,
    elastic_transform,
    map_coordinates,
    perspective_transform,
)
from keraunos.ops.image.resizing import resize, scale_and_translate

__all__ = [
    "affine_transform", "crop_images", "elastic_transform", "extract_patches", "extract_patches_3d",
    "gaussian_blur", "hsv_to_rgb", "map_coordinates", "pad_images", "perspective_transform",
    "resize", "rgb_to_grayscale", "rgb_to_hsv", "scale_and_translate", "sobel_edges", "ssim",
]  # fmt: skip
