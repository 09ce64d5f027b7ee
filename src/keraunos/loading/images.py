"""One picture at a time: read and written by Pillow, which loads on use, and as an array of numbers."""

import importlib
import io
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad, unknown

MODES = {"grayscale": ("L", 1), "rgb": ("RGB", 3), "rgba": ("RGBA", 4)}
"""Keras' name of a mode of colours -> (Pillow's, channels)."""

_GREY = ("L", "I;16", "I")
INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")


def pillow(owner: str, module: str = "PIL.Image") -> Any:
    """A module of Pillow.

    Raises: ImportError with the command that installs it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{owner}: it needs Pillow, which is not installed. Run: pip install pillow"
        ) from error


def array_to_img(
    x: Any, data_format: str | None = None, scale: bool = True, dtype: Any = None
) -> Any:
    """A Pillow image of an array: with scale, y = 255 (x - min x) / max(x - min x).

    Args:
        x: numbers with 1 (grey), 3 (red, green, blue) or 4 (and alpha) channels.
        data_format: "channels_last" or "channels_first"; None: the process's.
        scale: whether the values are spread over [0, 255]; else they must be there already, but for
            grey ones, which may be larger.
        dtype: of the arithmetic; None: the default float type.
    Shapes: (height, width, channels), or (channels, height, width).
    Raises: ValueError for another rank or number of channels; ImportError without Pillow.
    Example:
        >>> array_to_img(np.zeros((4, 6, 3))).size
        (6, 4)
    """
    layout = config.standardize_data_format(data_format, "array_to_img")
    image = pillow("array_to_img")
    numbers = np.asarray(x, dtype=dtype or config.floatx())
    if numbers.ndim != 3:
        raise ValueError(
            bad(
                "array_to_img",
                "x",
                "of rank 3 (height, width, channels)",
                numbers,
                "Pass one image.",
            )
        )
    if layout == "channels_first":
        numbers = numbers.transpose(1, 2, 0)
    if numbers.shape[2] not in (1, 3, 4):
        raise ValueError(
            bad("array_to_img", "x", "of 1, 3 or 4 channels", numbers, "See data_format.")
        )
    if scale:
        numbers = numbers - np.min(numbers)
        largest = np.max(numbers)
        numbers = numbers / largest * 255 if largest != 0 else numbers
    if numbers.shape[2] > 1:
        return image.fromarray(numbers.astype("uint8"))
    deep = np.max(numbers) > 255
    return image.fromarray(numbers[:, :, 0].astype("int32" if deep else "uint8"))


def img_to_array(img: Any, data_format: str | None = None, dtype: Any = None) -> np.ndarray:
    """The numbers of a Pillow image.

    Args:
        img: the image. data_format: "channels_last" or "channels_first"; None: the process's.
        dtype: of the array; None: the default float type.
    Shapes: height × width -> (height, width, channels), or (channels, height, width).
    Raises: ValueError for something without rows, columns and at most one axis of channels.
    Example:
        >>> img_to_array(array_to_img(np.zeros((4, 6, 1)))).shape
        (4, 6, 1)
    """
    layout = config.standardize_data_format(data_format, "img_to_array")
    x = np.asarray(img, dtype=dtype or config.floatx())
    if x.ndim not in (2, 3):
        raise ValueError(bad("img_to_array", "img", "an image of rank 2 or 3", x, ""))
    if x.ndim == 2:
        return x[None] if layout == "channels_first" else x[:, :, None]
    return x.transpose(2, 0, 1) if layout == "channels_first" else x


def load_img(
    path: Any, color_mode: str = "rgb", target_size: Any = None, interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
) -> Any:  # fmt: skip
    """A Pillow image from a file.

    Args:
        path: a path, or an io.BytesIO with the file's bytes.
        color_mode: "grayscale", "rgb" or "rgba"; grey pictures of 16 or 32 bits stay as deep as they are.
        target_size: (height, width); None: as it is.
        interpolation: "nearest", "bilinear", "bicubic", "hamming", "box" or "lanczos".
        keep_aspect_ratio: whether the middle is cut out in the shape of target_size first.
    Raises: ValueError for an unknown mode or interpolation; FileNotFoundError; TypeError for what is no
        path; ImportError without Pillow.
    Example:
        >>> save_img("black.png", np.zeros((4, 6, 3)))
        >>> load_img("black.png", target_size=(2, 3)).size
        (3, 2)
    """
    if color_mode not in MODES:
        raise ValueError(unknown("load_img", "color_mode", color_mode, MODES))
    if not isinstance(path, (io.BytesIO, str, bytes, os.PathLike)):
        raise TypeError(bad("load_img", "path", "a path or an io.BytesIO", path, ""))
    image = pillow("load_img")
    content = (
        path if isinstance(path, io.BytesIO) else io.BytesIO(Path(os.fsdecode(path)).read_bytes())
    )
    with image.open(content) as opened:
        opened.load()
        mode = MODES[color_mode][0]
        kept = opened.mode in (_GREY if color_mode == "grayscale" else (mode,))
        found = opened.copy() if kept else opened.convert(mode)
    if target_size is None or found.size == (target_size[1], target_size[0]):
        return found
    if interpolation not in INTERPOLATIONS:
        raise ValueError(unknown("load_img", "interpolation", interpolation, INTERPOLATIONS))
    size = (target_size[1], target_size[0])
    how = image.Resampling[interpolation.upper()]
    box = _middle(found.size, size) if keep_aspect_ratio else None
    return found.resize(size, how, box=box)


def _middle(source: tuple[int, int], target: tuple[int, int]) -> tuple[int, int, int, int]:
    """The largest box of the target's shape in the middle of a picture: left, top, right, bottom."""
    (width, height), (to_width, to_height) = source, target
    wide = min(width, height * to_width // to_height)
    high = min(height, width * to_height // to_width)
    left, top = (width - wide) // 2, (height - high) // 2
    return left, top, left + wide, top + high


def save_img(
    path: Any, x: Any, data_format: str | None = None, file_format: str | None = None,
    scale: bool = True, **kwargs: Any,
) -> None:  # fmt: skip
    """Write an array as a picture.

    Args:
        path: a path or a writable stream. x, data_format, scale: as of `array_to_img`.
        file_format: as Pillow names it, "png" say; None: that of the path's ending.
        kwargs: to Pillow's `save`.
    Raises: as `array_to_img`; ValueError for an ending that Pillow does not know.
    Example:
        >>> save_img("noise.png", np.random.uniform(size=(8, 8, 3)))
    """
    picture = array_to_img(x, data_format, scale)
    name = file_format or (
        Path(os.fsdecode(path)).suffix[1:] if isinstance(path, (str, os.PathLike)) else ""
    )
    if picture.mode == "RGBA" and str(name).lower() in ("jpg", "jpeg"):
        warnings.warn("save_img: JPEG holds no alpha; it is left out. Save as PNG to keep it.",
                      stacklevel=2)  # fmt: skip
        picture = picture.convert("RGB")
    picture.save(path, format=_known_format(file_format), **kwargs)


def _known_format(file_format: str | None) -> str | None:
    """Pillow's name of a format; "jpg" is an ending, not a name."""
    return "jpeg" if str(file_format).lower() == "jpg" else file_format
