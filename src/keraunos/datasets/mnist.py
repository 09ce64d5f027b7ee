"""MNIST: 70000 grey images of handwritten digits."""

from keraunos.core.typing import Array
from keraunos.datasets.archive import Member, read_npz
from keraunos.datasets.stored import stored, warn_if_unknown

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
MEMBERS = {
    "x_train": Member((60000, 28, 28), "uint8"),
    "y_train": Member((60000,), "uint8"),
    "x_test": Member((10000, 28, 28), "uint8"),
    "y_test": Member((10000,), "uint8"),
}


def load_data(path: str = "mnist.npz") -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The images and their digits, from the cache or downloaded into it.

    Args: path: the file's name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
    Shapes: x_train (60000, 28, 28), y_train (60000,), x_test (10000, 28, 28), y_test (10000,), all
        uint8; grey values in [0, 255], digits in [0, 9].
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ConnectionError if it is not there and cannot be downloaded, saying which file to put where;
        ValueError if the file there does not hold these arrays.
    Source: LeCun, Cortes, Burges, http://yann.lecun.com/exdb/mnist/.
    Differs: a broken file in the cache is refused, not overwritten; one with the right arrays and
        another checksum is used with a warning.
    """
    file = stored(path, URL, SHA256, "mnist.load_data")
    arrays = read_npz(file, MEMBERS, "mnist.load_data")
    warn_if_unknown(file, SHA256, "mnist.load_data")
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])
