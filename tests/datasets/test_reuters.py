"""reuters, against the installed Keras on the same small file."""

import json

import numpy as np
import pytest
from support.oracle import keras

from keraunos.datasets import reuters

RNG = np.random.default_rng(0)
SETTINGS = [
    {}, {"num_words": 20}, {"skip_top": 5, "oov_char": None}, {"maxlen": 6}, {"seed": 1},
    {"test_split": 0.5}, {"test_split": 0.0, "start_char": None, "index_from": None},
]  # fmt: skip


@pytest.fixture
def file(cache, monkeypatch):
    small = {name: m._replace(shape=(11,)) for name, m in reuters.MEMBERS.items()}
    monkeypatch.setattr(reuters, "MEMBERS", small)
    x = np.empty(11, dtype=object)
    x[:] = [RNG.integers(1, 40, RNG.integers(1, 9)).tolist() for _ in range(11)]
    np.savez(cache / "reuters.npz", x=x, y=np.arange(11))
    return cache / "reuters.npz"


@pytest.mark.filterwarnings("ignore:.*unknown checksum")
@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
def test_it_is_keras(file, theirs, settings):
    found = reuters.load_data(**settings)
    expected = theirs("reuters", file).load_data(**settings)
    for mine, other in zip((*found[0], *found[1]), (*expected[0], *expected[1])):
        assert mine.tolist() == other.tolist()


def test_names(cache):
    assert reuters.get_label_names() == keras.datasets.reuters.get_label_names()
    (cache / "reuters_word_index.json").write_text(json.dumps({"oil": 1}))
    assert reuters.get_word_index() == {"oil": 1}
    with pytest.raises(ValueError, match="`test_split` must be"):
        reuters.load_data(test_split=1)
