"""Texts in numpy arrays: what they are, and all their forms as arrays of Python's strings."""

from typing import Any

import numpy as np

from keraunos.core.errors import bad

_KINDS = ("O", "S", "T", "U")


def is_text(x: Any) -> bool:
    """Whether it is an array of texts (or of Python's objects, which may be texts).

    Example:
        >>> is_text(np.array(["a"])), is_text(np.array([1]))
        (True, False)
    """
    return getattr(getattr(x, "dtype", None), "kind", None) in _KINDS


def as_texts(x: Any, owner: str, encoding: str = "utf-8") -> np.ndarray:
    """Texts of any form as an array of Python's strings.

    Args: x: texts, bytes, or lists or arrays of them. encoding: of bytes. owner: for errors.
    Raises: ValueError for what is no text, or lists of unequal lengths.
    Example:
        >>> as_texts([b"caf\\xc3\\xa9", "a"], "Lookup").tolist()
        ['café', 'a']
    """
    try:
        array = np.asarray(x)
    except ValueError:  # bytes beside texts, or rows of unequal lengths
        array = np.asarray(x, object)
    if array.dtype.kind == "S":
        return np.array([t.decode(encoding) for t in array.ravel()], object).reshape(array.shape)
    if array.dtype.kind in "UT":
        return array.astype(object)
    texts = [t.decode(encoding) if isinstance(t, bytes) else t for t in array.ravel()]
    strange = [t for t in texts if not isinstance(t, str)]
    if strange:
        form = "lists of equal lengths" if isinstance(strange[0], list) else "texts"
        fix = "Convert with np.array(x, dtype=str)."
        raise ValueError(bad(owner, "inputs", form, strange[0], fix))
    found = np.empty(len(texts), object)
    found[:] = texts
    return found.reshape(array.shape)
