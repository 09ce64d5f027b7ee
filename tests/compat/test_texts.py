"""Words to numbers and back."""

import numpy as np
import pytest

from keraunos.compat import texts

TEXTS = ["The cat sat on the mat.", "The dog sat on the log!", "Dogs and cats."]


def test_words():
    assert texts.text_to_word_sequence("Hello, big  World!") == ["hello", "big", "world"]
    assert texts.text_to_word_sequence("a-b C", filters="", lower=False) == ["a-b", "C"]
    assert "'" in texts.base_filter()


def test_hashes():
    assert texts.hashing_trick("a b a", 50, "md5")[0] == texts.hashing_trick("a", 50, "md5")[0]
    found = texts.one_hot("a b c d", 5)
    assert all(1 <= n < 5 for n in found)
    assert texts.hashing_trick("xx y", 10, len) == [3, 2]


def test_numbers_go_by_frequency():
    tokens = texts.Tokenizer()
    tokens.fit_on_texts(TEXTS)
    assert list(tokens.word_index)[:3] == ["the", "sat", "on"]
    assert tokens.word_counts["the"] == 4
    assert tokens.word_docs["the"] == 2
    assert tokens.document_count == 3
    sequences = tokens.texts_to_sequences(["the cat flew"])
    assert sequences == [[1, tokens.word_index["cat"]]]
    assert tokens.sequences_to_texts(sequences) == ["the cat"]


def test_unknown_words_and_a_limit():
    tokens = texts.Tokenizer(num_words=3, oov_token="?")
    tokens.fit_on_texts(TEXTS)
    assert tokens.word_index["?"] == 1
    assert tokens.texts_to_sequences(["the sat"]) == [[2, 1]]
    assert tokens.sequences_to_texts([[2, 9]]) == ["the ?"]


def test_characters_and_lists():
    tokens = texts.Tokenizer(char_level=True)
    tokens.fit_on_texts(["aab"])
    assert tokens.texts_to_sequences(["ba"]) == [[2, 1]]
    tokens = texts.Tokenizer(analyzer=lambda text: text.split("|"))
    tokens.fit_on_texts(["x y|z"])
    assert set(tokens.word_index) == {"x y", "z"}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("binary", [0, 1, 1]), ("count", [0, 2, 1]), ("freq", [0, 2 / 3, 1 / 3])],
)
def test_rows(mode, expected):
    tokens = texts.Tokenizer()
    tokens.fit_on_texts(["a a b", "a"])
    np.testing.assert_allclose(tokens.texts_to_matrix(["a b a"], mode)[0], expected)


def test_tfidf():
    tokens = texts.Tokenizer()
    tokens.fit_on_texts(["a a b", "a"])
    row = tokens.texts_to_matrix(["a b a"], "tfidf")[0]
    expected = [0, (1 + np.log(2)) * np.log(1 + 2 / 3), np.log(1 + 2 / 2)]
    np.testing.assert_allclose(row, expected)
    with pytest.raises(ValueError, match="`mode` must be 'binary', 'count'"):
        tokens.texts_to_matrix(["a"], "other")


def test_json_round_trip():
    tokens = texts.Tokenizer(num_words=4, oov_token="?")
    tokens.fit_on_texts(TEXTS)
    again = texts.tokenizer_from_json(tokens.to_json())
    assert again.texts_to_sequences(TEXTS) == tokens.texts_to_sequences(TEXTS)
    assert again.sequences_to_texts([[1, 2]]) == tokens.sequences_to_texts([[1, 2]])
    assert again.get_config() == tokens.get_config()
