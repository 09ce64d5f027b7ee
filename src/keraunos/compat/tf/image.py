"""`tf.image`: images (…, rows, columns, channels) changed, mostly at random for augmentation."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.backend import noise
from keraunos.core.typing import Array


def resize(
    images: Any, size: Any, method: str = "bilinear", preserve_aspect_ratio: bool = False,
    antialias: bool = False, name: Any = None,
) -> Array:  # fmt: skip
    """The images in another size; the outcome is float, except by 'nearest'."""
    rows, columns = (int(n) for n in size)
    if preserve_aspect_ratio:
        height, width = images.shape[-3], images.shape[-2]
        factor = min(rows / height, columns / width)
        rows, columns = round(height * factor), round(width * factor)
    method = str(getattr(method, "value", method)).lower()
    if method == "area":
        return _by_area(ops.cast(images, "float32"), rows, columns)
    kept = images if method == "nearest" else ops.cast(images, "float32")
    found = ops.image.resize(
        kept, (rows, columns), method, antialias=antialias, data_format="channels_last"
    )
    return found


def _by_area(images: Array, rows: int, columns: int) -> Array:
    """The mean of what each new pixel covers."""
    tall, wide = (
        _covered(n, new) for n, new in zip(images.shape[-3:-1], (rows, columns), strict=True)
    )
    return ops.einsum("...hwc,rh,dw->...rdc", images, tall, wide)


def _covered(old: int, new: int) -> np.ndarray:
    """(new, old) shares that the old pixels have in the new ones; each row sums to 1."""
    ends = np.arange(new + 1) * old / new
    low, high = ends[:-1, None], ends[1:, None]
    places = np.arange(old)[None]
    shares = np.clip(np.minimum(high, places + 1) - np.maximum(low, places), 0, None)
    return (shares / shares.sum(1, keepdims=True)).astype("float32")


def flip_left_right(image: Any) -> Array:
    """Columns in reverse order."""
    return ops.flip(image, -2)


def flip_up_down(image: Any) -> Array:
    """Rows in reverse order."""
    return ops.flip(image, -3)


def _drawn(low: float, high: float, seed: Any) -> Array:
    return noise.random_uniform((), low, high, "float32", seed)


def random_flip_left_right(image: Any, seed: Any = None) -> Array:
    """Flipped or not, each with probability 1/2."""
    return ops.where(_drawn(0, 1, seed) < 0.5, flip_left_right(image), image)


def random_flip_up_down(image: Any, seed: Any = None) -> Array:
    """Flipped or not, each with probability 1/2."""
    return ops.where(_drawn(0, 1, seed) < 0.5, flip_up_down(image), image)


def adjust_brightness(image: Any, delta: Any) -> Array:
    """The image plus delta."""
    return ops.add(image, delta)


def adjust_contrast(images: Any, contrast_factor: Any) -> Array:
    """Each channel's distance from its mean times a factor."""
    mean = ops.mean(images, axis=(-3, -2), keepdims=True)
    return (images - mean) * contrast_factor + mean


def random_brightness(image: Any, max_delta: float, seed: Any = None) -> Array:
    """Brighter or darker by up to max_delta."""
    return adjust_brightness(image, _drawn(-max_delta, max_delta, seed))


def random_contrast(image: Any, lower: float, upper: float, seed: Any = None) -> Array:
    """The contrast times a factor in [lower, upper)."""
    return adjust_contrast(image, _drawn(lower, upper, seed))


def adjust_saturation(image: Any, saturation_factor: Any, name: Any = None) -> Array:
    """The saturation times a factor, at most 1; images of floats in [0, 1]."""
    hsv = ops.image.rgb_to_hsv(image, data_format="channels_last")
    grey = ops.clip(hsv[..., 1:2] * saturation_factor, 0.0, 1.0)
    whole = ops.concatenate([hsv[..., :1], grey, hsv[..., 2:]], axis=-1)
    return ops.image.hsv_to_rgb(whole, data_format="channels_last")


def adjust_hue(image: Any, delta: Any, name: Any = None) -> Array:
    """The hue moved by delta of the whole circle; images of floats in [0, 1]."""
    hsv = ops.image.rgb_to_hsv(image, data_format="channels_last")
    turned = ops.mod(hsv[..., :1] + delta, 1.0)
    whole = ops.concatenate([turned, hsv[..., 1:]], axis=-1)
    return ops.image.hsv_to_rgb(whole, data_format="channels_last")


