"""Beginnings of `tf.data` that read files or mix data sets."""

import glob as python_glob
import os
import random
from collections.abc import Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos.compat.tf import steps
from keraunos.compat.tf.files import decode_csv
from keraunos.compat.tf.sessions import Settings
from keraunos.data.dataset import AUTOTUNE, Dataset
from keraunos.data.texts import texts_of

INFINITE_CARDINALITY, UNKNOWN_CARDINALITY = -1, -2


def changes() -> Iterator[tuple[type, str, Any]]:
    """The beginnings that a data set's class gets: (class, name, function)."""
    yield from steps.changes()
    beginnings: tuple[Any, ...] = (list_files, sample_from_datasets, choose_from_datasets)
    for function in beginnings:
        if not hasattr(Dataset, function.__name__):
            yield Dataset, function.__name__, staticmethod(function)


def list_files(
    file_pattern: Any, shuffle: Any = None, seed: Any = None, name: Any = None
) -> Dataset:
    """The paths that fit a pattern or several, in random order unless shuffle is False.

    Raises: ValueError if there are none.
    """
    patterns = [file_pattern] if isinstance(file_pattern, (str, bytes)) else list(file_pattern)
    paths = sorted(p for pattern in patterns for p in python_glob.glob(str(pattern)))
    if not paths:
        raise ValueError(f"Dataset.list_files: no file fits {file_pattern!r}. Check the path.")
    found = Dataset.from_tensor_slices(texts_of(np.array(paths, str)))
    return found if shuffle is False else found.shuffle(len(paths), seed)


def TextLineDataset(filenames: Any, *_more: Any, **_names: Any) -> Dataset:
    """The lines of text files."""
    paths = np.ravel(np.asarray(filenames)).tolist()

    def lines() -> Iterator[Any]:
        for path in paths:
            with open(path, encoding="utf8") as file:
                for line in file:
                    yield texts_of(np.array(line.rstrip("\r\n")))

    return Dataset(lines, None)


def sample_from_datasets(
    datasets: Any, weights: Any = None, seed: Any = None, stop_on_empty_dataset: bool = False,
    rerandomize_each_iteration: Any = None,
) -> Dataset:  # fmt: skip
    """Elements of several data sets, each time of one drawn by the weights, until all are at their end."""
    parts = list(datasets)
    shares = [1.0] * len(parts) if weights is None else np.ravel(np.asarray(weights)).tolist()
    state = random.Random(np.random.randint(2**31) if seed is None else seed)

    def mixed() -> Iterator[Any]:
        open_ones = [(iter(d._start()), w) for d, w in zip(parts, shares)]
        while open_ones:
            at = state.choices(range(len(open_ones)), [w for _, w in open_ones])[0]
            try:
                yield next(open_ones[at][0])
            except StopIteration:
                if stop_on_empty_dataset:
                    return
                del open_ones[at]

    return Dataset(mixed, -1 if any(d._length == -1 for d in parts) else None)


def choose_from_datasets(
    datasets: Any, choice_dataset: Dataset, stop_on_empty_dataset: bool = True
) -> Dataset:
    """Elements of several data sets, each time of the one whose number comes next."""
    parts = list(datasets)

    def chosen() -> Iterator[Any]:
        streams = [iter(d._start()) for d in parts]
        for number in choice_dataset._start():
            try:
                yield next(streams[int(number)])
            except StopIteration:
                if stop_on_empty_dataset:
                    return

    return Dataset(chosen, None)


def make_csv_dataset(
    file_pattern: Any, batch_size: int, column_names: Any = None, column_defaults: Any = None,
    label_name: str | None = None, select_columns: Any = None, field_delim: str = ",",
    use_quote_delim: bool = True, na_value: str = "", header: bool = True,
    num_epochs: int | None = None, shuffle: bool = True, shuffle_buffer_size: int = 10000,
    shuffle_seed: Any = None, **_unused: Any,
) -> Dataset:  # fmt: skip
    """Batches of dicts (column -> values) of CSV files, with the label's values if it is named."""
    import pandas

    patterns = [file_pattern] if isinstance(file_pattern, (str, bytes)) else list(file_pattern)
    paths = sorted(p for pattern in patterns for p in python_glob.glob(str(pattern)))
    frames = [
        pandas.read_csv(p, sep=field_delim, header=0 if header else None, names=column_names)
        for p in paths
    ]
    table = pandas.concat(frames)[list(select_columns)] if select_columns else pandas.concat(frames)
    columns = {name: _column(table[name]) for name in table.columns}
    rows = (columns, columns.pop(label_name)) if label_name else columns
    data = Dataset.from_tensor_slices(rows)
    if shuffle:
        data = data.shuffle(shuffle_buffer_size, shuffle_seed)
    return data.repeat(num_epochs).batch(batch_size)


def _column(series: Any) -> Any:
    if series.dtype.kind in "iufb":
        narrow = {"int64": "int32", "float64": "float32"}.get(str(series.dtype))
        return series.to_numpy().astype(narrow or series.dtype)
    return texts_of(series.fillna("").to_numpy(dtype=str))


def CsvDataset(
    filenames: Any, record_defaults: Any, compression_type: Any = None, buffer_size: Any = None,
    header: bool = False, field_delim: str = ",", *_more: Any, **_names: Any,
) -> Dataset:  # fmt: skip
    """The lines of CSV files as tuples of their fields, in the dtypes of the defaults."""
    paths = [filenames] if isinstance(filenames, (str, bytes, os.PathLike)) else list(filenames)

    def rows() -> Iterator[Any]:
        for path in paths:
            with open(os.fspath(path), encoding="utf8") as file:
                for line in islice(file, int(header), None):
                    fields = decode_csv(line.rstrip("\r\n"), record_defaults, field_delim)
                    yield tuple(map(np.asarray, fields))

    return Dataset(rows, None)


def _of_length(data: Dataset, expected_cardinality: int) -> Dataset:
    return Dataset(data._start, int(expected_cardinality))


experimental = SimpleNamespace(
    CsvDataset=CsvDataset,
    AUTOTUNE=AUTOTUNE, cardinality=Dataset.cardinality, make_csv_dataset=make_csv_dataset,
    sample_from_datasets=sample_from_datasets, choose_from_datasets=choose_from_datasets,
    AutoShardPolicy=Settings(), INFINITE_CARDINALITY=INFINITE_CARDINALITY,
    UNKNOWN_CARDINALITY=UNKNOWN_CARDINALITY,
    get_single_element=steps.get_single_element, OptimizationOptions=Settings,
    **{name: steps.applied(getattr(steps, name)) for name in (
        "bucket_by_sequence_length", "group_by_window", "ignore_errors", "scan", "take_while", "unique")},
    dense_to_ragged_batch=steps.applied(steps.ragged_batch), unbatch=steps.applied(Dataset.unbatch),
    parallel_interleave=steps.applied(steps.interleave),
    enumerate_dataset=steps.applied(Dataset.enumerate),
    prefetch_to_device=steps.applied(Dataset.prefetch), copy_to_device=steps.applied(Dataset.prefetch),
    snapshot=steps.applied(Dataset.prefetch), assert_cardinality=steps.applied(_of_length),
    map_and_batch=lambda map_func, batch_size, drop_remainder=False, **_: (
        lambda data: data.map(map_func).batch(batch_size, drop_remainder)),
    shuffle_and_repeat=lambda buffer_size, count=None, seed=None: (
        lambda data: data.shuffle(buffer_size, seed).repeat(count)),
)  # fmt: skip
"""`tf.data.experimental`."""
