"""Texts as elements of data: Python's, which also answer what TensorFlow's do."""

from typing import Any

import numpy as np


class Text(str):
    """A text whose `numpy()` gives its bytes in UTF-8, as a scalar tensor's does."""

    __slots__ = ()

    def numpy(self) -> bytes:
        """The bytes."""
        return self.encode("utf8")


class Texts(np.ndarray):
    """An array of texts whose `numpy()` gives an array of their bytes, as a tensor's does."""

    def numpy(self) -> np.ndarray:
        """The bytes of each, an array of objects."""
        found = np.empty(self.shape, dtype=object)
        found.ravel()[:] = [str(text).encode("utf8") for text in self.ravel()]
        return found


def texts_of(array: Any) -> Any:
    """An array of texts as Texts, a single one as a Text; anything else as it is.

    Example:
        >>> texts_of(np.array(["a", "b"]))[1].numpy()
        b'b'
    """
    if not all(isinstance(text, str) for text in array.ravel()):
        return array
    if array.ndim == 0:
        return Text(array.item())
    found = np.empty(array.shape, dtype=object)
    found.ravel()[:] = [Text(text) for text in array.ravel()]
    return found.view(Texts)
