"""`tf.data.Dataset` in numpy."""

import numpy as np
import pytest

from keraunos.compat.tf.data import Dataset


def values(data):
    return [np.asarray(x).tolist() for x in data.as_numpy_iterator()]


N = Dataset.range(7)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (N, [0, 1, 2, 3, 4, 5, 6]),
        (N.map(lambda x: x * 2), [0, 2, 4, 6, 8, 10, 12]),
        (N.batch(3), [[0, 1, 2], [3, 4, 5], [6]]),
        (N.batch(3, drop_remainder=True), [[0, 1, 2], [3, 4, 5]]),
        (N.take(2).repeat(2), [0, 1, 0, 1]),
        (N.skip(5), [5, 6]),
        (N.filter(lambda x: x % 3 == 0), [0, 3, 6]),
        (N.take(1).concatenate(N.skip(6)), [0, 6]),
        (N.batch(4).unbatch(), [0, 1, 2, 3, 4, 5, 6]),
        (N.prefetch(1).cache().take(1), [0]),
        (N.repeat().take(9).skip(6), [6, 0, 1]),
        (Dataset.from_tensors([1, 2]), [1, 2]),
    ],
)
def test_steps(data, expected):
    found = values(data)
    assert found == expected or found == [expected]
    assert values(data) == found
    if data.cardinality() >= 0:
        assert len(data) == len(found)


def test_structures():
    data = Dataset.from_tensor_slices(({"a": np.arange(4)}, np.arange(4) * 2)).batch(2)
    x, y = next(iter(data))
    assert np.asarray(x["a"]).tolist() == [0, 1]
    assert str(y.dtype) == "int32"
    assert len(Dataset.zip((N, N.take(3)))) == 3
    pairs = data.map(lambda x, y: (x["a"], y)).enumerate(5)
    assert next(pairs.as_numpy_iterator())[0] == 5
    assert list(
        Dataset.from_generator(lambda n: iter(range(n)), args=(2,)).as_numpy_iterator()
    ) == [0, 1]


def test_shuffling():
    data = N.shuffle(7, seed=1)
    first, second = values(data), values(data)
    assert sorted(first) == sorted(second) == list(range(7))
    assert first != second
    fixed = N.shuffle(7, seed=1, reshuffle_each_iteration=False)
    assert values(fixed) == values(fixed)
    near = values(Dataset.range(100).shuffle(2, seed=3))
    assert sorted(near) == list(range(100))
    assert near.index(99) >= 97


def test_lengths_that_are_not_known():
    assert N.repeat().cardinality() == -1
    assert N.filter(bool).cardinality() == -2
    with pytest.raises(TypeError, match="its length is not known"):
        len(N.repeat())


def test_windows_of_a_series():
    rows = Dataset.range(6).window(3, shift=1, drop_remainder=True)
    found = rows.flat_map(lambda part: part.batch(3)).as_numpy_iterator()
    assert [x.tolist() for x in found] == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]]
    assert len(list(Dataset.range(5).window(2).as_numpy_iterator())) == 3


def test_folding_and_facts():
    data = Dataset.range(4)
    assert data.reduce(0, lambda total, x: total + x) == 6
    assert len(data.apply(lambda d: d.batch(2))) == 2
    assert int(data.cardinality()) == 4
    spec = Dataset.from_tensor_slices((np.ones((3, 2), "float32"), np.arange(3))).element_spec
    assert (spec[0].shape, spec[0].dtype, spec[1].shape) == ((2,), "float32", ())
