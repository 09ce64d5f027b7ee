"""What `adapt` learns from: one array, or data that come in batches."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.errors import DataError, bad
from keraunos.data.py_dataset import batches_of
from keraunos.data.stream import is_stream


def comes_in_batches(data: Any) -> bool:
    """Whether it yields batches: an iterator, a dataset, a PyDataset, a list of arrays.

    Example:
        >>> comes_in_batches([[1, 2], [3, 4]]), comes_in_batches([np.ones(2), np.ones(2)])
        (False, True)
    """
    if isinstance(data, (list, tuple)):
        return bool(data) and all(len(getattr(x, "shape", ())) > 0 for x in data)
    return is_stream(data) or hasattr(data, "as_numpy_iterator")


def batches(owner: str, data: Any, steps: int | None = None) -> Iterator[Any]:
    """The data in pieces: an array or a list of values is one, all else what it yields.

    Args: owner: for errors. steps: how many batches to use of data that come so; None: all.
    Raises: ValueError for no data, or for batches that are not arrays alone.
    """
    if not comes_in_batches(data):
        yield data.to_numpy() if hasattr(data, "to_numpy") else data
        return
    empty = True
    for batch in itertools.islice(_raw(data), steps):
        empty = False
        if isinstance(batch, dict) or (isinstance(batch, tuple) and len(batch) != 1):
            raise ValueError(
                bad(f"{owner}.adapt", "data", "batches of inputs alone", batch,
                    "Leave the labels out: dataset.map(lambda x, y: x).")
            )  # fmt: skip
        yield batch[0] if isinstance(batch, tuple) else batch
    if empty:
        raise DataError(
            bad(f"{owner}.adapt", "data", "at least one batch", data, "Pass some data.")
        )


def _raw(data: Any) -> Iterator[Any]:
    if hasattr(data, "as_numpy_iterator"):
        return data.as_numpy_iterator()
    if hasattr(data, "__iter__") or hasattr(data, "__next__"):
        return iter(data)
    numbers = range(data.num_batches) if getattr(data, "num_batches", None) else itertools.count()
    return batches_of(data, numbers)


def batches_of_dicts(owner: str, data: Any) -> Iterator[Any]:
    """The rows of tables: a dict of columns is one piece, all else what it yields.

    Raises: ValueError for what is or yields no dicts.
    """
    if hasattr(data, "keys"):  # a dict, or a table of pandas
        yield data
        return
    several = isinstance(data, (list, tuple)) or comes_in_batches(data)
    for piece in _raw(data) if several else [data]:
        if not hasattr(piece, "keys"):
            raise ValueError(
                bad(f"{owner}.adapt", "dataset", "dicts of features by name", piece,
                    "Leave the labels out: dataset.map(lambda x, y: x).")
            )  # fmt: skip
        yield piece


def grouped(rows: Iterator[Any], size: int = 128) -> Iterator[Any]:
    """Single rows in batches of up to `size`."""
    rows = iter(rows)
    while block := list(itertools.islice(rows, size)):
        yield tree.map_structure(lambda *parts: np.stack([np.asarray(p) for p in parts]), *block)
