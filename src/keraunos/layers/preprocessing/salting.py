"""The salt of hashes, and values as the bytes that are hashed."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.core.texts import as_texts, is_text
from keraunos.layers.preprocessing import hashes


def key_of(owner: str, salt: Any) -> list[int] | None:
    """The two numbers of a salt: None, an int for both, or two ints.

    Raises: ValueError for anything else.
    Example:
        >>> key_of("Hashing", 133)
        [133, 133]
    """
    if salt is None:
        return None
    given: Any = [salt, salt] if hasattr(salt, "__index__") and salt is not True else salt
    pair = isinstance(given, (list, tuple)) and len(given) == 2
    if not pair or any(not hasattr(s, "__index__") for s in given):
        raise ValueError(bad(owner, "salt", "an int, or a list or tuple of two", salt, ""))
    return [int(s) for s in given]


def as_bytes(values: np.ndarray, owner: str) -> list[bytes]:
    """Texts in UTF-8, whole numbers in decimal digits, in one list."""
    if is_text(values):
        return [t.encode() for t in as_texts(values, owner).ravel()]
    return [b"%d" % n for n in np.asarray(values).astype("int64").ravel().tolist()]


def buckets(values: np.ndarray, count: int, salt: Sequence[int] | None, owner: str) -> np.ndarray:
    """A number in [0, count) for each value; each different value is hashed once."""
    places: dict[bytes, int] = {}
    where = [places.setdefault(t, len(places)) for t in as_bytes(values, owner)]
    found = hashes.bucket(list(places), count, salt)
    return found[np.array(where, "int64")].reshape(np.shape(values))
