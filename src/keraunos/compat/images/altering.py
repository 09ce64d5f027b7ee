"""Single images, altered: turned, moved, sheared, zoomed, shifted in colour."""

from typing import Any

import numpy as np
from scipy import ndimage

from keraunos.core.errors import unknown

FILLS = {"nearest": "nearest", "reflect": "reflect", "wrap": "wrap", "constant": "constant"}
"""Keras' name -> scipy's, for what lies outside of an image."""


def affine(
    image: np.ndarray, *, theta: float = 0.0, tx: float = 0.0, ty: float = 0.0, shear: float = 0.0,
    zx: float = 1.0, zy: float = 1.0, fill_mode: str = "nearest", cval: float = 0.0, order: int = 1,
) -> np.ndarray:  # fmt: skip
    """The image under a map of its coordinates, about its centre.

    Args:
        theta, shear: degrees. tx, ty: pixels down and to the right that the map looks from.
        zx, zy: factors of rows and columns, above 1 zooms out.
        fill_mode: see FILLS; cval: what `constant` fills with. order: of the interpolation, 0 to 5.
    Raises: ValueError for another fill_mode.
    """
    if fill_mode not in FILLS:
        raise ValueError(unknown("affine", "fill_mode", fill_mode, FILLS))
    matrix = _matrix(np.deg2rad(theta), tx, ty, np.deg2rad(shear), zx, zy)
    if np.array_equal(matrix, np.eye(3)):
        return image
    rows, columns = image.shape[:2]
    centre = np.array([rows / 2 - 0.5, columns / 2 - 0.5])
    linear = matrix[:2, :2]
    offset = centre + matrix[:2, 2] - linear @ centre
    channels = [
        ndimage.affine_transform(
            image[..., c], linear, offset.tolist(), order=order, mode=FILLS[fill_mode], cval=cval
        )
        for c in range(image.shape[-1])
    ]
    return np.stack(channels, axis=-1)


def _matrix(theta: float, tx: float, ty: float, shear: float, zx: float, zy: float) -> np.ndarray:
    """The product of rotation, shift, shear and zoom."""
    turn = np.array(
        [[np.cos(theta), -np.sin(theta), 0], [np.sin(theta), np.cos(theta), 0], [0, 0, 1]]
    )
    move = np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    lean = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    return turn @ move @ lean @ np.diag([zx, zy, 1.0])


def channel_shift(image: np.ndarray, intensity: float) -> np.ndarray:
    """Every channel moved by so much, within the range that the image had."""
    return np.clip(image + intensity, image.min(), image.max())


def brightness(image: np.ndarray, factor: float) -> np.ndarray:
    """The image, stretched to [0, 255], made brighter by a factor, and put back into its range."""
    low, high = float(image.min()), float(image.max())
    wide = (image - low) * (255.0 / ((high - low) or 1.0))
    changed = np.clip(wide.astype(np.uint8).astype(np.float32) * factor, 0, 255)
    return changed / 255.0 * (high - low) + low if high > low else image


def whitening(images: np.ndarray, epsilon: float) -> np.ndarray:
    """The matrix (values, values) of ZCA: it takes correlations between pixels away."""
    flat = images.reshape(len(images), -1)
    values, vectors = np.linalg.eigh(flat.T @ flat / len(flat))
    return (vectors / np.sqrt(np.maximum(values, 0) + epsilon)) @ vectors.T


def shift_of(range_: Any, size: int) -> float:
    """A random shift in pixels: a share of the size, whole pixels, or one of a list with either sign."""
    if not np.ndim(range_):
        move = np.random.uniform(-range_, range_) if range_ else 0.0
        return move * size if range_ < 1 else move
    chosen = np.random.choice(range_) * np.random.choice([-1, 1])
    return chosen * size if np.max(range_) < 1 else chosen
