"""IMDB: 50000 reviews of films as lists of word numbers, for or against."""

from typing import Any

import numpy as np

from keraunos.datasets.archive import Member, read_npz
from keraunos.datasets.shuffling import Split, mixed
from keraunos.datasets.stored import stored, warn_if_unknown
from keraunos.datasets.words import Wording, frequent, numbered, read_words

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb.npz"
SHA256 = "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"
WORDS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb_word_index.json"
WORDS_MD5 = "bfafd718b763782e994055a2d397834f"
MEMBERS = {
    "x_train": Member((25000,), "object"),
    "y_train": Member((25000,), "int64"),
    "x_test": Member((25000,), "object"),
    "y_test": Member((25000,), "int64"),
}
_OWNER = "imdb.load_data"


def load_data(
    path: str = "imdb.npz", num_words: int | None = None, skip_top: int = 0, maxlen: int | None = None,
    seed: int = 113, start_char: int | None = 1, oov_char: int | None = 2, index_from: int | None = 3,
    **kwargs: Any,
) -> Split:  # fmt: skip
    """The reviews and whether they are for (1) or against (0), from the cache or downloaded into it.

    Words are numbered by how often they come, the most frequent first, after `index_from`; 0 is left for
    padding.

    Args:
        path: the file's name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
        num_words: words numbered this or higher are left out, an int >= 1; None: the highest alone is.
        skip_top: words numbered below are left out, an int >= 0.
        maxlen: reviews as long as this or longer are left out; None: none is.
        seed: of the order.
        start_char: the number that marks the beginning; None: none does.
        oov_char: the number that stands for words left out; None: nothing does.
        index_from: what is added to all numbers, an int >= 0.
    Shapes: x (reviews,) of lists of numbers, y (reviews,) int64.
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ValueError if no review is short enough, or the file there does not hold these arrays;
        ConnectionError if it is not there and cannot be downloaded, saying which file to put where.
    Source: Maas et al. 2011, https://aclanthology.org/P11-1015.
    Differs: lists of numbers are the only pickled things that are read from the file.
    """
    if kwargs:
        raise TypeError(f"{_OWNER}: unknown arguments {sorted(kwargs)}. Leave them out.")
    file = stored(path, URL, SHA256, _OWNER)
    arrays = read_npz(file, MEMBERS, _OWNER)
    warn_if_unknown(file, SHA256, _OWNER)
    wording = Wording(num_words, skip_top, maxlen, start_char, oov_char, index_from)
    draw = np.random.RandomState(seed)
    train = mixed(arrays["x_train"], arrays["y_train"], draw)
    test = mixed(arrays["x_test"], arrays["y_test"], draw)
    texts, labels = numbered(*train, wording, _OWNER)
    test_texts, test_labels = numbered(*test, wording, _OWNER)
    x = frequent(texts + test_texts, wording)
    return (x[: len(texts)], labels), (x[len(texts) :], test_labels)


def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:
    """Word -> its number before `index_from` is added, from the cache or downloaded into it.

    Args: path: the file's name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
    Raises: ConnectionError if it is not there and cannot be downloaded, saying which file to put where;
        ValueError if the file there is something else.
    """
    owner = "imdb.get_word_index"
    return read_words(stored(path, WORDS_URL, WORDS_MD5, owner), owner)
