"""Data for `adapt`: one array, or batches from whatever yields them."""

import numpy as np
import pytest

from keraunos.data.py_dataset import PyDataset
from keraunos.layers.preprocessing.adapting import (
    batches,
    batches_of_dicts,
    comes_in_batches,
    grouped,
)


class Numbered(PyDataset):
    num_batches = 2

    def __getitem__(self, index):
        return np.full(3, index)


class Numpy:
    def as_numpy_iterator(self):
        return iter([np.zeros(2), np.ones(2)])


def found(data, steps=None):
    return [np.asarray(b).tolist() for b in batches("L", data, steps)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (np.arange(3), [[0, 1, 2]]),
        ([1, 2], [[1, 2]]),
        (["a", "b"], [["a", "b"]]),
        ([np.zeros(1), np.ones(1)], [[0], [1]]),
        (Numbered(), [[0, 0, 0], [1, 1, 1]]),
        (Numpy(), [[0, 0], [1, 1]]),
        ([(np.zeros(1),), (np.ones(1),)][0], [[0]]),
    ],
)
def test_pieces(data, expected):
    assert found(data) == expected


def test_generators_and_a_number_of_steps():
    def numbers():
        while True:
            yield np.ones(2)

    assert found(numbers(), 2) == [[1, 1], [1, 1]]
    assert comes_in_batches(numbers())
    assert found(np.arange(3) for _ in range(1)) == [[0, 1, 2]]


def test_labels_and_nothing_are_refused():
    with pytest.raises(ValueError, match="L.adapt: `data` must be batches of inputs alone"):
        found(iter([(np.ones(2), np.ones(2))]))
    with pytest.raises(ValueError, match="L.adapt: `data` must be at least one batch"):
        found(iter([]))


def test_single_rows_are_grouped():
    rows = [np.full(2, i) for i in range(5)]
    assert [g.shape for g in grouped(iter(rows), 3)] == [(3, 2), (2, 2)]


def test_tables():
    table = {"a": [1, 2]}
    assert list(batches_of_dicts("F", table)) == [table]
    assert list(batches_of_dicts("F", iter([table, table]))) == [table, table]
    with pytest.raises(ValueError, match="F.adapt: `dataset` must be dicts of features by name"):
        list(batches_of_dicts("F", [(table, 1)]))
