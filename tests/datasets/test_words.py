"""Texts as word numbers; imdb and reuters hold them to Keras."""

import numpy as np
import pytest

from keraunos.datasets.words import Wording, frequent, numbered, read_words

PLAIN = Wording(None, 0, None, None, None, None)


def test_numbers_and_marks():
    labels = np.array([0, 1])
    assert numbered([[1, 2], [3]], labels, PLAIN, "set")[0] == [[1, 2], [3]]
    marked = PLAIN._replace(start_char=1, index_from=3)
    assert numbered([[1, 2], []], labels, marked, "set")[0] == [[1, 4, 5], [1]]
    texts, kept = numbered([[1, 2], [3]], labels, PLAIN._replace(maxlen=2), "set")
    assert (texts, kept.tolist()) == ([[3]], [1])
    with pytest.raises(ValueError, match="set: `maxlen` must be above the length"):
        numbered([[1, 2]], labels, PLAIN._replace(maxlen=1), "set")


def test_frequent_words():
    texts = [[1, 5, 9], []]
    assert frequent(texts, PLAIN).tolist() == [[1, 5], []]
    assert frequent(texts, PLAIN._replace(num_words=6, skip_top=2, oov_char=2))[0] == [2, 5, 2]


@pytest.mark.parametrize("text", ["[1]", "{", '{"a": "b"}', "[" * 100_000])
def test_files_of_something_else(tmp_path, text):
    (tmp_path / "w.json").write_text(text)
    with pytest.raises(ValueError, match=r"set: .*w\.json must be "):
        read_words(tmp_path / "w.json", "set")
