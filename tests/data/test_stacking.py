"""Elements put together to a batch."""

import numpy as np
import pytest

from keraunos.data.ragged import ragged
from keraunos.data.stacking import padded, stacked


def test_each_leaf_is_stacked():
    found = stacked([(np.ones(2), {"a": 1}), (np.zeros(2), {"a": 2})])
    assert found[0].tolist() == [[1, 1], [0, 0]] and found[1]["a"].tolist() == [1, 2]


def test_bytes_keep_the_zeros_at_their_end():
    assert stacked([b"a\0", b"b"]).tolist() == [b"a\0", b"b"]


def test_rows_of_rows():
    assert stacked([ragged([[1, 2], [3]]), ragged([[4]])]).to_list() == [[[1, 2], [3]], [[4]]]


def test_shapes_and_values_lie_as_the_elements_do():
    elements = [(np.array([1, 2]), 7, np.array(["x"])), (np.array([3]), 8, np.array(["y", "z"]))]
    x, y, t = padded(elements, ([None], [], [3]), (-1, 0, "?"))
    assert (x.tolist(), y.tolist()) == ([[1, 2], [3, -1]], [7, 8])
    assert t.tolist() == [["x", "?", "?"], ["y", "z", "?"]]
    named = padded([{"a": np.ones(1)}, {"a": np.ones(2)}], {"a": [3]})
    assert named["a"].tolist() == [[1, 0, 0], [1, 1, 0]]
    with pytest.raises(ValueError, match="at least 2"):
        padded([np.ones(2)], [1])
