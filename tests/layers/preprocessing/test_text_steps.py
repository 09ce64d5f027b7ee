"""Texts to tokens, step by step."""

import numpy as np
import pytest

from keraunos.layers.preprocessing import text_steps


def texts(*given):
    return np.array(given, object)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("lower_and_strip_punctuation", "its menö É"),
        ("lower", "it's me_nö É"),
        ("strip_punctuation", "Its MEnö É"),
        (None, "It's ME_nö É"),
    ],
)
def test_standard_forms(how, expected):
    assert text_steps.standardized(texts("It's ME_nö É"), how, "T").tolist() == [expected]


def test_every_mark_of_ascii_goes():
    marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    assert text_steps.standardized(texts(marks), "strip_punctuation", "T").tolist() == [""]


def test_a_function_gets_and_gives_arrays_of_texts():
    seen = []

    def own(given):
        seen.append(given.dtype.kind)
        return np.char.lower(given)

    assert text_steps.standardized(texts("AB", "C"), own, "T").tolist() == ["ab", "c"]
    assert seen == ["U"]
    with pytest.raises(ValueError, match="T: `standardize` must be to keep the shape"):
        text_steps.standardized(texts("AB", "C"), lambda x: x[:1], "T")


@pytest.mark.parametrize(
    ("how", "text", "tokens"),
    [
        ("whitespace", " a  b\tc\nd\u00a0e ", ["a", "b", "c", "d\u00a0e"]),
        ("whitespace", "", []),
        ("character", "aé b", ["a", "é", " ", "b"]),
        (lambda x: [t.split("|") for t in x], "a|b", ["a", "b"]),
        (lambda x: np.char.split(x, "|"), "a|b", ["a", "b"]),
    ],
)
def test_splits(how, text, tokens):
    assert text_steps.split(texts(text), how, "T") == [tokens]


@pytest.mark.parametrize(
    ("ngrams", "expected"),
    [
        (2, ["a", "b", "c", "a b", "b c"]),
        ((2,), ["a b", "b c"]),
        ((3, 1), ["a b c", "a", "b", "c"]),
        (5, None),
    ],
)
def test_runs_of_tokens(ngrams, expected):
    found = text_steps.joined(["a", "b", "c"], text_steps.lengths_of("T", ngrams))
    assert found == (expected or ["a", "b", "c", "a b", "b c", "a b c"])


@pytest.mark.parametrize("ngrams", [0, "two", (1, 0), (), [1.5]])
def test_lengths_that_do_not_fit(ngrams):
    with pytest.raises(
        ValueError, match="T: `ngrams` must be None, an int >= 1, or a tuple of them"
    ):
        text_steps.lengths_of("T", ngrams)
