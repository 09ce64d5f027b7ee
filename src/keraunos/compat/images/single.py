"""The functions of `keras.preprocessing.image` that alter one image at random, as Keras 1 and 2 had them."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.compat.images import altering
from keraunos.core.errors import bad


def _affine(
    x: np.ndarray, row_axis: int, col_axis: int, channel_axis: int, fill_mode: str, cval: float,
    order: int, **how: float,
) -> np.ndarray:  # fmt: skip
    """The image under `altering.affine`, whatever the order of its axes."""
    if len({row_axis, col_axis, channel_axis}) != 3 or x.ndim != 3:
        axes = (row_axis, col_axis, channel_axis)
        raise ValueError(bad("image", "x", "one picture (3-D) with three axes", axes, ""))
    image = np.transpose(x, (row_axis, col_axis, channel_axis))
    changed = altering.affine(image, fill_mode=fill_mode, cval=cval, order=order, **how)  # type: ignore[arg-type]
    return np.transpose(changed, np.argsort((row_axis, col_axis, channel_axis)))


def apply_affine_transform(
    x: np.ndarray, theta: float = 0, tx: float = 0, ty: float = 0, shear: float = 0, zx: float = 1,
    zy: float = 1, row_axis: int = 0, col_axis: int = 1, channel_axis: int = 2,
    fill_mode: str = "nearest", cval: float = 0.0, order: int = 1,
) -> np.ndarray:  # fmt: skip
    """The image turned by `theta` and sheared by `shear` degrees, moved by pixels, zoomed by factors."""
    return _affine(
        x, row_axis, col_axis, channel_axis, fill_mode, cval, order,
        theta=theta, tx=tx, ty=ty, shear=shear, zx=zx, zy=zy,
    )  # fmt: skip


def random_rotation(
    x: np.ndarray, rg: float, row_axis: int = 1, col_axis: int = 2, channel_axis: int = 0,
    fill_mode: str = "nearest", cval: float = 0.0, interpolation_order: int = 1,
) -> np.ndarray:  # fmt: skip
    """The image turned by up to `rg` degrees either way."""
    theta = np.random.uniform(-rg, rg)
    order = interpolation_order
    return _affine(x, row_axis, col_axis, channel_axis, fill_mode, cval, order, theta=theta)


def random_shift(
    x: np.ndarray, wrg: float, hrg: float, row_axis: int = 1, col_axis: int = 2, channel_axis: int = 0,
    fill_mode: str = "nearest", cval: float = 0.0, interpolation_order: int = 1,
) -> np.ndarray:  # fmt: skip
    """The image moved by up to these shares of its width and height."""
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    order = interpolation_order
    return _affine(x, row_axis, col_axis, channel_axis, fill_mode, cval, order, tx=tx, ty=ty)


def random_shear(
    x: np.ndarray, intensity: float, row_axis: int = 1, col_axis: int = 2, channel_axis: int = 0,
    fill_mode: str = "nearest", cval: float = 0.0, interpolation_order: int = 1,
) -> np.ndarray:  # fmt: skip
    """The image sheared by up to `intensity` degrees either way."""
    shear = np.random.uniform(-intensity, intensity)
    order = interpolation_order
    return _affine(x, row_axis, col_axis, channel_axis, fill_mode, cval, order, shear=shear)


def random_zoom(
    x: np.ndarray, zoom_range: Any, row_axis: int = 1, col_axis: int = 2, channel_axis: int = 0,
    fill_mode: str = "nearest", cval: float = 0.0, interpolation_order: int = 1,
) -> np.ndarray:  # fmt: skip
    """The image zoomed by factors drawn from the range, one for rows and one for columns.

    Raises: ValueError unless the range is (least, most).
    """
    if not isinstance(zoom_range, (tuple, list)) or len(zoom_range) != 2:
        raise ValueError(bad("random_zoom", "zoom_range", "(least, most)", zoom_range, ""))
    low, high = zoom_range
    zx, zy = (1, 1) if low == high == 1 else np.random.uniform(low, high, 2)
    order = interpolation_order
    return _affine(x, row_axis, col_axis, channel_axis, fill_mode, cval, order, zx=zx, zy=zy)


def apply_channel_shift(x: np.ndarray, intensity: float, channel_axis: int = 0) -> np.ndarray:
    """Every channel moved by so much, within the range that the image had."""
    return altering.channel_shift(x, intensity)


def random_channel_shift(
    x: np.ndarray, intensity_range: float, channel_axis: int = 0
) -> np.ndarray:
    """Every channel moved by up to so much either way."""
    return apply_channel_shift(x, np.random.uniform(-intensity_range, intensity_range))


def apply_brightness_shift(x: np.ndarray, brightness: float, scale: bool = True) -> np.ndarray:
    """The image made brighter by a factor; scale: within the range that it had, else within [0, 255]."""
    if scale:
        return altering.brightness(x, brightness)
    return np.clip(x.astype(np.float32) * brightness, 0, 255)


def random_brightness(x: np.ndarray, brightness_range: Any, scale: bool = True) -> np.ndarray:
    """The image made brighter by a factor drawn from (least, most).

    Raises: ValueError for another range.
    """
    if len(brightness_range) != 2:
        raise ValueError(
            bad("random_brightness", "brightness_range", "(least, most)", brightness_range, "")
        )
    return apply_brightness_shift(x, np.random.uniform(*brightness_range), scale)


def flip_axis(x: np.ndarray, axis: int) -> np.ndarray:
    """The image with the order along an axis turned round."""
    return np.flip(x, axis)


def list_pictures(directory: Any, ext: str = "jpg|jpeg|bmp|png|ppm") -> list[str]:
    """The paths of the pictures in a folder and below."""
    pattern = re.compile(rf"[\w\s.-]+\.(?:{ext})", re.IGNORECASE)
    found = (p for p in sorted(Path(directory).rglob("*")) if p.is_file())
    return [str(p) for p in found if pattern.fullmatch(p.name)]
