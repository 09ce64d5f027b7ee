"""mnist.load_data: cached, unknown, downloaded, missing."""

import hashlib
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
from support.server import serving

from keraunos.core.errors import DataError
from keraunos.datasets import mnist, stored
from keraunos.datasets.archive import Member

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "mnist.npz"
SMALL = {
    "x_train": Member((6, 28, 28), "uint8"),
    "y_train": Member((6,), "uint8"),
    "x_test": Member((2, 28, 28), "uint8"),
    "y_test": Member((2,), "uint8"),
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(mnist, "MEMBERS", SMALL)
    monkeypatch.setattr(stored, "_warned", set())
    (tmp_path / "datasets").mkdir()
    return tmp_path / "datasets"


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    return {name: rng.integers(0, 10, m.shape).astype(m.dtype) for name, m in SMALL.items()}


def know(monkeypatch, file, url="http://127.0.0.1:9/nothing"):
    monkeypatch.setattr(mnist, "SHA256", hashlib.sha256(file.read_bytes()).hexdigest())
    monkeypatch.setattr(mnist, "URL", url)


def test_the_known_file_is_read_in_keras_order(home, arrays, monkeypatch):
    np.savez_compressed(home / "mnist.npz", **arrays)
    know(monkeypatch, home / "mnist.npz")
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    for name, array in {
        "x_train": x_train,
        "y_train": y_train,
        "x_test": x_test,
        "y_test": y_test,
    }.items():
        np.testing.assert_array_equal(array, arrays[name])


def test_it_is_downloaded_into_keras_home(home, arrays, monkeypatch, tmp_path):
    source = tmp_path / "source.npz"
    np.savez_compressed(source, **arrays)
    with serving(source.read_bytes()) as served:
        know(monkeypatch, source, served.url)
        (x_train, _), _ = mnist.load_data("digits.npz")
    np.testing.assert_array_equal(x_train, arrays["x_train"])
    assert (home / "digits.npz").read_bytes() == source.read_bytes()


def test_an_unknown_checksum_is_used_with_one_warning(home, arrays):
    np.savez_compressed(home / "mnist.npz", **arrays)
    with pytest.warns(UserWarning, match=r"right arrays but an unknown checksum") as said:
        mnist.load_data()
    assert said[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mnist.load_data()


def test_without_file_and_network_it_says_what_to_put_where(home, monkeypatch):
    monkeypatch.setattr(mnist, "URL", "http://127.0.0.1:9/mnist.npz")
    with pytest.raises(ConnectionError, match="put it there as") as caught:
        mnist.load_data()
    assert str(home / "mnist.npz") in str(caught.value)


def test_a_file_of_something_else_is_refused_and_kept(home):
    np.savez(home / "mnist.npz", x=np.ones(3))
    with pytest.raises(DataError, match="mnist.load_data: .*x_train uint8"):
        mnist.load_data()
    assert (home / "mnist.npz").exists()


@pytest.mark.skipif(not SHARED.exists(), reason="the shared MNIST file is not here")
def test_the_whole_set(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    shutil.copy(SHARED, tmp_path / "datasets" / "mnist.npz")
    with pytest.warns(UserWarning, match="unknown checksum"):
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
    assert x_train.shape == (60000, 28, 28)
    assert x_train.dtype == x_test.dtype == y_train.dtype == y_test.dtype == np.uint8
    np.testing.assert_array_equal(np.unique(y_train), range(10))
    assert x_test.max() == 255
