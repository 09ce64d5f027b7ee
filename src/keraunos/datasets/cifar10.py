"""CIFAR-10: 60000 colour images of 32 × 32 pixels, in 10 classes."""

import numpy as np

from keraunos.core.typing import Array
from keraunos.datasets.cifar import folder_of, laid_out, read_batch

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
SHA256 = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"
TARGET, INNER = "cifar-10-batches-py-target", "cifar-10-batches-py"
TRAINING = tuple(f"data_batch_{i}" for i in range(1, 6))
TEST = "test_batch"


def load_data() -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The images and their classes, from the cache or downloaded into it.

    The classes: 0 aeroplane, 1 car, 2 bird, 3 cat, 4 deer, 5 dog, 6 frog, 7 horse, 8 ship, 9 lorry.

    Shapes: x_train (50000, 32, 32, 3), y_train (50000, 1), x_test (10000, 32, 32, 3), y_test (10000, 1),
        all uint8; the channels come first if `image_data_format()` says so.
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ConnectionError if the archive is not there and cannot be downloaded, saying which file to put
        where; ValueError if the files there do not hold these arrays.
    Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf.
    Differs: pictures and labels are the only pickled things that are read from the files.
    """
    folder = folder_of(TARGET, INNER, (*TRAINING, TEST), URL, SHA256)
    parts = [read_batch(folder / name, "labels", "cifar10.load_data") for name in (*TRAINING, TEST)]
    x = [laid_out(pictures) for pictures, _ in parts]
    y = [np.asarray(labels, np.uint8)[:, None] for _, labels in parts]
    return (np.concatenate(x[:-1]), np.concatenate(y[:-1])), (x[-1], y[-1])
