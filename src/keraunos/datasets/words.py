"""Texts as lists of word numbers: shifted, marked, cut to the frequent words and to the short texts."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keraunos.core.errors import DataError, bad
from keraunos.core.typing import Array


class Wording(NamedTuple):
    """How texts are numbered: the arguments of `load_data`, by their names."""

    num_words: int | None
    skip_top: int
    maxlen: int | None
    start_char: int | None
    oov_char: int | None
    index_from: int | None


def numbered(
    texts: Any, labels: Array, wording: Wording, owner: str
) -> tuple[list[list[int]], Array]:
    """The texts with a mark at the beginning and room for marks among the numbers; long ones left out.

    Args: texts: lists of word numbers. labels: one for each. owner: for errors.
    Raises: ValueError if no text is short enough.
    """
    shift = wording.index_from or 0
    start = [] if wording.start_char is None else [wording.start_char]
    found = [start + [w + shift for w in text] for text in texts]
    if not wording.maxlen:
        return found, labels
    short = [i for i, text in enumerate(found) if len(text) < wording.maxlen]
    if not short:
        raise ValueError(
            bad(
                owner,
                "maxlen",
                "above the length of the shortest text",
                wording.maxlen,
                "Increase it.",
            )
        )
    return [found[i] for i in short], labels[short]


def frequent(texts: list[list[int]], wording: Wording) -> Array:
    """The texts with the words in [skip_top, num_words) alone; the others become `oov_char`, or go.

    Where num_words is not given, it is the largest number, so that this one word is left out, as in Keras.

    Shapes: n texts -> (n,) of lists.
    """
    limit = wording.num_words or max(max(text) for text in texts if text)
    low, other = wording.skip_top, wording.oov_char
    found = np.empty(len(texts), dtype=object)
    for i, text in enumerate(texts):
        if other is None:
            found[i] = [w for w in text if low <= w < limit]
        else:
            found[i] = [w if low <= w < limit else other for w in text]
    return found


def read_words(file: Path, owner: str) -> dict[str, int]:
    """Word -> number, from a JSON file.

    Raises: ValueError if it is something else.
    """
    try:
        words = json.loads(file.read_text(encoding="utf8"))
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{owner}: {file} must be JSON; {error}. Delete it to download it again."
        ) from error
    if not isinstance(words, dict) or not all(isinstance(n, int) for n in words.values()):
        raise DataError(
            f"{owner}: {file} must be a JSON object of words and numbers. Delete it to download it again."
        )
    return words
