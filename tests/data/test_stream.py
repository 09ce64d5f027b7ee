"""What yields batches, and in which order."""

import itertools

import numpy as np
import pytest

from keraunos.core.errors import DataError
from keraunos.data.py_dataset import PyDataset
from keraunos.data.stream import Stream, is_stream


class Numbers(PyDataset):
    def __init__(self, count=4, **options):
        super().__init__(**options)
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return np.full((2, 1), index), np.zeros(2)


def seen(batches):
    return [int(b.x[0, 0]) for b in batches]


def counting():
    for i in itertools.count():
        yield (np.full((2, 1), i),)


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (np.zeros(3), False),
        ([1, 2], False),
        ({"a": 1}, False),
        (Numbers(), True),
        (iter([]), True),
        (map(int, []), True),
        ("text", False),
    ],
)
def test_streams_are_told_from_data(thing, expected):
    assert is_stream(thing) is expected


def test_a_pass_is_an_epoch_and_looking_ahead_takes_nothing():
    stream = Stream(Numbers(), "fit")
    assert int(stream.first().x[0, 0]) == 0
    assert seen(stream.epoch(None)) == [0, 1, 2, 3]
    assert seen(stream.epoch(None)) == [0, 1, 2, 3]
    assert stream.length == 4


def test_with_steps_an_epoch_goes_on_where_the_last_ended():
    stream = Stream(Numbers(), "fit")
    assert [seen(stream.epoch(3)) for _ in range(3)] == [[0, 1, 2], [3, 0, 1], [2, 3, 0]]
    endless = Stream(counting(), "fit")
    assert [seen(endless.epoch(2)) for _ in range(2)] == [[0, 1], [2, 3]]


def test_an_iterator_is_used_up_once():
    stream = Stream(iter([(np.zeros((1, 1)),)] * 3), "fit")
    assert len(list(stream.epoch(2))) == 2
    assert len(list(stream.epoch(2))) == 1
    assert list(stream.epoch(2)) == []
    assert stream.length is None


def test_batches_of_the_wrong_form_are_refused():
    stream = Stream(iter([(1, 2, 3, 4)]), "fit")
    with pytest.raises(ValueError, match=r"batches \(x,\), \(x, y\) or"):
        stream.first()
    with pytest.raises(DataError, match="yielded none"):
        Stream(iter([]), "fit").first()
