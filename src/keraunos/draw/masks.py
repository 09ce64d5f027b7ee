"""Colours over the parts of pictures that belong to a class."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.draw.boxes import channels_last

_STEPS = (2**25 - 1, 2**15 - 1, 2**21 - 1)  # from one class's colour to the next, modulo 255
_OWNER = "draw_segmentation_masks"

Colours = Mapping[int, Any] | Sequence[Any]


def draw_segmentation_masks(
    images: Any, segmentation_masks: Any, num_classes: int | None = None,
    color_mapping: Colours | None = None, alpha: float = 0.8, blend: bool = True,
    ignore_index: int = -1, data_format: str | None = None,
) -> np.ndarray:  # fmt: skip
    """Pictures with each pixel in the colour of its class: (1 - alpha) · pixel + alpha · colour.

    Args:
        images: numbers in [0, 255]. segmentation_masks: the class number of each pixel, integers.
        num_classes: how many classes have a colour, an int >= 1; None: the largest number plus one.
        color_mapping: class number -> (red, green, blue) in [0, 255]; None: colours that differ.
        alpha: how much of the colour there is, in [0, 1]. blend: False: the colour alone.
        ignore_index: the class number of pixels that stay as they are.
        data_format: "channels_last" or "channels_first"; None: the process's.
    Shapes: images (batch, height, width, 3), masks (batch, height, width, 1) -> (batch, height, width, 3),
        uint8.
    Raises: ValueError for images that are no batch; TypeError for masks that are no integers.
    Example:
        >>> mask = np.array([[[[0], [1]]]])
        >>> colours = {0: (0, 0, 0), 1: (100, 200, 0)}
        >>> draw_segmentation_masks(np.zeros((1, 1, 2, 3)), mask, color_mapping=colours)[0, 0].tolist()
        [[0, 0, 0], [80, 160, 0]]
    Differs: the largest class has a colour where num_classes is not given; ignored pixels stay without blend,
        too; the result is a numpy array of uint8 always.
    """
    pictures = channels_last(images, data_format, _OWNER).astype("float32")
    masks = np.asarray(segmentation_masks)
    if masks.dtype.kind not in "iu":
        raise TypeError(
            bad(_OWNER, "segmentation_masks", "integers", masks, "Use masks.astype('int32').")
        )
    masks = channels_last(masks, data_format, _OWNER)[..., 0]
    count = int(masks.max()) + 1 if num_classes is None else num_classes
    colours = _colours(count, color_mapping)
    share = alpha if blend else 1.0
    chosen = (masks >= 0) & (masks < count) & (masks != ignore_index)
    tinted = pictures * np.float32(1 - share) + colours[np.where(chosen, masks, 0)] * np.float32(
        share
    )
    return np.where(chosen[..., None], tinted, pictures).astype("uint8")


def _colours(count: int, mapping: Colours | None) -> np.ndarray:
    """A colour for each class, (classes, 3) float32."""
    if mapping is None:
        return (np.arange(max(count, 1))[:, None] * np.array(_STEPS) % 255).astype("float32")
    return np.array([mapping[i] for i in range(count)], "float32")
