"""Windows that slide along a series, as data to train on."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos.core.errors import bad, unknown
from keraunos.data.dataset import Dataset

_OWNER = "timeseries_dataset_from_array"


def timeseries_dataset_from_array(
    data: Any, targets: Any, sequence_length: int, sequence_stride: int = 1, sampling_rate: int = 1,
    batch_size: int | None = 128, shuffle: bool = False, seed: int | None = None,
    start_index: int | None = None, end_index: int | None = None, format: str = "tf",
) -> Dataset:  # fmt: skip
    """Batches of windows x[i], x[i + r], …, x[i + (n - 1) r] of a series, each with target i.

    Args:
        data: the series. targets: what belongs to the window that begins at each step; None: windows alone.
        sequence_length: n, steps in a window, an int >= 1.
        sequence_stride: steps from one window to the next, an int >= 1.
        sampling_rate: r, steps from one element of a window to the next, an int >= 1.
        batch_size: windows a batch; None: single ones.
        shuffle: whether the windows are mixed, anew in each epoch. seed: of that.
        start_index, end_index: the part of the series that is used, end_index not among it; None: all.
        format: "tf" or "grain"; both give the same.
    Shapes: data (steps, …), targets (steps, …) -> x (batch, sequence_length, …), y (batch, …).
    Returns: a Dataset.
    Raises: ValueError for lengths, strides and indices out of their range.
    Example:
        >>> data = np.arange(6)
        >>> windows = timeseries_dataset_from_array(data[:-2], data[2:], sequence_length=2)
        >>> [(x.tolist(), y.tolist()) for x, y in windows]
        [([[0, 1], [1, 2], [2, 3]], [2, 3, 4])]
    Differs: gives a Dataset of Keraunos, not TensorFlow's; all windows are mixed, not those of a buffer.
    """
    _check(data, sequence_length, sequence_stride, sampling_rate, start_index, end_index)
    if format not in ("tf", "grain"):
        raise ValueError(unknown(_OWNER, "format", str(format), ("tf", "grain")))
    first, last = start_index or 0, len(data) if end_index is None else end_index
    count = last - first - (sequence_length - 1) * sampling_rate
    if targets is not None:
        count = min(count, len(targets))
    series = np.asarray(data)[first:last]
    aims = None if targets is None else np.asarray(targets)[first:last]
    starts = np.arange(0, max(count, 0), sequence_stride)
    draw = np.random.RandomState(np.random.randint(1_000_000) if seed is None else seed)
    steps = np.arange(0, sequence_length * sampling_rate, sampling_rate)

    def windows() -> Iterator[Any]:
        order = draw.permutation(starts) if shuffle else starts
        for block in np.split(order, range(size, len(order), size)) if len(order) else ():
            x = series[block[:, None] + steps]
            yield x if aims is None else (x, aims[block])

    size = batch_size or 1
    batches = Dataset(windows, -(-len(starts) // size))
    if batch_size is not None:
        return batches
    rows = batches.unbatch()
    return Dataset(rows.as_numpy_iterator, len(starts))


def _check(data: Any, length: Any, stride: Any, rate: Any, start: Any, end: Any) -> None:
    """Refuse what does not fit into the series."""
    steps = len(data)
    for name, value, most in (
        ("sequence_length", length, None), ("sampling_rate", rate, steps),
        ("sequence_stride", stride, steps),
    ):  # fmt: skip
        if not value > 0 or (most is not None and value >= most):
            allowed = "an int >= 1" if most is None else f"an int in [1, {most}), the steps of data"
            raise ValueError(bad(_OWNER, name, allowed, value, ""))
    if start is not None and not 0 <= start < steps:
        raise ValueError(bad(_OWNER, "start_index", f"in [0, {steps})", start, ""))
    if start is not None and end is not None and end <= start:
        raise ValueError(bad(_OWNER, "end_index", f"greater than start_index={start}", end, ""))
    if end is not None and not 0 < end < steps:
        raise ValueError(bad(_OWNER, "end_index", f"in (0, {steps}), or None", end, ""))
