"""Steps of tf.data."""

import numpy as np
import pytest


@pytest.fixture
def tf(old):
    import tensorflow

    return tensorflow


def lists(data):
    return [np.asarray(x).tolist() for x in data.as_numpy_iterator()]


def test_interleave(tf):
    def repeated(x, times=6):
        return tf.data.Dataset.from_tensors(x).repeat(times)

    guide = tf.data.Dataset.range(1, 6).interleave(repeated, cycle_length=2, block_length=4)
    assert lists(guide) == [
        1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5,
    ]  # fmt: skip
    data = tf.data.Dataset.range(1, 4)
    assert lists(data.interleave(lambda x: repeated(x, 3), 1)) == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert (
        lists(data.interleave(lambda x: repeated(x, 3), cycle_length=3, num_parallel_calls=4))
        == [1, 2, 3] * 3
    )


def test_parts(tf):
    data = tf.data.Dataset.range(6)
    assert lists(data.shard(2, 1)) == [1, 3, 5]
    assert lists(data.take_while(lambda x: x < 3)) == [0, 1, 2]
    assert lists(data.scan(np.int64(0), lambda s, x: (s + x, s + x))) == [0, 1, 3, 6, 10, 15]
    assert lists(tf.data.Dataset.from_tensor_slices([1, 2, 1]).unique()) == [1, 2]
    assert int(data.take(1).get_single_element()) == 0
    with pytest.raises(ValueError, match="one element"):
        data.get_single_element()
    with pytest.raises(ValueError, match="index"):
        data.shard(2, 2)


def test_batches_of_like_lengths(tf):
    rows = [[1], [2, 2], [3, 3, 3], [4], [5, 5]]

    def some():
        for row in rows:
            yield row, len(row)

    data = tf.data.Dataset.from_generator(some, (tf.int32, tf.int32))
    found = data.bucket_by_sequence_length(lambda x, y: len(x), [2, 3], [2, 2, 1])
    assert [x.tolist() for x, _ in found] == [[[3, 3, 3]], [[1], [4]], [[2, 2], [5, 5]]]
    old = data.apply(
        tf.data.experimental.bucket_by_sequence_length(lambda x, y: len(x), [9], [5, 5])
    )
    assert next(iter(old))[0].shape == (5, 3)
    assert next(iter(data.ragged_batch(5)))[0].to_list() == rows
    windows = tf.data.Dataset.range(5).group_by_window(lambda x: x % 2, lambda k, d: d.batch(3), 3)
    assert lists(windows) == [[0, 2, 4], [1, 3]]
    with pytest.raises(ValueError, match="2 sizes"):
        data.bucket_by_sequence_length(lambda x, y: 1, [2], [2])


def test_steps_to_apply(tf):
    more = tf.data.experimental
    data = tf.data.Dataset.range(4)
    assert lists(data.apply(more.map_and_batch(lambda x: x * 2, 2))) == [[0, 2], [4, 6]]
    assert len(lists(data.apply(more.shuffle_and_repeat(4, 2)))) == 8
    assert lists(data.batch(2).apply(more.unbatch())) == [0, 1, 2, 3]
    assert len(data.filter(lambda x: x < 2).apply(more.assert_cardinality(2))) == 2
    assert tf.data.INFINITE_CARDINALITY == -1 == int(data.repeat().cardinality())


def test_elements_that_fail_are_left_out(tf):
    def halves(x):
        if x == 1:
            raise ValueError("odd")
        return x

    assert lists(tf.data.Dataset.range(3).map(halves).ignore_errors()) == [0, 2]
