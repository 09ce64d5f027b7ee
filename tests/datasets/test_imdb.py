"""imdb, against the installed Keras on the same small file."""

import json

import numpy as np
import pytest

from keraunos.core.errors import DataError
from keraunos.datasets import imdb
from keraunos.datasets.archive import Member

RNG = np.random.default_rng(0)
SMALL = {name: m._replace(shape=(7 if "train" in name else 5,)) for name, m in imdb.MEMBERS.items()}
SETTINGS = [
    {}, {"num_words": 20}, {"skip_top": 5, "oov_char": None}, {"maxlen": 6}, {"seed": 1},
    {"start_char": None}, {"start_char": None, "index_from": None}, {"num_words": 9, "index_from": 0},
]  # fmt: skip


def texts(count):
    made = np.empty(count, dtype=object)
    made[:] = [RNG.integers(1, 40, RNG.integers(1, 9)).tolist() for _ in range(count)]
    return made


@pytest.fixture
def file(cache, monkeypatch):
    monkeypatch.setattr(imdb, "MEMBERS", SMALL)
    path = cache / "imdb.npz"
    np.savez(path, x_train=texts(7), y_train=np.arange(7), x_test=texts(5), y_test=np.arange(5))
    return path


@pytest.mark.filterwarnings("ignore:.*unknown checksum")
@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
def test_it_is_keras(file, theirs, settings):
    found = imdb.load_data(**settings)
    expected = theirs("imdb", file).load_data(**settings)
    for mine, other in zip((*found[0], *found[1]), (*expected[0], *expected[1])):
        assert mine.dtype == other.dtype
        assert mine.tolist() == other.tolist()


def test_arrays_of_other_things_are_refused(file):
    made = texts(7)
    made[3] = {"no": "list"}
    np.savez(file, x_train=made, y_train=np.arange(7), x_test=texts(5), y_test=np.arange(5))
    with pytest.raises(DataError, match="`x_train` holds other things than lists"):
        imdb.load_data()


def test_a_pickle_that_asks_for_code_is_refused(file, tmp_path):
    class Harm:
        def __reduce__(self):
            return (print, ("harm",))

    made = texts(7)
    made[0] = Harm()
    np.savez(file, x_train=made, y_train=np.arange(7), x_test=texts(5), y_test=np.arange(5))
    with pytest.raises(DataError, match=r"it asks for (__builtin__|builtins)\.print"):
        imdb.load_data()


def test_errors(cache, monkeypatch):
    assert imdb.MEMBERS["x_train"] == Member((25000,), "object")
    with pytest.raises(TypeError, match=r"unknown arguments \['words'\]"):
        imdb.load_data(words=3)
    monkeypatch.setattr(imdb, "URL", "http://127.0.0.1:9/imdb.npz")
    with pytest.raises(ConnectionError, match=r"imdb\.load_data: .*put it there as"):
        imdb.load_data()


def test_the_word_index(cache, monkeypatch):
    (cache / "imdb_word_index.json").write_text(json.dumps({"film": 1, "Öde": 2}), encoding="utf8")
    assert imdb.get_word_index() == {"film": 1, "Öde": 2}
    monkeypatch.setattr(imdb, "WORDS_URL", "http://127.0.0.1:9/")
    with pytest.raises(ConnectionError, match=r"imdb\.get_word_index"):
        imdb.get_word_index("other.json")
