"""Data cut into two parts."""

import random
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.errors import DataError, bad
from keraunos.data.dataset import Dataset

_OWNER = "split_dataset"


def split_dataset(
    dataset: Any, left_size: float | int | None = None, right_size: float | int | None = None,
    shuffle: bool = False, seed: int | None = None, preferred_backend: str | None = None,
) -> tuple[Dataset, Dataset]:  # fmt: skip
    """The first rows and the last rows of some data, each as a Dataset.

    Args:
        dataset: an array, a list or tuple of arrays with equally many rows, or a Dataset; the rows of one
            in batches are split, and put into batches again.
        left_size, right_size: how many rows, an int >= 1, or which share of them, a float in (0, 1]; None:
            the rest.
        shuffle: whether the rows are mixed first. seed: of that; None: any.
        preferred_backend: "tensorflow" or None.
    Raises: TypeError for other data or sizes; ValueError for sizes out of range, too many rows asked for, or
        a part without rows.
    Example:
        >>> left, right = split_dataset(np.arange(10), left_size=0.8)
        >>> len(left), [int(x) for x in right]
        (8, [8, 9])
    Differs: gives Datasets of Keraunos, not TensorFlow's.
    """
    if preferred_backend not in (None, "tensorflow"):
        raise ValueError(bad(_OWNER, "preferred_backend", "'tensorflow' or None",
                             preferred_backend, ""))  # fmt: skip
    rows, batch_size = _rows(dataset)
    left, right = sizes(left_size, right_size, len(rows))
    if shuffle:
        random.Random(random.randint(0, 1_000_000) if seed is None else seed).shuffle(rows)
    return _part(rows[:left], batch_size), _part(rows[len(rows) - right :], batch_size)


def _rows(dataset: Any) -> tuple[list[Any], int | None]:
    """The rows of the data, and how many a batch they came in."""
    if isinstance(dataset, Dataset):
        size = dataset.batch_size
        plain = dataset if size is None else dataset.unbatch()
        return list(plain.as_numpy_iterator()), size
    if isinstance(dataset, np.ndarray):
        return list(dataset), None
    if isinstance(dataset, (list, tuple)):
        arrays = tuple(np.asarray(a) for a in tree.flatten(tuple(dataset)))
        counts = [len(a) for a in arrays]
        if len(set(counts)) > 1:
            raise DataError(bad(_OWNER, "dataset", "arrays with equally many rows", counts, ""))
        return list(zip(*arrays)), None
    kinds = "an array, a list or tuple of arrays, or a Dataset"
    raise TypeError(bad(_OWNER, "dataset", kinds, dataset, "Convert it with np.asarray."))


def _part(rows: list[Any], batch_size: int | None) -> Dataset:
    part = Dataset(lambda: rows, len(rows))
    return part if batch_size is None else part.batch(batch_size)


def sizes(left: float | int | None, right: float | int | None, rows: int) -> tuple[int, int]:
    """The numbers of rows of both parts.

    Example:
        >>> sizes(0.5, None, 9), sizes(None, 2, 9)
        ((4, 5), (7, 2))
    Raises: as of `split_dataset`.
    """
    if left is None and right is None:
        raise TypeError(bad(_OWNER, "left_size", "given, if right_size is not", None, "Use 0.8."))
    first, last = (_count(n, s, rows) for n, s in (("left_size", left), ("right_size", right)))
    if isinstance(left, float) and isinstance(right, float) and left + right > 1:
        raise ValueError(bad(_OWNER, "right_size", f"at most {1 - left}, the rest", right, ""))
    first = rows - (last or 0) if first is None else first
    last = rows - first if last is None else last
    if first + last > rows:
        came = f"{first} + {last}"
        raise ValueError(bad(_OWNER, "left_size", f"at most {rows} rows with right_size", came, ""))
    if not first or not last:
        raise ValueError(
            f"{_OWNER}: both parts must have rows; got {first} and {last} of {rows}. Change the sizes."
        )
    return first, last


def _count(name: str, size: Any, rows: int) -> int | None:
    if size is None:
        return None
    if isinstance(size, bool) or not isinstance(size, (int, float)):
        raise TypeError(bad(_OWNER, name, "an int, a float or None", size, ""))
    fits = 0 < size < rows if isinstance(size, int) else 0 < size <= 1
    if not fits:
        expected = f"an int in (0, {rows}), or a float in (0, 1]"
        raise ValueError(bad(_OWNER, name, expected, size, ""))
    return size if isinstance(size, int) else round(size * rows)
