"""Pictures of any size brought to one size on the host, where a new size costs no compilation."""

from collections.abc import Callable
from typing import Any

import numpy as np


def _triangle(x: np.ndarray) -> np.ndarray:
    return np.maximum(0.0, 1.0 - np.abs(x))


def _cubic(x: np.ndarray) -> np.ndarray:
    """Keys' kernel with a = -1/2."""
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1.0
    far = ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    return np.where(x < 1.0, near, np.where(x < 2.0, far, 0.0))


def _mitchell(x: np.ndarray) -> np.ndarray:
    """Mitchell and Netravali's kernel with B = C = 1/3."""
    x = np.abs(x)
    near = (7.0 * x - 12.0) * x * x / 6.0 + 16.0 / 18.0
    far = ((-7.0 / 18.0 * x + 2.0) * x - 10.0 / 3.0) * x + 16.0 / 9.0
    return np.where(x < 1.0, near, np.where(x < 2.0, far, 0.0))


def _gaussian(x: np.ndarray) -> np.ndarray:
    """Of standard deviation 1/2, cut at 3 of them."""
    return np.where(np.abs(x) < 1.5, np.exp(-2.0 * x * x), 0.0)


def _lanczos(radius: int) -> Callable[[np.ndarray], np.ndarray]:
    def kernel(x: np.ndarray) -> np.ndarray:
        return np.where(np.abs(x) < radius, np.sinc(x) * np.sinc(x / radius), 0.0)

    return kernel


KERNELS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], float]] = {
    "bilinear": (_triangle, 1.0), "bicubic": (_cubic, 2.0), "mitchellcubic": (_mitchell, 2.0),
    "gaussian": (_gaussian, 1.5), "lanczos3": (_lanczos(3), 3.0), "lanczos5": (_lanczos(5), 5.0),
}  # fmt: skip
"""Interpolation -> (weight at a distance in pixels, the distance beyond which it is 0)."""

METHODS = (*KERNELS, "nearest", "area")


def resample(image: Any, size: tuple[int, int], method: str = "bilinear") -> np.ndarray:
    """A picture in another size, not smoothed first: out[i] = Σ_j w_ij in[j], Σ_j w_ij = 1.

    Args:
        image: numbers. size: (height, width) in pixels.
        method: one of METHODS; "area" is the mean over the area that a new pixel covers.
    Shapes: (h, w, channels) -> (*size, channels), float32.
    Example:
        >>> resample(np.array([[[0.0], [1.0]]]), (1, 4))[0, :, 0].tolist()
        [0.0, 0.25, 0.75, 1.0]
    Source: pixels are squares, their centres at i + 1/2, as TensorFlow and jax.image have them.
    """
    numbers = np.asarray(image, "float32")
    for axis, target in enumerate(size):
        if numbers.shape[axis] != target:
            taps, weights = _taps(numbers.shape[axis], target, method)
            moved = np.moveaxis(numbers, axis, 0)
            mixed = sum(moved[taps[:, k]] * weights[:, k, None, None] for k in range(taps.shape[1]))
            numbers = np.moveaxis(np.asarray(mixed, "float32"), 0, axis)
    return numbers


def _taps(source: int, target: int, method: str) -> tuple[np.ndarray, np.ndarray]:
    """For each new pixel the old ones it is mixed from, and their weights; (target, taps) both."""
    scale = source / target
    centre = (np.arange(target) + 0.5) * scale
    if method == "nearest":
        return np.floor(centre).astype(int)[:, None], np.ones((target, 1), "float32")
    if method == "area":
        reach = int(np.ceil(scale)) + 1
        taps = np.floor(centre - scale / 2).astype(int)[:, None] + np.arange(reach)
        low = np.maximum(taps, (centre - scale / 2)[:, None])
        weights = np.minimum(taps + 1, (centre + scale / 2)[:, None]) - low
        weights = np.maximum(weights, 0.0)
    else:
        kernel, radius = KERNELS[method]
        first = np.floor(centre - 0.5 - radius).astype(int) + 1
        taps = first[:, None] + np.arange(int(2 * radius) + 1)
        weights = kernel(taps + 0.5 - centre[:, None])
    weights = np.where((taps >= 0) & (taps < source), weights, 0.0)
    weights = weights / weights.sum(1, keepdims=True)
    return np.clip(taps, 0, source - 1), weights.astype("float32")


def fitted(image: np.ndarray, size: tuple[int, int], crop: bool, pad: bool) -> np.ndarray:
    """The picture cut, or filled up with black, around its middle to the ratio of a size.

    Args: image: (h, w, channels). size: (height, width). crop, pad: which of the two, if any.
    """
    height, width = image.shape[:2]
    tall, wide = int(width * size[0] / size[1]), int(height * size[1] / size[0])
    if crop:
        tall, wide = max(min(height, tall), 1), max(min(width, wide), 1)
        top, left = (height - tall) // 2, (width - wide) // 2
        return image[top : top + tall, left : left + wide]
    if not pad:
        return image
    top, left = max(tall - height, 0) // 2, max(wide - width, 0) // 2
    return np.pad(image, ((top, top), (left, left), (0, 0)))
