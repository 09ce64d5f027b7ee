"""split_dataset: sizes as Keras rounds them, rows in order, batches kept."""

import importlib
import random

import numpy as np
import pytest
from support.oracle import keras

from keraunos.data.dataset import Dataset
from keraunos.data.splitting import sizes
from keraunos.utils import split_dataset

SIZES = [(0.5, None), (None, 0.3), (3, None), (0.25, 0.25), (0.33, None), (0.5, 3), (0.35, 0.35), (1, 9),
         (0.5, 0.6), (1.5, None), (0, None), (11, None), (-1, None), (3, 8), ("a", None), (None, True),
         (0.05, None), (0.99, None), (None, None)]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), SIZES)
def test_sizes_are_keras(left, right):
    oracle = importlib.import_module(f"{keras.__name__}.src.utils.dataset_utils")
    try:
        expected = oracle._rescale_dataset_split_sizes(left, right, 10)
    except (ValueError, TypeError) as error:
        with pytest.raises(type(error), match="split_dataset: "):
            sizes(left, right, 10)
        return
    assert sizes(left, right, 10) == expected


def values(data):
    return [np.asarray(x).tolist() for x in data.as_numpy_iterator()]


def test_arrays_and_pairs_of_arrays():
    left, right = split_dataset(np.arange(5), left_size=2)
    assert (values(left), values(right)) == ([0, 1], [2, 3, 4])
    x, y = np.arange(6).reshape(3, 2), np.array([7, 8, 9])
    left, right = split_dataset((x, y), right_size=1)
    ((row, label),) = right.as_numpy_iterator()
    assert (row.tolist(), int(label), len(left)) == ([4, 5], 9, 2)
    left, right = split_dataset(np.arange(10), 2, 3)
    assert values(right) == [7, 8, 9]


def test_batches_are_split_by_rows_and_batched_again():
    data = Dataset.from_tensor_slices((np.arange(7), np.arange(7) * 2)).batch(3)
    left, right = split_dataset(data, left_size=4)
    assert [x.tolist() for x, _ in left.as_numpy_iterator()] == [[0, 1, 2], [3]]
    assert [y.tolist() for _, y in right.as_numpy_iterator()] == [[8, 10, 12]]


def test_mixing_is_that_of_python():
    rows = list(range(10))
    random.Random(3).shuffle(rows)
    left, right = split_dataset(np.arange(10), 0.5, shuffle=True, seed=3)
    assert values(left) + values(right) == rows


def test_errors():
    with pytest.raises(ValueError, match=r"arrays with equally many rows; got \[2, 3\]"):
        split_dataset([np.ones(2), np.ones(3)], 0.5)
    with pytest.raises(TypeError, match="`dataset` must be an array, a list or tuple"):
        split_dataset(3, 0.5)
    with pytest.raises(ValueError, match="`preferred_backend` must be"):
        split_dataset(np.arange(3), 0.5, preferred_backend="torch")
