"""fashion_mnist.load_data: IDX files in the cache."""

import gzip

import numpy as np
import pytest
from support.server import serving

from keraunos.core.errors import DataError
from keraunos.datasets import fashion_mnist
from keraunos.datasets.fashion_mnist import FILES, load_data, read_idx

RNG = np.random.default_rng(0)
SMALL = {name: (6 if "train" in name else 2, *shape[1:]) for name, shape in FILES.items()}


def idx(array):
    header = bytes([0, 0, 8, array.ndim]) + np.asarray(array.shape, ">i4").tobytes()
    return gzip.compress(header + array.tobytes())


@pytest.fixture
def arrays(cache, monkeypatch):
    monkeypatch.setattr(fashion_mnist, "FILES", SMALL)
    made = {name: RNG.integers(0, 256, shape, np.uint8) for name, shape in SMALL.items()}
    (cache / "fashion-mnist").mkdir()
    for name, array in made.items():
        (cache / "fashion-mnist" / name).write_bytes(idx(array))
    return list(made.values())


def test_the_arrays_in_keras_order(arrays):
    (x_train, y_train), (x_test, y_test) = load_data()
    for found, expected in zip((x_train, y_train, x_test, y_test), arrays):
        assert found.dtype == np.uint8 and found.flags.writeable
        np.testing.assert_array_equal(found, expected)


def test_a_missing_file_is_downloaded(arrays, cache, monkeypatch):
    file = cache / "fashion-mnist" / "t10k-labels-idx1-ubyte.gz"
    with serving(file.read_bytes()) as served:
        file.unlink()
        monkeypatch.setattr(fashion_mnist, "URL", served.url + "/")
        np.testing.assert_array_equal(load_data()[1][1], arrays[3])
    file.unlink()
    with pytest.raises(ConnectionError, match=r"fashion_mnist\.load_data: .*put it there as"):
        load_data()


@pytest.mark.parametrize(
    "content",
    [
        b"no gzip",
        gzip.compress(b"short"),
        idx(np.zeros((6, 28, 29), np.uint8)),
        gzip.compress(gzip.decompress(idx(np.zeros((6, 28, 28), np.uint8))) + b"more"),
        idx(np.zeros((6, 28, 28), np.uint8))[:-20],
    ],
)
def test_files_of_something_else(arrays, cache, content):
    file = cache / "fashion-mnist" / "train-images-idx3-ubyte.gz"
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"must be a gzipped IDX file of uint8\[6, 28, 28\]"):
        load_data()
    with pytest.raises((ValueError, OSError, EOFError)):
        read_idx(file, (6, 28, 28))
