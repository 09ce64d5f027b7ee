"""Published weights: out of the cache, downloaded once, refused without a network; files of the user's."""

import hashlib

import h5py
import numpy as np
import pytest
from support.oracle import keras
from support.server import serving

from keraunos.applications import MobileNet, published
from keraunos.applications.published import File, cached, pair

SMALL = {"alpha": 0.25, "include_top": False, "input_shape": (128, 128, 3)}
NAME = "mobilenet_2_5_128_tf_no_top.h5"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def theirs():
    """Keras' network with weights like no others."""
    model = keras.applications.MobileNet(weights=None, **SMALL)
    rng = np.random.default_rng(5)
    model.set_weights([rng.uniform(size=w.shape) for w in model.weights])
    return model


def write_old(model, path):
    """The weights as Keras publishes them: HDF5 as Keras 2 wrote it."""
    with h5py.File(path, "w") as file:
        keras.src.legacy.saving.legacy_h5_format.save_weights_to_hdf5_group(file, model)


def assert_same_weights(mine, his):
    for one, other in zip(mine.weights, his.weights, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())


def test_imagenet_comes_from_the_cache(home, theirs):
    write_old(theirs, home / NAME)
    assert_same_weights(MobileNet(**SMALL), theirs)


@pytest.mark.parametrize("name", ["mine.h5", "mine.weights.h5"])
def test_a_file_of_the_users(tmp_path, theirs, name):
    path = tmp_path / name
    if name == "mine.h5":
        write_old(theirs, path)
    else:
        theirs.save_weights(path)
    assert_same_weights(MobileNet(weights=path, **SMALL), theirs)
    assert_same_weights(MobileNet(weights=str(path), **SMALL), theirs)


def test_downloads_once(home):
    body = b"weights"
    with serving(body) as server:
        for _ in range(2):
            path = cached(server.url, hashlib.md5(body).hexdigest(), "w.h5", "test")
        assert path == home / "w.h5"
        assert path.read_bytes() == body
        assert len(server.asked) == 1


def test_another_digest_is_refused(home):
    with serving(b"something else") as server:
        with pytest.raises(ConnectionError, match="checksum must be md5"):
            cached(server.url, "0" * 32, "w.h5", "test")
        assert not (home / "w.h5").exists()


def test_without_a_network_says_which_file_to_put_where(home, monkeypatch):
    monkeypatch.setattr(published, "HOME", "http://127.0.0.1:9/")
    stem = "http://127.0.0.1:9/mobilenet"
    with pytest.raises(ConnectionError, match=rf"test: .*{home}.*get {stem}\.h5 elsewhere"):
        cached(pair(stem, None, None).top.url, None, "mobilenet.h5", "test")


def test_a_pair_names_both_files():
    assert pair("http://h/a", "x", "y", "_bare") == (
        File("http://h/a.h5", "x"),
        File("http://h/a_bare.h5", "y"),
    )
