"""cifar10.load_data: unpacked already, or from an archive."""

import hashlib
import io
import pickle
import tarfile

import numpy as np
import pytest

from keraunos.datasets import cifar10

RNG = np.random.default_rng(0)


def batches():
    """The files of the archive, small: name -> bytes."""
    return {
        name: pickle.dumps(
            {b"data": RNG.integers(0, 256, (2, 3072), np.uint8), b"labels": [i, 9 - i]}, 2
        )
        for i, name in enumerate((*cifar10.TRAINING, cifar10.TEST))
    }


@pytest.fixture
def archive(tmp_path, monkeypatch):
    path = tmp_path / "served.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in batches().items():
            info = tarfile.TarInfo(f"{cifar10.INNER}/{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    monkeypatch.setattr(cifar10, "URL", path.as_uri())
    monkeypatch.setattr(cifar10, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return path


def test_it_is_downloaded_and_unpacked_once(cache, archive):
    (x, y), (x_test, y_test) = cifar10.load_data()
    assert (x.shape, y.shape, x_test.shape) == ((10, 32, 32, 3), (10, 1), (2, 32, 32, 3))
    assert x.dtype == y.dtype == y_test.dtype == np.uint8
    assert y[:, 0].tolist() == [0, 9, 1, 8, 2, 7, 3, 6, 4, 5]
    archive.unlink()
    np.testing.assert_array_equal(cifar10.load_data()[0][0], x)
    assert (cache / cifar10.TARGET / cifar10.INNER / "test_batch").exists()


def test_a_folder_with_a_hole_is_filled(cache, archive):
    cifar10.load_data()
    (cache / cifar10.TARGET / cifar10.INNER / "data_batch_3").unlink()
    assert len(cifar10.load_data()[0][0]) == 10


def test_another_archive_is_refused(cache, archive, monkeypatch):
    monkeypatch.setattr(cifar10, "SHA256", "0" * 64)
    with pytest.raises(ConnectionError, match="checksum must be sha256 000"):
        cifar10.load_data()
