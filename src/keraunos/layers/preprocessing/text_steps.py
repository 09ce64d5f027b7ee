"""The steps from texts to tokens: standardize, split, join neighbours."""

import re
import string
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.core.texts import as_texts

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_NO_MARKS = str.maketrans("", "", string.punctuation)
STANDARDIZE = {
    "lower_and_strip_punctuation": {**_LOWER, **_NO_MARKS}, "lower": _LOWER,
    "strip_punctuation": _NO_MARKS,
}  # fmt: skip
"""Name -> what happens to each character; letters beyond A to Z stay as they are."""

_WORD = re.compile(r"[^ \t\n\v\f\r]+")
SPLIT: dict[str, Callable[[str], list[str]]] = {"whitespace": _WORD.findall, "character": list}


def standardized(texts: np.ndarray, how: Any, owner: str) -> np.ndarray:
    """Texts in the standard form that `how` says: None, a name, or a function of an array of texts.

    Raises: ValueError for a function that gives another shape.
    Example:
        >>> standardized(np.array(["It's ME!"], object), "lower_and_strip_punctuation", "").tolist()
        ['its me']
    """
    if how is None:
        return texts
    if isinstance(how, str):
        table = STANDARDIZE[how]
        found = np.empty(texts.size, object)
        found[:] = [text.translate(table) for text in texts.ravel()]
        return found.reshape(texts.shape)
    found = as_texts(how(texts.astype(str)), owner)
    if found.shape != texts.shape:
        raise ValueError(bad(owner, "standardize", f"to keep the shape {texts.shape}", found, ""))
    return found


def split(texts: np.ndarray, how: Any, owner: str) -> list[list[str]]:
    """The tokens of each text; `how`: a name, or a function of an array of texts."""
    if isinstance(how, str):
        return [SPLIT[how](text) for text in texts.ravel()]
    found = how(texts.ravel().astype(str))
    return [as_texts(list(row), owner).ravel().tolist() for row in found]


def joined(tokens: list[str], lengths: Sequence[int]) -> list[str]:
    """Runs of neighbouring tokens, first all of the first length.

    Example:
        >>> joined(["a", "b", "c"], (1, 2))
        ['a', 'b', 'c', 'a b', 'b c']
    """
    return [
        " ".join(tokens[i : i + length])
        for length in lengths
        for i in range(len(tokens) - length + 1)
    ]


def lengths_of(owner: str, ngrams: Any) -> tuple[int, ...] | None:
    """The lengths of runs: None, 1 to an int, or those of a tuple.

    Raises: ValueError for anything else.
    """
    if ngrams is None:
        return None
    found = tuple(range(1, ngrams + 1)) if isinstance(ngrams, int) else ngrams
    whole = isinstance(found, (tuple, list)) and all(isinstance(n, int) and n > 0 for n in found)
    if not whole or not found:
        raise ValueError(bad(owner, "ngrams", "None, an int >= 1, or a tuple of them", ngrams, ""))
    return tuple(found)
