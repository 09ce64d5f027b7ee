"""Windows of a series: by hand, and in training."""

import numpy as np
import pytest

from keraunos import Sequential, layers
from keraunos.utils import timeseries_dataset_from_array

DATA = np.arange(10)


def found(*args, **settings):
    return [
        tuple(part.tolist() for part in x) if isinstance(x, tuple) else x.tolist()
        for x in timeseries_dataset_from_array(*args, **settings).as_numpy_iterator()
    ]


def by_hand(data, n, stride, rate, first, last):
    """The windows, one index at a time."""
    made, start = [], first
    while start + (n - 1) * rate < last:
        made.append([int(data[start + k * rate]) for k in range(n)])
        start += stride
    return made


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("stride", [1, 2, 4])
@pytest.mark.parametrize("rate", [1, 2, 3])
@pytest.mark.parametrize(("first", "last"), [(None, None), (2, 9), (0, 7)])
def test_windows(n, stride, rate, first, last):
    settings = {
        "sequence_stride": stride,
        "sampling_rate": rate,
        "start_index": first,
        "end_index": last,
    }
    expected = by_hand(DATA, n, stride, rate, first or 0, last or 10)
    single = found(DATA, None, n, batch_size=None, **settings)
    assert single == expected
    batches = found(DATA, DATA * 10, n, batch_size=2, **settings)
    assert [row for x, _ in batches for row in x] == expected
    assert [y for _, ys in batches for y in ys] == [x[0] * 10 for x in expected]


def test_lengths():
    data = timeseries_dataset_from_array(DATA, None, 3, batch_size=3)
    assert len(data) == len(list(data)) == 3
    assert len(timeseries_dataset_from_array(DATA, DATA[:4], 3, batch_size=None)) == 4
    assert found(DATA, None, 20) == []


def test_mixing():
    data = timeseries_dataset_from_array(DATA, DATA, 2, batch_size=4, shuffle=True, seed=1)
    first, second = ([y.tolist() for _, y in data] for _ in range(2))
    assert first != second
    assert sorted(n for y in first for n in y) == list(range(9))
    assert sorted(n for y in second for n in y) == list(range(9))
    again = timeseries_dataset_from_array(DATA, DATA, 2, batch_size=4, shuffle=True, seed=1)
    assert [y.tolist() for _, y in again] == first


def test_a_model_trains_on_it():
    series = np.sin(np.arange(60) / 5).astype("float32")[:, None]
    data = timeseries_dataset_from_array(series[:-4], series[4:], 4, batch_size=16)
    model = Sequential([layers.Flatten(), layers.Dense(1)])
    model.compile("adam", "mse")
    history = model.fit(data, epochs=3, verbose=0).history["loss"]
    assert history[-1] < history[0]
    assert model.predict(data, verbose=0).shape == (53, 1)
    assert model.evaluate(data, verbose=0) == pytest.approx(history[-1], rel=0.2)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"sequence_length": 0}, "`sequence_length` must be an int >= 1; got 0"),
        ({"sampling_rate": 10}, r"`sampling_rate` must be an int in \[1, 10\)"),
        ({"sequence_stride": 0}, "`sequence_stride` must be"),
        ({"start_index": 10}, r"`start_index` must be in \[0, 10\)"),
        ({"start_index": 5, "end_index": 5}, "`end_index` must be greater than start_index=5"),
        ({"end_index": 10}, r"`end_index` must be in \(0, 10\)"),
        ({"format": "torch"}, "unknown format 'torch'"),
    ],
)
def test_errors(settings, message):
    with pytest.raises(ValueError, match=message):
        timeseries_dataset_from_array(DATA, None, **{"sequence_length": 2, **settings})
