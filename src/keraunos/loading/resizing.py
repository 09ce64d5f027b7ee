"""Images of one size without distortion."""

from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.ops.image.resizing import resize


def smart_resize(
    x: Any, size: Any, interpolation: str = "bilinear", data_format: str = "channels_last",
    **kwargs: Any,
) -> Any:  # fmt: skip
    """Cut out the largest middle part of the target's shape, then resize it.

    Args:
        x: one image or a batch. size: (height, width), in pixels.
        interpolation: as of `ops.image.resize`.
        data_format: "channels_last" or "channels_first".
        kwargs: backend_module, which is taken and changes nothing.
    Shapes: (…, height, width, channels) -> (…, *size, channels), float32, but for "nearest",
        which keeps the dtype; a numpy array stays one.
    Raises: ValueError for another rank, or a size that is no pair.
    Example:
        >>> smart_resize(np.ones((8, 6, 3)), (4, 4)).shape
        (4, 4, 3)
    """
    kwargs.pop("backend_module", None)
    if kwargs:
        raise TypeError(f"smart_resize: unknown arguments {sorted(kwargs)}. Leave them out.")
    if len(size) != 2:
        raise ValueError(bad("smart_resize", "size", "a pair (height, width)", size, ""))
    layout = config.standardize_data_format(data_format, "smart_resize")
    if len(np.shape(x)) not in (3, 4):
        raise ValueError(bad("smart_resize", "x", "of rank 3 or 4: an image or a batch", x, ""))
    host = isinstance(x, (list, tuple, np.ndarray))
    kept = interpolation == "nearest"  # it mixes nothing
    numbers = np.asarray(x, None if kept else config.floatx()) if host else x
    found = resize(
        numbers, tuple(size), interpolation, crop_to_aspect_ratio=True, data_format=layout
    )
    return np.asarray(found) if host else found
