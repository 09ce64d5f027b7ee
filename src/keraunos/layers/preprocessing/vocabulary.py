"""Tokens and their numbers: what a lookup layer looks up in, and how it is checked and read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keraunos.core.errors import bad

Token = str | int
DROPPED, UNKNOWN = -1, -2
"""The numbers of a mask that has none, and of a token that is not in a vocabulary."""


class Special(NamedTuple):
    """What comes before the tokens.

    Args:
        mask: the token that means "nothing here", or None. oov: the token for unknown ones.
        num_oov: how many numbers unknown tokens have. mask_has_number: whether the mask has number 0.
    """

    mask: Any
    oov: Any
    num_oov: int
    mask_has_number: bool

    @property
    def first_oov(self) -> int:
        """The first number of unknown tokens."""
        return int(self.mask is not None and self.mask_has_number)

    @property
    def start(self) -> int:
        """The number of the first token."""
        return self.first_oov + self.num_oov

    @property
    def tokens(self) -> list[Any]:
        """The special tokens in order of their numbers."""
        return [self.mask] * self.first_oov + [self.oov] * self.num_oov


class Vocabulary:
    """Tokens in order, without the special ones.

    Args: tokens: each once. special: what comes before.
    """

    def __init__(self, tokens: Sequence[Token], special: Special) -> None:
        self.tokens, self.special = list(tokens), special
        self._numbers = {token: i for i, token in enumerate(self.tokens, special.start)}
        if special.mask is not None:
            self._numbers[special.mask] = 0 if special.mask_has_number else DROPPED

    def __len__(self) -> int:
        return self.special.start + len(self.tokens)

    def all(self) -> list[Any]:
        """The tokens with the special ones before them."""
        return [*self.special.tokens, *self.tokens]

    def numbers(self, tokens: Iterable[Token]) -> np.ndarray:
        """The number of each token; DROPPED for a mask that has none, UNKNOWN for unknown ones."""
        return np.fromiter(map(self._numbers.get, tokens, repeat(UNKNOWN)), "int64")

    def of_numbers(self, numbers: np.ndarray) -> list[Any]:
        """The token of each number; the token for unknown ones where there is none."""
        every, oov = self.all(), self.special.oov
        return [every[n] if 0 <= n < len(every) else oov for n in numbers.ravel().tolist()]


def without_special(owner: str, given: list[Token], special: Special, invert: bool) -> list[Token]:
    """The tokens of a vocabulary that may begin with the special ones, checked.

    Raises: ValueError if it is empty, has a token twice, or a special one where it does not belong.
    """
    if not given:
        raise ValueError(
            bad(owner, "vocabulary", "at least one token", given, "Or call adapt(data).")
        )
    tokens = given[special.start :] if given[: special.start] == special.tokens else given
    twice = [token for token, count in Counter(tokens).items() if count > 1]
    if twice:
        raise ValueError(
            bad(owner, "vocabulary", "tokens that differ", twice[:10], "Keep each once.")
        )
    reserved = [special.mask] + ([special.oov] if invert else [])
    for token in reserved:
        if token is not None and token in tokens:
            fix = f"If it holds special tokens, begin with all of them: {special.tokens}."
            where = f"{token!r} at {given.index(token)}"
            raise ValueError(bad(owner, "vocabulary", "without reserved tokens inside", where, fix))
    return tokens


def read(owner: str, path: str) -> list[str]:
    """The tokens of a file, one a line.

    Raises: ValueError if there is no such file.
    """
    if not Path(path).is_file():
        raise ValueError(
            bad(owner, "vocabulary", "tokens, or the path of a file", path, "No such file.")
        )
    lines = [line.removesuffix("\r") for line in Path(path).read_text("utf8").split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


class Tally:
    """Counts of tokens in documents, from which a vocabulary is learnt."""

    def __init__(self) -> None:
        self.tokens: Counter[Token] = Counter()
        self.documents: Counter[Token] = Counter()
        self.num_documents = 0

    def add(self, documents: Iterator[list[Token]], each: bool) -> None:
        """Count the tokens of documents; `each`: also in how many documents each token is."""
        for tokens in documents:
            self.tokens.update(tokens)
            self.num_documents += 1
            if each:
                self.documents.update(set(tokens))

    def most(self, drop: Sequence[Any], count: int | None) -> list[Token]:
        """The tokens by how often they came, then from the last to the first in order; at most `count`."""
        kept = [pair for pair in self.tokens.items() if pair[0] not in drop]
        kept.sort(key=lambda pair: pair[::-1], reverse=True)
        return [token for token, _ in kept[:count]]

    def weights(self, tokens: Sequence[Token]) -> np.ndarray:
        """log(1 + documents / (1 + documents with the token)) of each token."""
        having = np.array([self.documents[token] for token in tokens], "float64")
        return np.log(1 + self.num_documents / (1 + having))
