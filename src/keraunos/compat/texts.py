"""Old helpers for texts: words to numbers and back."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from keraunos.core.errors import bad

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def base_filter() -> str:
    """The characters that are left out of texts."""
    return FILTERS + "'"


def text_to_word_sequence(
    text: str, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[str]:
    """The words of a text.

    Args: filters: characters taken as ends of words. lower: in small letters. split: between words.
    """
    text = text.lower() if lower else text
    for character in filters:
        text = text.replace(character, split)
    return [word for word in text.split(split) if word]


def one_hot(
    text: str, n: int, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[int]:
    """The words as numbers in [1, n), by Python's own hash: others in each process."""
    return hashing_trick(text, n, hash, filters, lower, split)


def hashing_trick(
    text: str, n: int, hash_function: Any = None, filters: str = FILTERS, lower: bool = True,
    split: str = " ",
) -> list[int]:  # fmt: skip
    """The words as numbers in [1, n) by a hash; different words may share one.

    Args: hash_function: None: Python's hash; 'md5'; or a function str -> int.
    """
    if hash_function == "md5":
        hash_function = _md5
    function: Callable[[str], int] = hash_function or hash
    words = text_to_word_sequence(text, filters, lower, split)
    return [function(word) % (n - 1) + 1 for word in words]


def _md5(word: str) -> int:
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


class Tokenizer:
    """Numbers words by how often they occur, and turns texts into lists of numbers or into rows.

    Args:
        num_words: only the num_words - 1 most frequent are used; None: all.
        filters, lower, split: as of `text_to_word_sequence`.
        char_level: whether every character is a word.
        oov_token: stands for words that are not known; None: they are left out.
        analyzer: a function text -> words; None: text_to_word_sequence.
    Example:
        >>> tokens = Tokenizer(); tokens.fit_on_texts(["a b a"])
        >>> tokens.texts_to_sequences(["b a c"])
        [[2, 1]]
    """

    def __init__(
        self, num_words: int | None = None, filters: str = FILTERS, lower: bool = True,
        split: str = " ", char_level: bool = False, oov_token: str | None = None,
        document_count: int = 0, analyzer: Any = None, nb_words: int | None = None,
    ) -> None:  # fmt: skip
        self.num_words = nb_words if num_words is None else num_words
        self.filters, self.lower, self.split = filters, lower, split
        self.char_level, self.oov_token = char_level, oov_token
        self.document_count, self.analyzer = document_count, analyzer
        self.word_counts: Counter[Any] = Counter()
        self.word_docs: Counter[Any] = Counter()
        self.index_docs: dict[int, int] = {}
        self.word_index: dict[Any, int] = {}
        self.index_word: dict[int, Any] = {}

    def _words(self, text: Any) -> list[Any]:
        if self.char_level or isinstance(text, list):
            return [w.lower() for w in text] if self.lower else list(text)
        if self.analyzer is not None:
            return self.analyzer(text)
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts: Iterable[Any]) -> None:
        """Count the words of texts and number them, the most frequent first."""
        for text in texts:
            words = self._words(text)
            self.document_count += 1
            self.word_counts.update(words)
            self.word_docs.update(set(words))
        ranked = sorted(self.word_counts.items(), key=lambda item: -item[1])
        first = [] if self.oov_token is None else [self.oov_token]
        names = [*first, *(word for word, _ in ranked if word not in first)]
        self.word_index = {word: i for i, word in enumerate(names, 1)}
        self.index_word = {i: word for word, i in self.word_index.items()}
        self.index_docs = {self.word_index[w]: n for w, n in self.word_docs.items()}

    def fit_on_sequences(self, sequences: Iterable[Any]) -> None:
        """Count in how many lists of numbers each number occurs."""
        for sequence in sequences:
            self.document_count += 1
            for index in set(sequence):
                self.index_docs[index] = self.index_docs.get(index, 0) + 1

    def texts_to_sequences(self, texts: Iterable[Any]) -> list[list[int]]:
        """Each text as the numbers of its words."""
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Any]) -> Iterator[list[int]]:
        """As `texts_to_sequences`, one after the other."""
        limit = self.num_words or len(self.word_index) + 1
        unknown = None if self.oov_token is None else self.word_index.get(self.oov_token)
        for text in texts:
            indices = [self.word_index.get(word) for word in self._words(text)]
            kept = [i if i is not None and i < limit else unknown for i in indices]
            yield [i for i in kept if i is not None]

    def sequences_to_texts(self, sequences: Iterable[Any]) -> list[str]:
        """Each list of numbers as a text."""
        limit = self.num_words or len(self.word_index) + 1
        texts = []
        for sequence in sequences:
            known = [self.index_word.get(i) if i < limit else None for i in sequence]
            words = [self.oov_token if w is None else w for w in known]
            texts.append(" ".join(w for w in words if w is not None))
        return texts

    def texts_to_matrix(self, texts: Iterable[Any], mode: str = "binary") -> np.ndarray:
        """(texts, words): as `sequences_to_matrix`."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(self, sequences: Iterable[Any], mode: str = "binary") -> np.ndarray:
        """(texts, words) of what each word is to each text.

        Args: mode: 'binary' whether it occurs, 'count' how often, 'freq' its share, or 'tfidf':
            (1 + log count) · log(1 + texts / (1 + texts with the word)).
        Raises: ValueError for another mode.
        """
        if mode not in ("binary", "count", "freq", "tfidf"):
            modes = "'binary', 'count', 'freq' or 'tfidf'"
            raise ValueError(bad("Tokenizer", "mode", modes, mode, ""))
        sequences = list(sequences)
        width = self.num_words or len(self.word_index) + 1
        found = np.zeros((len(sequences), width))
        for row, sequence in zip(found, sequences):
            for index, count in Counter(i for i in sequence if i < width).items():
                row[index] = self._entry(mode, index, count, len(sequence))
        return found

    def _entry(self, mode: str, index: int, count: int, length: int) -> float:
        if mode == "tfidf":
            rare = np.log(1 + self.document_count / (1 + self.index_docs.get(index, 0)))
            return (1 + np.log(count)) * rare
        return {"binary": 1.0, "count": float(count), "freq": count / length}[mode]

    def get_config(self) -> dict[str, Any]:
        """The settings and counts, as JSON types."""
        plain = (
            "num_words",
            "filters",
            "lower",
            "split",
            "char_level",
            "oov_token",
            "document_count",
        )
        tables = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
        return {
            **{name: getattr(self, name) for name in plain},
            **{name: json.dumps(getattr(self, name)) for name in tables},
        }

    def to_json(self, **kwargs: Any) -> str:
        """The config as JSON."""
        return json.dumps(
            {"class_name": type(self).__name__, "config": self.get_config()}, **kwargs
        )


def tokenizer_from_json(json_string: str) -> Tokenizer:
    """The Tokenizer that `to_json` wrote."""
    config = json.loads(json_string)["config"]
    tables = {name: json.loads(config.pop(name)) for name in list(config) if name.endswith(
        ("_counts", "_docs", "_index", "_word"))}  # fmt: skip
    made = Tokenizer(**config)
    made.word_counts.update(tables["word_counts"])
    made.word_docs.update(tables["word_docs"])
    made.word_index = tables["word_index"]
    made.index_docs = {int(k): v for k, v in tables["index_docs"].items()}
    made.index_word = {int(k): v for k, v in tables["index_word"].items()}
    return made
