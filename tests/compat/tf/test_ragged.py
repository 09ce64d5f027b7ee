"""tf.ragged, by the examples of TensorFlow's guide to ragged tensors."""

import numpy as np

from keraunos.data.ragged import Ragged

DIGITS = [[3, 1, 4, 1], [], [5, 9, 2], [6], []]


def test_rows_are_made(old):
    import tensorflow as tf

    digits = tf.ragged.constant(DIGITS)
    assert isinstance(digits, tf.RaggedTensor) and digits.to_list() == DIGITS
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    made = tf.RaggedTensor
    assert made.from_row_splits(values, [0, 4, 4, 7, 8, 8]).to_list() == DIGITS
    assert made.from_row_lengths(values, [4, 0, 3, 1, 0]).to_list() == DIGITS
    assert made.from_row_starts(values, [0, 4, 4, 7, 8]).to_list() == DIGITS
    assert made.from_value_rowids(values, [0, 0, 0, 0, 2, 2, 2, 3], nrows=5).to_list() == DIGITS
    padded = np.array([[1, 2, 0], [3, 0, 0], [0, 0, 0]])
    assert made.from_tensor(padded, padding=0).to_list() == [[1, 2], [3], []]
    assert made.from_tensor(padded, lengths=[1, 2, 3]).to_list() == [[1], [3, 0], [0, 0, 0]]
    assert tf.ragged.stack([np.arange(2), np.arange(1)]).to_list() == [[0, 1], [0]]
    assert tf.ragged.range([3, 1]).to_list() == [[0, 1, 2], [0]]
    assert tf.ragged.constant([[[1, 2]], [[3, 4], [5, 6]]], inner_shape=(2,)).shape == (2, None, 2)


def test_functions_take_rows(old):
    import tensorflow as tf

    digits = tf.ragged.constant([[3, 1, 4, 1], [5, 9, 2], [6]])
    assert tf.reduce_mean(tf.cast(digits, tf.float32), axis=1).tolist()[2] == 6
    assert tf.reduce_sum(digits, axis=1).tolist() == [9, 16, 6]
    assert tf.reduce_sum(digits, axis=0).tolist() == [14, 10, 6, 1]
    assert int(tf.reduce_max(digits)) == 9
    assert tf.concat([digits, [[5, 3]] * 3], axis=1).to_list()[2] == [6, 5, 3]
    assert tf.concat([digits, digits], axis=0).shape == (6, None)
    assert tf.ragged.map_flat_values(lambda x: x * 2 + 1, digits).to_list()[2] == [13]
    mask = tf.ragged.boolean_mask(np.array([[1, 2], [3, 4]]), [[True, False], [True, True]])
    assert mask.to_list() == [[1], [3, 4]]


def test_words(old):
    import tensorflow as tf

    words = tf.strings.split(["a bc", "d"])
    assert isinstance(words, Ragged) and words.to_list() == [[b"a", b"bc"], [b"d"]]
    assert tf.strings.upper(words).to_list()[0] == [b"A", b"BC"]
    assert tf.strings.reduce_join(words, axis=-1, separator="+").tolist() == ["a+bc", "d"]
    numbers = tf.strings.to_number(tf.strings.split(["1,2", "3"], ","), tf.float32)
    assert numbers.to_tensor().tolist() == [[1, 2], [3, 0]]
    assert tf.strings.split("a b").tolist() == ["a", "b"]
    assert tf.strings.ngrams(words, 2).to_list() == [[b"a bc"], []]
    codes = tf.strings.unicode_decode(["hé", "a"], "UTF-8")
    assert codes.to_list() == [[104, 233], [97]]
    assert tf.strings.unicode_encode(codes, "UTF-8").tolist() == ["hé", "a"]
    assert tf.strings.bytes_split("é").tolist() == [b"\xc3", b"\xa9"]
    assert tf.strings.format("{} of {}", (1, 2)) == "1 of 2"
    assert tf.strings.split(np.array([["a b"], ["c"]])).to_list() == [[[b"a", b"b"]], [[b"c"]]]
