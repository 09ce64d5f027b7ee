"""A data set that spawned workers can import."""

import numpy as np

from keraunos.data.py_dataset import PyDataset


class Spawned(PyDataset):
    """The batches of `blobs(rows=100)`, sixteen rows each."""

    def __len__(self):
        return 7

    def __getitem__(self, index):
        rng = np.random.default_rng(0)
        labels = rng.integers(0, 3, 100)
        x = (rng.normal(size=(100, 4)) + labels[:, None]).astype("float32")
        rows = slice(index * 16, index * 16 + 16)
        return x[rows], np.eye(3, dtype="float32")[labels][rows]
