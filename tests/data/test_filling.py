"""Arrays of different sizes in one."""

import numpy as np
import pytest

from keraunos.data.filling import blank, filled


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [("f4", None, 0), ("O", None, ""), ("U3", None, ""), ("i4", np.int32(-1), -1), ("O", "x", "x")],
)
def test_what_fills_up(kind, value, expected):
    assert blank(np.dtype(kind), value) == expected


def test_texts_and_more_axes_are_filled_up():
    texts = filled([np.array(["a"]), np.array(["b", "cd"])], [2], np.dtype("U2"), None)
    assert texts.dtype == object
    assert texts.tolist() == [["a", ""], ["b", "cd"]]
    squares = filled([np.ones((1, 2)), np.ones((2, 1))], [2, 2], np.dtype("f8"), 5)
    assert squares.tolist() == [[[1, 1], [5, 5]], [[1, 5], [1, 5]]]
