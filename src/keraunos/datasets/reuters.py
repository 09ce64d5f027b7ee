"""Reuters: 11228 newswires of 1987 as lists of word numbers, in 46 topics."""

import numpy as np

from keraunos.datasets.archive import Member, read_npz
from keraunos.datasets.shuffling import Split, check_share, mixed
from keraunos.datasets.stored import stored, warn_if_unknown
from keraunos.datasets.words import Wording, frequent, numbered, read_words

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/reuters.npz"
SHA256 = "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916"
WORDS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/reuters_word_index.json"
WORDS_MD5 = "4d44cc38712099c9e383dc6e5f11a921"
MEMBERS = {"x": Member((11228,), "object"), "y": Member((11228,), "int64")}
LABELS = (
    "cocoa", "grain", "veg-oil", "earn", "acq", "wheat", "copper", "housing", "money-supply", "coffee",
    "sugar", "trade", "reserves", "ship", "cotton", "carcass", "crude", "nat-gas", "cpi", "money-fx",
    "interest", "gnp", "meal-feed", "alum", "oilseed", "gold", "tin", "strategic-metal", "livestock",
    "retail", "ipi", "iron-steel", "rubber", "heat", "jobs", "lei", "bop", "zinc", "orange", "pet-chem",
    "dlr", "gas", "silver", "wpi", "hog", "lead",
)  # fmt: skip
"""The topics by number."""

_OWNER = "reuters.load_data"


def load_data(
    path: str = "reuters.npz", num_words: int | None = None, skip_top: int = 0,
    maxlen: int | None = None, test_split: float = 0.2, seed: int = 113, start_char: int | None = 1,
    oov_char: int | None = 2, index_from: int | None = 3,
) -> Split:  # fmt: skip
    """The newswires and the numbers of their topics, from the cache or downloaded into it.

    Args:
        path: the file's name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
        test_split: the share of the tests, in [0, 1). seed: of the order.
        num_words, skip_top, maxlen, start_char, oov_char, index_from: as of `imdb.load_data`.
    Shapes: x (newswires,) of lists of numbers, y (newswires,) int64, in [0, 46).
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: as `imdb.load_data`; ValueError for another share.
    Source: Lewis, Reuters-21578, https://archive.ics.uci.edu/dataset/137.
    Differs: lists of numbers are the only pickled things that are read from the file.
    """
    check_share(test_split, _OWNER)
    file = stored(path, URL, SHA256, _OWNER)
    arrays = read_npz(file, MEMBERS, _OWNER)
    warn_if_unknown(file, SHA256, _OWNER)
    wording = Wording(num_words, skip_top, maxlen, start_char, oov_char, index_from)
    x, y = mixed(arrays["x"], arrays["y"], np.random.RandomState(seed))
    texts, labels = numbered(x, y, wording, _OWNER)
    found, at = frequent(texts, wording), int(len(texts) * (1 - test_split))
    return (found[:at], labels[:at]), (found[at:], labels[at:])


def get_word_index(path: str = "reuters_word_index.json") -> dict[str, int]:
    """As `imdb.get_word_index`."""
    owner = "reuters.get_word_index"
    return read_words(stored(path, WORDS_URL, WORDS_MD5, owner), owner)


def get_label_names() -> tuple[str, ...]:
    """The topics, in the order of their numbers.

    Example:
        >>> get_label_names()[3]
        'earn'
    """
    return LABELS
