"""Data whose rows are read from files when they are needed, several files at a time."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import DataError
from keraunos.data.dataset import Dataset
from keraunos.data.py_dataset import batches_of
from keraunos.loading.folders import Choice, Listing, check, listed, parts

_WORKERS = min(8, os.cpu_count() or 1)


class _Files:
    """The rows of files, by number; several threads read ahead."""

    workers, max_queue_size = _WORKERS, 4 * _WORKERS

    def __init__(self, paths: list[str], labels: np.ndarray | None, read: Callable[[str], Any]):
        self.paths, self.labels, self.read = paths, labels, read

    def __getitem__(self, number: int) -> Any:
        path = self.paths[number]
        try:
            x = self.read(path)
        except (OSError, ValueError, EOFError) as error:
            raise DataError(
                f"{path} cannot be read: {error}. Mend the file or take it away."
            ) from error
        return x if self.labels is None else (x, self.labels[number])


def from_folder(
    choice: Choice, formats: Sequence[str], read: Callable[[str], Any],
    batched: Callable[[Dataset], Dataset],
) -> Any:  # fmt: skip
    """What the functions that read folders return: a Dataset, or two of them for subset="both".

    Args:
        choice: what was asked for. formats: endings of the files.
        read: makes the row of a path. batched: makes batches of the rows.
    """
    check(choice)
    found = parts(choice, listed(choice, formats))
    made = [_dataset(choice, part, read, batched, i) for i, part in enumerate(found)]
    return tuple(made) if choice.subset == "both" else made[0]


def _dataset(
    choice: Choice, part: Listing, read: Callable[[str], Any],
    batched: Callable[[Dataset], Dataset], number: int,
) -> Dataset:  # fmt: skip
    labels = encoded(part, choice.label_mode)
    files = _Files(part.paths, labels, read)
    mixed = choice.shuffle and number == 0  # of two parts, only the one for training
    draw = np.random.RandomState(
        np.random.randint(1_000_000) if choice.seed is None else choice.seed
    )

    def rows() -> Iterator[Any]:
        order = np.arange(len(part.paths))
        if mixed:
            draw.shuffle(order)
        return batches_of(files, order.tolist())

    dataset = batched(Dataset(rows, len(part.paths)))
    dataset.class_names, dataset.file_paths = part.class_names, part.paths
    return dataset


def encoded(part: Listing, label_mode: str | None) -> np.ndarray | None:
    """The labels as `label_mode` wants them: int32, rows of one float, or one-hot rows."""
    if part.labels is None:
        return None
    numbers = np.asarray(part.labels, "int32")
    if label_mode == "binary":
        return numbers.astype("float32")[:, None]
    if label_mode == "categorical":
        return np.eye(len(part.class_names or ()), dtype="float32")[numbers]
    return numbers
