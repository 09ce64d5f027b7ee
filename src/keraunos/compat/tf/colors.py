"""`tf.image`: colors as brightness and two differences, and what JPEG does to a picture."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.files import decode_jpeg, encode_jpeg
from keraunos.core.typing import Array

_YUV = np.array(
    [[0.299, 0.587, 0.114], [-0.14714119, -0.28886916, 0.43601035], [0.61497538, -0.51496512, -0.10001026]],
    "float32",
)  # fmt: skip
_YIQ = np.array(
    [[0.299, 0.587, 0.114], [0.59590059, -0.27455667, -0.32134392], [0.21153661, -0.52273617, 0.31119955]],
    "float32",
)  # fmt: skip


def _through(images: Any, matrix: np.ndarray) -> Array:
    return ops.matmul(ops.convert_to_tensor(images), matrix.T)


def rgb_to_yuv(images: Any) -> Array:
    """Red, green and blue as brightness and the differences of blue and red."""
    return _through(images, _YUV)


def yuv_to_rgb(images: Any) -> Array:
    """The way back from `rgb_to_yuv`."""
    return _through(images, np.linalg.inv(_YUV))


def rgb_to_yiq(images: Any) -> Array:
    """Red, green and blue as brightness and two axes of color."""
    return _through(images, _YIQ)


def yiq_to_rgb(images: Any) -> Array:
    """The way back from `rgb_to_yiq`."""
    return _through(images, np.linalg.inv(_YIQ))


def adjust_jpeg_quality(
    image: Any, jpeg_quality: int, dct_method: str = "", name: Any = None
) -> Array:
    """A picture as it is after JPEG of this quality; floats lie in [0, 1]."""
    pixels = np.asarray(image)
    floats = pixels.dtype.kind == "f"
    given = np.clip(np.round(pixels * 255), 0, 255).astype("uint8") if floats else pixels
    found = np.asarray(decode_jpeg(encode_jpeg(given, quality=int(jpeg_quality)), pixels.shape[-1]))
    return ops.convert_to_tensor(found.astype("float32") / 255 if floats else found)


def random_jpeg_quality(
    image: Any, min_jpeg_quality: int, max_jpeg_quality: int, seed: Any = None
) -> Array:
    """As `adjust_jpeg_quality` with a quality drawn from [min, max)."""
    drawn = np.random.default_rng(seed).integers(min_jpeg_quality, max_jpeg_quality)
    return adjust_jpeg_quality(image, int(drawn))
