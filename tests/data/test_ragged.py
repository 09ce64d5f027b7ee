"""Rows of unequal lengths."""

import numpy as np
import pytest

from keraunos.data.dataset import Dataset
from keraunos.data.ragged import Irregular, Ragged, ragged

X = ragged([[3, 1, 4, 1], [], [5, 9, 2], [6], []])
"""The example of TensorFlow's own guide, whose facts below are those that it shows."""


def test_what_it_is():
    assert X.shape == (5, None) and X.dtype == "int32" and X.ragged_rank == 1
    assert X.row_splits.tolist() == [0, 4, 4, 7, 8, 8] and X.row_starts().tolist() == [
        0,
        4,
        4,
        7,
        8,
    ]
    assert X.row_lengths().tolist() == [4, 0, 3, 1, 0]
    assert X.value_rowids().tolist() == [0, 0, 0, 0, 2, 2, 2, 3]
    assert X.values.tolist() == X.flat_values.tolist() == [3, 1, 4, 1, 5, 9, 2, 6]
    assert X.bounding_shape().tolist() == [5, 4] and X.nrows() == len(X) == 5
    assert "[3, 1, 4, 1], []" in repr(X)


def test_deeper_ones():
    y = ragged([[[1, 2], [3]], [], [[4]]])
    assert y.shape == (3, None, None) and y.ragged_rank == 2
    assert y.values.to_list() == [[1, 2], [3], [4]] and y.flat_values.tolist() == [1, 2, 3, 4]
    assert y.to_tensor().shape == (3, 2, 2) and y[0].to_list() == [[1, 2], [3]]
    assert y.merge_dims(0, 1).to_list() == [[1, 2], [3], [4]]
    assert y.merge_dims(0, 2).tolist() == [1, 2, 3, 4]
    assert y.merge_dims(1, 2).to_list() == [[1, 2, 3], [], [4]]
    assert y.row_lengths(axis=2).to_list() == [[2, 1], [], [1]]
    flat = ragged([[[1, 2]], [[3, 4], [5, 6]]], ragged_rank=1)
    assert flat.shape == (2, None, 2) and flat.merge_dims(0, 1).shape == (3, 2)


def test_made_dense():
    assert X[:1].to_tensor().tolist() == [[3, 1, 4, 1]]
    assert X[2:4].to_tensor(-1).tolist() == [[5, 9, 2], [6, -1, -1]]
    assert X[2:4].to_tensor(shape=(None, 2)).tolist() == [[5, 9], [6, 0]]
    assert X[2:4].to_tensor(shape=(None, 4)).tolist() == [[5, 9, 2, 0], [6, 0, 0, 0]]
    texts = ragged([["a", "b"], ["c"]])
    assert texts.dtype == "string" and texts.to_tensor().tolist() == [["a", "b"], ["c", ""]]
    assert texts.to_list() == [[b"a", b"b"], [b"c"]]
    assert np.asarray(ragged([[1], [2]])).tolist() == ragged([[1], [2]]).numpy().tolist()
    with pytest.raises(ValueError, match="to_tensor"):
        np.asarray(X)


def test_parts_and_sums():
    assert X[0].tolist() == [3, 1, 4, 1] and X[:, :2].to_list() == [[3, 1], [], [5, 9], [6], []]
    assert int(X[2, 1]) == 9 and [r.tolist() for r in X][3] == [6]
    assert (X + 1).to_list()[0] == [4, 2, 5, 2] and (2 * X).to_list()[3] == [12]
    assert (X + X).to_list() == (X * 2).to_list() and (X > 3).to_list()[2] == [True, True, False]
    rows = ragged([[1, 2], [3]]) * np.array([[10], [100]])
    assert rows.to_list() == [[10, 20], [300]]
    assert X.mapped(lambda v: v * 0).to_list() == [[0] * n for n in (4, 0, 3, 1, 0)]
    assert X[..., :1].to_list()[0] == [3] and hash(X) != hash(X[:])


def test_as_elements_of_data():
    data = Dataset.from_tensor_slices((ragged([[1, 2], [3]]), [0, 1]))
    assert [x.tolist() for x, _ in data] == [[1, 2], [3]]
    (x, y) = next(iter(data.map(lambda x, y: (Ragged([x]), y)).batch(2)))
    assert x.to_list() == [[[1, 2]], [[3]]] and y.tolist() == [0, 1]
    with pytest.raises(NotImplementedError):
        Irregular.stacked([])