def random_saturation(image: Any, lower: float, upper: float, seed: Any = None) -> Array:
    """The saturation times a factor in [lower, upper)."""
    return adjust_saturation(image, _drawn(lower, upper, seed))


def random_hue(image: Any, max_delta: float, seed: Any = None) -> Array:
    """The hue moved by up to max_delta."""
    return adjust_hue(image, _drawn(-max_delta, max_delta, seed))


def rgb_to_grayscale(images: Any, name: Any = None) -> Array:
    """0.2989 R + 0.587 G + 0.114 B, with one channel."""
    weights = np.array([0.2989, 0.587, 0.114], np.float32)
    found = ops.sum(ops.cast(images, "float32") * weights, axis=-1, keepdims=True)
    return ops.cast(found, str(images.dtype))


def grayscale_to_rgb(images: Any, name: Any = None) -> Array:
    """The one channel three times."""
    return ops.repeat(images, 3, axis=-1)


def convert_image_dtype(image: Any, dtype: Any, saturate: bool = False, name: Any = None) -> Array:
    """The image in another dtype; whole numbers span their range, floats [0, 1]."""
    dtype, before = str(dtype), str(image.dtype)
    if "float" in dtype and "int" in before:
        return ops.cast(image, dtype) / float(np.iinfo(before).max)
    if "int" in dtype and "float" in before:
        top = np.iinfo(dtype).max
        return ops.cast(ops.clip(image * (top + 0.5), 0, top), dtype)
    return ops.cast(image, dtype)


def per_image_standardization(image: Any) -> Array:
    """(image - mean) / max(deviation, 1 / √size), for each image."""
    image = ops.cast(image, "float32")
    axes = (-3, -2, -1)
    spread = ops.std(image, axis=axes, keepdims=True)
    least = 1.0 / np.sqrt(np.prod(image.shape[-3:]))
    return (image - ops.mean(image, axis=axes, keepdims=True)) / ops.maximum(spread, least)


def crop_to_bounding_box(
    image: Any, offset_height: int, offset_width: int, target_height: int, target_width: int
) -> Array:
    """The window of this size at this place."""
    rows = slice(offset_height, offset_height + target_height)
    return image[..., rows, offset_width : offset_width + target_width, :]


def central_crop(image: Any, central_fraction: float) -> Array:
    """The middle, of this share of the height and width."""
    height, width = image.shape[-3:-1]
    top = int((height - height * central_fraction) / 2)
    left = int((width - width * central_fraction) / 2)
    return crop_to_bounding_box(image, top, left, height - 2 * top, width - 2 * left)


def resize_with_crop_or_pad(image: Any, target_height: int, target_width: int) -> Array:
    """The middle, or the image with zeros around it."""
    for axis, target in ((-3, target_height), (-2, target_width)):
        size = image.shape[axis]
        before = abs(size - target) // 2
        if size > target:
            image = ops.take(image, np.arange(before, before + target), axis=axis)
        else:
            sides = [(0, 0)] * len(image.shape)
            sides[axis] = (before, target - size - before)
            image = ops.pad(image, sides)
    return image


def random_crop(value: Any, size: Any, seed: Any = None, name: Any = None) -> Array:
    """A part of this size, from anywhere."""
    starts = []
    for have, want in zip(value.shape, size):
        room = max(int(have) - int(want), 0)
        place = noise.random_uniform((), 0, room + 1, "float32", seed)
        starts.append(ops.cast(ops.floor(place), "int32"))
    wanted = [h if w == -1 else int(w) for h, w in zip(value.shape, size)]
    return ops.slice(value, ops.stack(starts), wanted)


def rot90(image: Any, k: int = 1, name: Any = None) -> Array:
    """Turned k times a quarter against the clock."""
    return ops.rot90(image, k, axes=(-3, -2))


def total_variation(images: Any, name: Any = None) -> Array:
    """Σ |difference of neighbours|, for each image."""
    down = ops.abs(images[..., 1:, :, :] - images[..., :-1, :, :])
    across = ops.abs(images[..., :, 1:, :] - images[..., :, :-1, :])
    axes = (-3, -2, -1)
    return ops.sum(down, axis=axes) + ops.sum(across, axis=axes)


def psnr(a: Any, b: Any, max_val: float, name: Any = None) -> Array:
    """10 log10(max² / mean squared difference), for each image, in dB."""
    error = ops.mean(ops.square(ops.subtract(a, b)), axis=(-3, -2, -1))
    return 10.0 * ops.log10(max_val**2 / error)
