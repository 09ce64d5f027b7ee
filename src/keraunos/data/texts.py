"""Texts as elements of data: Python's, which also answer what TensorFlow's do."""

from typing import Any

import numpy as np


class Text(str):
    """A text whose `numpy()` gives its bytes in UTF-8, as a scalar tensor's does."""

    __slots__ = ()

    def numpy(self) -> bytes:
        """The bytes."""
        return self.encode("utf8")


class Content(bytes):
    """Bytes, of a file or a record, say, which also answer a tensor's `numpy()`."""

    __slots__ = ()

    def numpy(self) -> bytes:
        """The bytes."""
        return bytes(self)


class Texts(np.ndarray):
    """An array of texts whose `numpy()` gives an array of their bytes, as a tensor's does."""

    def __repr__(self) -> str:
        return repr(np.asarray(self))

    def numpy(self) -> Any:
        """The bytes of each, an array of objects; of a single text its bytes."""
        if not self.shape:
            return _bytes(self[()])
        found = np.empty(self.shape, dtype=object)
        found.ravel()[:] = [_bytes(text) for text in self.ravel()]
        return found


def texts_of(texts: Any) -> Any:
    """Texts of any form as Texts, a single one as a Text, bytes being read as UTF-8; others stay as they are.

    Bytes that are no UTF-8, as those of a picture, become Content.

    Example:
        >>> texts_of(["a", b"b"])[1].numpy()
        b'b'
    """
    array = texts if isinstance(texts, np.ndarray) else np.array(texts, dtype=object)
    flat = array.ravel().tolist()
    if not all(isinstance(text, (str, bytes)) for text in flat):
        return texts
    whole = [_text(text) for text in flat]
    if array.ndim == 0:
        return whole[0]
    found = np.empty(len(whole), dtype=object)
    found[:] = whole
    return found.reshape(array.shape).view(Texts)


def _text(text: str | bytes) -> Text | Content:
    if isinstance(text, str):
        return Text(text)
    try:
        return Text(text.decode())
    except UnicodeDecodeError:
        return Content(text)


def _bytes(text: Any) -> bytes:
    return bytes(text) if isinstance(text, bytes) else str(text).encode("utf8")
