"""Arrays of different sizes in one, each filled up."""

from collections.abc import Sequence
from typing import Any

import numpy as np


def blank(kind: np.dtype, value: Any) -> Any:
    """What fills up arrays of a dtype: the value, as a number or text of Python; None: 0 or ""."""
    return ("" if kind.kind in "USO" else 0) if value is None else np.asarray(value).item()


def filled(arrays: Sequence[np.ndarray], sizes: Any, kind: np.dtype, value: Any) -> np.ndarray:
    """The arrays along a new first axis, each filled up to the sizes.

    Args: kind: the dtype; of texts, that of objects comes out. value: as of `blank`.
    Example:
        >>> filled([np.ones(1), np.ones(2)], [3], np.dtype("f4"), None).tolist()
        [[1.0, 0.0, 0.0], [1.0, 1.0, 0.0]]
    """
    found = np.full(
        (len(arrays), *sizes), blank(kind, value), object if kind.kind in "USO" else kind
    )
    for number, array in enumerate(arrays):
        found[(number, *map(slice, array.shape))] = array
    return found
