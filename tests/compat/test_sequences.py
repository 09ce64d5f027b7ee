"""Helpers for sequences, against the installed Keras where it has them."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.compat.sequences import (
    TimeseriesGenerator,
    make_sampling_table,
    pad_sequences,
    skipgrams,
)

ROWS = [[1, 2, 3, 4], [5], [], [6, 7]]


@pytest.mark.parametrize("maxlen", [None, 2, 6])
@pytest.mark.parametrize("padding", ["pre", "post"])
@pytest.mark.parametrize("truncating", ["pre", "post"])
def test_padding_is_keras(maxlen, padding, truncating):
    settings = {"maxlen": maxlen, "padding": padding, "truncating": truncating, "value": 9}
    found = pad_sequences(ROWS, **settings)
    expected = keras.utils.pad_sequences(ROWS, **settings)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == expected.dtype


def test_padding_of_vectors_and_texts():
    rows = [np.ones((2, 3)), np.zeros((1, 3))]
    np.testing.assert_array_equal(
        pad_sequences(rows, dtype="float32"), keras.utils.pad_sequences(rows, dtype="float32")
    )
    assert pad_sequences([["a"], ["b", "c"]], dtype=object, value="")[0].tolist() == ["", "a"]


def test_padding_errors():
    with pytest.raises(ValueError, match="`padding` must be 'pre' or 'post'"):
        pad_sequences(ROWS, padding="left")
    with pytest.raises(ValueError, match="`sequences` must be a list of lists"):
        pad_sequences([1, 2])


def test_windows_of_a_series():
    data = np.arange(20).reshape(20, 1)
    windows = TimeseriesGenerator(data, data[:, 0], length=4, sampling_rate=2, batch_size=5)
    assert len(windows) == 4
    x, y = windows[0]
    assert x[:, :, 0].tolist() == [[i, i + 2] for i in range(5)]
    assert y.tolist() == [4, 5, 6, 7, 8]
    assert windows[3][1].tolist() == [19]
    backwards = TimeseriesGenerator(data, data[:, 0], 3, reverse=True, stride=2, start_index=2)
    assert backwards[0][0][0, :, 0].tolist() == [4, 3, 2]
    assert np.diff(backwards[0][1]).tolist() == [2] * 7
    mixed, _ = TimeseriesGenerator(data, data[:, 0], 4, shuffle=True, batch_size=6)[0]
    assert mixed.shape == (6, 4, 1)


def test_window_errors():
    with pytest.raises(ValueError, match="`targets` must be as long as data"):
        TimeseriesGenerator(np.ones(3), np.ones(4), 1)
    with pytest.raises(ValueError, match="`length` must be below 3"):
        TimeseriesGenerator(np.ones(3), np.ones(3), 5)
    with pytest.raises(IndexError, match="batch 1 of 1"):
        TimeseriesGenerator(np.ones(3), np.ones(3), 1)[1]


def test_frequent_words_are_sampled_less():
    table = make_sampling_table(1000, 1e-3)
    assert np.all(np.diff(table[1:]) >= 0)
    assert table[1] < table[500] <= 1


def test_pairs():
    pairs, labels = skipgrams([1, 2, 0, 3], 10, window_size=1, negative_samples=1.0, seed=3)
    true = {tuple(p) for p, label in zip(pairs, labels) if label == 1}
    assert true == {(1, 2), (2, 1)}
    assert labels.count(0) == 2
    assert all(1 <= b < 10 for _, b in pairs)
    assert skipgrams([1, 2], 5, negative_samples=0, categorical=True)[1] == [[0, 1]] * 2
    assert skipgrams([], 5) == ([], [])
