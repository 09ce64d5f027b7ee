"""Fashion-MNIST: 70000 grey images of pieces of clothing, in 10 classes."""

import gzip
import zlib
from math import prod
from pathlib import Path

import numpy as np

from keraunos.core.errors import DataError
from keraunos.core.typing import Array
from keraunos.datasets.stored import stored

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
FILES: dict[str, tuple[int, ...]] = {
    "train-images-idx3-ubyte.gz": (60000, 28, 28),
    "train-labels-idx1-ubyte.gz": (60000,),
    "t10k-images-idx3-ubyte.gz": (10000, 28, 28),
    "t10k-labels-idx1-ubyte.gz": (10000,),
}
"""Name -> the shape of the array in it."""

_OWNER = "fashion_mnist.load_data"


def load_data() -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The images and their classes, from the cache or downloaded into it.

    The classes: 0 T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag,
    9 ankle boot. The files are in the folder `datasets/fashion-mnist` of KERAS_HOME (~/.keras).

    Shapes: x_train (60000, 28, 28), y_train (60000,), x_test (10000, 28, 28), y_test (10000,), all
        uint8; grey values in [0, 255], classes in [0, 9].
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ConnectionError if a file is not there and cannot be downloaded, saying which to put where;
        ValueError if one there does not hold its array.
    Source: Xiao et al. 2017, arXiv:1708.07747.
    """
    x_train, y_train, x_test, y_test = (_array(name, shape) for name, shape in FILES.items())
    return (x_train, y_train), (x_test, y_test)


def _array(name: str, shape: tuple[int, ...]) -> Array:
    file = stored(f"fashion-mnist/{name}", URL + name, None, _OWNER)
    try:
        return read_idx(file, shape)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise DataError(
            f"{_OWNER}: {file} must be a gzipped IDX file of uint8{list(shape)}; {error}. Delete it to "
            "download it again, or put a good copy there."
        ) from error


def read_idx(file: Path, shape: tuple[int, ...]) -> Array:
    """The bytes in a gzipped IDX file, whose header must say this shape.

    Raises: ValueError if it says another, or holds fewer or more bytes.
    """
    header = bytes([0, 0, 8, len(shape)]) + np.asarray(shape, ">i4").tobytes()
    size = prod(shape)
    with gzip.open(file) as stream:
        content = stream.read(len(header) + size + 1)
    if content[: len(header)] != header or len(content) != len(header) + size:
        raise ValueError("it holds something else")
    return np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape).copy()
