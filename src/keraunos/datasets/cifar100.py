"""CIFAR-100: 60000 colour images of 32 × 32 pixels, in 100 classes and 20 groups of these."""

import numpy as np

from keraunos.core.errors import unknown
from keraunos.core.typing import Array
from keraunos.datasets.cifar import folder_of, laid_out, read_batch

URL = "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz"
SHA256 = "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7"
TARGET, INNER = "cifar-100-python-target", "cifar-100-python"
MODES = ("fine", "coarse")


def load_data(label_mode: str = "fine") -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The images and their classes, from the cache or downloaded into it.

    Args: label_mode: "fine", the 100 classes; "coarse", the 20 groups.
    Shapes: x_train (50000, 32, 32, 3), x_test (10000, 32, 32, 3) uint8; y_train (50000, 1), y_test
        (10000, 1) int64; the channels come first if `image_data_format()` says so.
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ValueError for another mode; else as `cifar10.load_data`.
    Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf.
    Differs: pictures and labels are the only pickled things that are read from the files.
    """
    if label_mode not in MODES:
        raise ValueError(unknown("cifar100.load_data", "label_mode", str(label_mode), MODES))
    folder = folder_of(TARGET, INNER, ("train", "test"), URL, SHA256)
    named = f"{label_mode}_labels"
    (x, y), (x_test, y_test) = (
        read_batch(folder / name, named, "cifar100.load_data") for name in ("train", "test")
    )
    return (laid_out(x), np.reshape(y, (-1, 1))), (laid_out(x_test), np.reshape(y_test, (-1, 1)))
