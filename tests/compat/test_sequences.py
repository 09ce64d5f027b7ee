"""Old helpers for sequences."""

import numpy as np
import pytest

from keraunos.compat.sequences import (
    TimeseriesGenerator,
    make_sampling_table,
    skipgrams,
)


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
