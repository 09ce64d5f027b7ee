"""Texts of every form become Python's strings; what is no text is refused."""

import numpy as np
import pytest

from keraunos.core.texts import as_texts, is_text


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (np.array(["a", "b"]), ["a", "b"]),
        (np.array([b"caf\xc3\xa9"]), ["café"]),
        (np.array(["a", b"b"], object), ["a", "b"]),
        ([["a"], ["bc"]], [["a"], ["bc"]]),
        ("a", "a"),
    ],
)
def test_every_form_of_text(x, expected):
    found = as_texts(x, "T")
    assert found.dtype == object
    assert found.tolist() == expected


def test_bytes_have_an_encoding():
    assert as_texts(np.array([b"\xe9"]), "T", "latin-1").tolist() == ["é"]


@pytest.mark.parametrize(
    "x", [np.array([1, 2]), np.array(["a", None], object), np.array([1.5, "a"], object)]
)
def test_what_is_no_text_is_refused(x):
    with pytest.raises(ValueError, match="T: `inputs` must be texts"):
        as_texts(x, "T")


def test_rows_of_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="equal lengths"):
        as_texts([["a"], ["b", "c"]], "T")


def test_numbers_and_symbols_are_no_texts():
    assert is_text(np.array(["a"], object))
    assert not is_text(np.ones(2))
    assert not is_text("a")
