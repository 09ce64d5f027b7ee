"""Vocabularies: numbers of tokens, the checks at the door, files, and what is counted."""

import numpy as np
import pytest

from keraunos.layers.preprocessing.vocabulary import (
    DROPPED,
    UNKNOWN,
    Special,
    Tally,
    Vocabulary,
    read,
    without_special,
)

PLAIN, MASKED = Special(None, "[UNK]", 1, True), Special("", "[UNK]", 2, True)
VECTOR = Special("", "[UNK]", 1, False)


@pytest.mark.parametrize(
    ("special", "tokens", "numbers"),
    [(PLAIN, ["[UNK]", "a", "b"], [1, 2, UNKNOWN, UNKNOWN]),
     (MASKED, ["", "[UNK]", "[UNK]", "a", "b"], [3, 4, UNKNOWN, 0]),
     (VECTOR, ["[UNK]", "a", "b"], [1, 2, UNKNOWN, DROPPED])],
)  # fmt: skip
def test_special_tokens_come_first(special, tokens, numbers):
    found = Vocabulary(["a", "b"], special)
    assert found.all() == tokens
    assert len(found) == len(tokens)
    assert found.numbers(["a", "b", "x", ""]).tolist() == numbers


def test_numbers_back_to_tokens():
    found = Vocabulary(["a", "b"], MASKED).of_numbers(np.array([[0, 1], [3, 99]]))
    assert found == ["", "[UNK]", "a", "[UNK]"]


def test_special_tokens_may_be_given():
    assert without_special("V", ["", "[UNK]", "[UNK]", "a"], MASKED, False) == ["a"]
    assert without_special("V", ["a", "b"], MASKED, False) == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "invert", "sentence"),
    [
        ([], False, "`vocabulary` must be at least one token"),
        (["a", "b", "a"], False, r"tokens that differ; got \['a'\]"),
        (["a", ""], False, "without reserved tokens inside"),
        (["a", "[UNK]"], True, "without reserved tokens inside"),
    ],
)
def test_vocabularies_that_do_not_fit(given, invert, sentence):
    with pytest.raises(ValueError, match=sentence):
        without_special("V", given, MASKED, invert)


def test_files_hold_a_token_a_line(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("a b\nc\r\né\n", "utf8", newline="")
    assert read("V", str(path)) == ["a b", "c", "é"]
    with pytest.raises(ValueError, match="No such file"):
        read("V", str(tmp_path / "other.txt"))


def test_tokens_by_how_often_then_from_the_last():
    tally = Tally()
    tally.add(iter([["b", "a", "a"], ["c", "b"], ["", "[UNK]"]]), each=True)
    assert tally.most(["", "[UNK]"], None) == ["b", "a", "c"]
    assert tally.most(["", "[UNK]"], 1) == ["b"]
    np.testing.assert_allclose(tally.weights(["a", "b"]), np.log(1 + 3 / (1 + np.array([1, 2]))))
