"""`tf.image`: patches, padding, boxes drawn and cut out, and the boxes that overlap least."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.image import resize
from keraunos.compat.tf.nets import spatial
from keraunos.core.typing import Array


def extract_patches(
    images: Any, sizes: Any, strides: Any, rates: Any, padding: str, name: Any = None
) -> Array:
    """(batch, rows, columns, channels) -> (batch, down, across, patch rows · columns · channels)."""
    size, steps, wide = (spatial(v, 2, "channels_last") for v in (sizes, strides, rates))
    return ops.image.extract_patches(
        images, size, steps, wide, padding.lower(), data_format="channels_last"
    )


def pad_to_bounding_box(
    image: Any, offset_height: Any, offset_width: Any, target_height: int, target_width: int
) -> Array:
    """The image at this place of a field of zeros."""
    image = ops.convert_to_tensor(image)
    rows, columns = image.shape[-3:-1]
    sides = [(0, 0)] * len(image.shape)
    top, left = int(offset_height), int(offset_width)
    sides[-3] = (top, int(target_height) - top - rows)
    sides[-2] = (left, int(target_width) - left - columns)
    return ops.pad(image, sides)


def resize_with_pad(
    image: Any, target_height: int, target_width: int, method: str = "bilinear",
    antialias: bool = False,
) -> Array:  # fmt: skip
    """The whole image in its own proportions, with zeros beside it."""
    size = (int(target_height), int(target_width))
    found = resize(image, size, method, preserve_aspect_ratio=True, antialias=antialias)
    top, left = ((want - have) // 2 for want, have in zip(size, found.shape[-3:-1]))
    return pad_to_bounding_box(found, top, left, *size)


def transpose(image: Any, name: Any = None) -> Array:
    """Rows and columns changed over."""
    return ops.swapaxes(image, -3, -2)


def adjust_gamma(image: Any, gamma: float = 1, gain: float = 1) -> Array:
    """gain · image^gamma, floats."""
    return gain * ops.power(ops.cast(image, "float32"), gamma)


def image_gradients(image: Any) -> tuple[Array, Array]:
    """(differences to the row below, to the column on the right), 0 at the end."""
    down = ops.pad(image[:, 1:] - image[:, :-1], [(0, 0), (0, 1), (0, 0), (0, 0)])
    across = ops.pad(image[:, :, 1:] - image[:, :, :-1], [(0, 0), (0, 0), (0, 1), (0, 0)])
    return down, across


def sobel_edges(image: Any) -> Array:
    """The differences across 3 × 3 pixels, down and across, along a new last axis."""
    x = ops.pad(image, [(0, 0), (1, 1), (1, 1), (0, 0)], "reflect")
    smooth_rows = x[:, :-2] + 2 * x[:, 1:-1] + x[:, 2:]
    smooth_columns = x[:, :, :-2] + 2 * x[:, :, 1:-1] + x[:, :, 2:]
    down = smooth_columns[:, 2:] - smooth_columns[:, :-2]
    across = smooth_rows[:, :, 2:] - smooth_rows[:, :, :-2]
    return ops.stack([down, across], axis=-1)


def ssim(
    img1: Any, img2: Any, max_val: float, filter_size: int = 11, filter_sigma: float = 1.5,
    k1: float = 0.01, k2: float = 0.03, return_index_map: bool = False,
) -> Array:  # fmt: skip
    """How alike two images are in structure: mean over places of 11 × 11 Gaussian windows, 1 if equal."""
    a, b = (ops.cast(x, "float32") for x in (img1, img2))
    offsets = np.arange(filter_size) - (filter_size - 1) / 2
    bell = np.exp(-(offsets**2) / (2 * filter_sigma**2))
    window = np.outer(bell, bell) / bell.sum() ** 2
    kernel = np.tile(window[..., None, None], (1, 1, a.shape[-1], 1)).astype("float32")

    def mean(x: Any) -> Any:
        rows = ops.reshape(x, (-1, *x.shape[-3:]))
        return ops.depthwise_conv(rows, kernel, 1, "valid", "channels_last")

    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    mean_a, mean_b = mean(a), mean(b)
    light = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    spread = mean(a * a + b * b) - mean_a**2 - mean_b**2
    found = light * (2 * (mean(a * b) - mean_a * mean_b) + c2) / (spread + c2)
    found = ops.mean(found, axis=-1 if return_index_map else (-3, -2, -1))
    return found if a.ndim == 4 else found[0]


# --- boxes --------------------------------------------------------------------------------------


def draw_bounding_boxes(images: Any, boxes: Any, colors: Any, name: Any = None) -> Array:
    """The images with the outlines of boxes (top, left, bottom, right), shares of the size."""
    found = np.array(images, np.float32)
    colors = np.asarray([[1, 0, 0, 1]] if colors is None else colors, np.float32)
    height, width, channels = found.shape[1:]
    for picture, rows in zip(found, np.asarray(boxes)):
        for number, box in enumerate(rows):
            ends = np.array([height, width, height, width]) - 1
            top, left, bottom, right = np.clip((box * ends).astype(int), 0, ends)
            color = colors[number % len(colors)][:channels]
            picture[[top, bottom], left : right + 1] = color
            picture[top : bottom + 1, [left, right]] = color
    return ops.convert_to_tensor(found)


def crop_and_resize(
    image: Any, boxes: Any, box_indices: Any, crop_size: Any, method: str = "bilinear",
    extrapolation_value: float = 0.0, name: Any = None,
) -> Array:  # fmt: skip
    """The boxes (top, left, bottom, right; shares of the size) of images, each in one size."""
    image, boxes = ops.cast(image, "float32"), np.asarray(boxes, np.float32)
    rows, columns = (int(n) for n in crop_size)
    height, width = image.shape[1:3]
    found = []
    for (top, left, bottom, right), number in zip(boxes, np.asarray(box_indices)):
        places = [
            np.linspace(first, last, n) * (size - 1)
            if n > 1 else np.array([(first + last) / 2 * (size - 1)])
            for first, last, n, size in ((top, bottom, rows, height), (left, right, columns, width))
        ]  # fmt: skip
        grid = np.stack(np.meshgrid(*places, indexing="ij"))
        planes = [
            ops.image.map_coordinates(
                image[int(number), :, :, c], grid, 1 if method == "bilinear" else 0,
                fill_mode="constant", fill_value=extrapolation_value,
            )
            for c in range(image.shape[-1])
        ]  # fmt: skip
        found.append(ops.stack(planes, axis=-1))
    return ops.stack(found)


def non_max_suppression(
    boxes: Any, scores: Any, max_output_size: Any, iou_threshold: float = 0.5,
    score_threshold: float = float("-inf"), name: Any = None,
) -> Array:  # fmt: skip
    """The numbers of the best boxes of which none overlaps a better one by more than the limit."""
    corners, scores = np.asarray(boxes, np.float64), np.asarray(scores)
    low, high = (
        np.minimum(corners[:, :2], corners[:, 2:]),
        np.maximum(corners[:, :2], corners[:, 2:]),
    )
    area = np.prod(high - low, axis=1)
    kept: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        if len(kept) == int(max_output_size) or scores[i] <= score_threshold:
            break
        shared = np.minimum(high[i], high[kept]) - np.maximum(low[i], low[kept])
        common = np.prod(np.clip(shared, 0, None), axis=1)
        union = area[i] + area[kept] - common
        if np.all(common <= iou_threshold * union):
            kept.append(int(i))
    return ops.convert_to_tensor(np.array(kept, np.int32))
