"""Batches by number, made by threads, in order."""

import time

import numpy as np
import pytest

from keraunos.data.py_dataset import PyDataset, batches_of


class Numbers(PyDataset):
    def __init__(self, count=4, **options):
        super().__init__(**options)
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return np.full((2, 1), index), np.zeros(2)


@pytest.mark.parametrize(
    "options", [{}, {"workers": 3}, {"workers": 3, "max_queue_size": 2}], ids=str
)
def test_workers_keep_the_order(options):
    class Slow(Numbers):
        def __getitem__(self, index):
            time.sleep(0.01 * (index % 3))
            return super().__getitem__(index)

    data = Slow(9, **options)
    assert [int(x[0, 0]) for x, _ in batches_of(data, range(9))] == list(range(9))


def test_an_unfinished_class_says_what_to_write():
    with pytest.raises(NotImplementedError, match="__getitem__"):
        PyDataset()[0]
