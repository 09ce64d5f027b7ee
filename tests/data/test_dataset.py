"""`tf.data.Dataset` in numpy."""

import numpy as np
import pytest

from keraunos.data.dataset import Dataset


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


def test_a_cache_asks_once():
    asked = []

    def start():
        asked.append(1)
        return iter([1, 2, 3])

    data = Dataset(start, 3).cache()
    assert values(data.take(1)) == [1]
    assert values(data) == values(data) == [1, 2, 3]
    assert len(asked) == 2  # the pass that broke off kept nothing
    assert values(Dataset(start, 3).cache("file")) == [1, 2, 3]


def test_what_a_generator_yields_gets_the_dtypes_that_are_named():
    def rows():
        yield [1, 2], 3
        yield [4], 5

    data = Dataset.from_generator(rows, output_types=("float32", "int64"))
    (x, y), _ = data.as_numpy_iterator()
    assert (x.dtype, x.tolist(), y.dtype) == (np.float32, [1, 2], np.int64)
    assert next(iter(data.padded_batch(2)))[0].tolist() == [[1, 2], [4, 0]]


def test_rows_of_different_lengths_are_filled_up():
    rows = [np.ones((2, 1)), np.ones((3, 1)), np.ones((1, 1))]
    plain = Dataset(lambda: iter(rows), 3)
    data = plain.padded_batch(2)
    assert [x[..., 0].tolist() for x in data.as_numpy_iterator()] == [[[1, 1, 0], [1, 1, 1]], [[1]]]
    assert len(data) == 2
    longer = plain.padded_batch(3, [4, 1], -1.0)
    assert next(longer.as_numpy_iterator())[..., 0].tolist()[2] == [1, -1, -1, -1]
    with pytest.raises(ValueError, match="`padded_shapes` must be at least 3"):
        list(plain.padded_batch(3, padded_shapes=[2, None]))


def test_what_is_said_of_the_data_is_kept_by_steps_that_change_nothing():
    data = Dataset.range(4).batch(2)
    data.class_names, data.file_paths = ["a"], ["b"]
    for same in (data.cache(), data.prefetch(1)):
        assert (same.class_names, same.file_paths, same.batch_size) == (["a"], ["b"], 2)
    assert data.cardinality().numpy() == data.cardinality() == 2


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"size": 3}, [[0, 1, 2], [3, 4, 5], [6]]),
        ({"size": 3, "drop_remainder": True}, [[0, 1, 2], [3, 4, 5]]),
        ({"size": 3, "shift": 2}, [[0, 1, 2], [2, 3, 4], [4, 5, 6], [6]]),
        ({"size": 2, "shift": 3, "stride": 2}, [[0, 2], [3, 5], [6]]),
        (
            {"size": 2, "shift": 1, "stride": 3, "drop_remainder": True},
            [[0, 3], [1, 4], [2, 5], [3, 6]],
        ),
        ({"size": 2, "shift": 4}, [[0, 1], [4, 5]]),
    ],
)
def test_windows(settings, expected):
    data = N.window(**settings)
    assert [values(w) for w in data] == expected
    assert values(data.flat_map(lambda w: w.batch(9))) == expected


def test_a_series_as_pairs_of_window_and_next():
    data = N.window(4, shift=1, drop_remainder=True).flat_map(lambda w: w.batch(4))
    pairs = data.map(lambda w: (w[:-1], w[-1])).batch(2)
    x, y = next(iter(pairs))
    assert x.tolist() == [[0, 1, 2], [1, 2, 3]] and y.tolist() == [3, 4]
    both = Dataset.zip((N, N)).window(2).map(lambda a, b: Dataset.zip((a, b)))
    assert [int(p) for p, _ in next(iter(both)).as_numpy_iterator()] == [0, 1]


def test_reducing():
    assert int(N.reduce(0, lambda state, x: state + x)) == 21


def test_folding_and_facts():
    data = Dataset.range(4)
    assert data.reduce(0, lambda total, x: total + x) == 6
    assert len(data.apply(lambda d: d.batch(2))) == 2
    assert int(data.cardinality()) == 4
    spec = Dataset.from_tensor_slices((np.ones((3, 2), "float32"), np.arange(3))).element_spec
    assert (spec[0].shape, spec[0].dtype, spec[1].shape) == ((2,), "float32", ())
