"""Batches of CIFAR: pickles of Python 2 and 3, and what else may lie there."""

import pickle

import numpy as np
import pytest

from keraunos import config
from keraunos.core.errors import DataError
from keraunos.datasets.cifar import laid_out, read_batch

PICTURES = np.random.default_rng(0).integers(0, 256, (3, 3072), np.uint8)
BATCH = {b"data": PICTURES, b"labels": [1, 2, 3]}


def write(path, thing, protocol=2):
    path.write_bytes(pickle.dumps(thing, protocol))
    return path


def of_old_numpy(thing):
    """A pickle with the names that numpy's parts had when the files were made."""
    return pickle.dumps(thing, 2).replace(b"numpy._core", b"numpy.core")


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("texts", [bytes, str])
def test_pictures_and_labels(tmp_path, protocol, texts):
    batch = BATCH if texts is bytes else {k.decode(): v for k, v in BATCH.items()}
    x, y = read_batch(write(tmp_path / "b", batch, protocol), "labels", "set")
    np.testing.assert_array_equal(x, PICTURES.reshape(3, 3, 32, 32))
    assert y == [1, 2, 3]


def test_old_names_of_numpy(tmp_path):
    (tmp_path / "b").write_bytes(of_old_numpy(BATCH))
    assert read_batch(tmp_path / "b", "labels", "set")[1] == [1, 2, 3]


def test_layouts():
    x = PICTURES.reshape(3, 3, 32, 32)
    assert laid_out(x).shape == (3, 32, 32, 3)
    config.set_image_data_format("channels_first")
    assert laid_out(x).shape == (3, 3, 32, 32)


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ([1], "it holds a list"),
        ({b"data": PICTURES}, "labels"),
        ({**BATCH, b"data": PICTURES[:, 1:]}, "no pictures of 3 × 32 × 32"),
        ({**BATCH, b"data": PICTURES.astype("int8")}, "no pictures"),
        ({**BATCH, b"labels": [1]}, "not a label for each"),
        ({**BATCH, b"labels": ["a", "b", "c"]}, "no numbers"),
        ({**BATCH, b"more": np.random.default_rng}, "it asks for numpy.random"),
    ],
)
def test_other_things_are_refused(tmp_path, thing, said):
    with pytest.raises(DataError, match=said) as caught:
        read_batch(write(tmp_path / "b", thing), "labels", "cifar10.load_data")
    assert "cifar10.load_data: " in str(caught.value)
    assert "Delete its folder to download it again" in str(caught.value)


def test_damage(tmp_path):
    (tmp_path / "b").write_bytes(pickle.dumps(BATCH, 2)[:-500])
    with pytest.raises(DataError, match="must be a batch of pictures"):
        read_batch(tmp_path / "b", "labels", "set")
