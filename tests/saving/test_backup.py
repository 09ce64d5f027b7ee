"""The state of a training in a file."""

import os

import h5py
import numpy as np
import pytest
from support.nets import bits, blobs, classifier

from keraunos.core.errors import FileError
from keraunos.saving import backup


def trained():
    model = classifier(dropout=0.5)
    x, _, y = blobs()
    model.fit(x, y, verbose=0)
    return model


def test_all_of_it_comes_back():
    model = trained()
    backup.write(model, "b.h5", 3)
    other = classifier(dropout=0.5)
    assert backup.read(other, "b.h5") == 3
    assert bits(other) == bits(model)


def test_the_state_of_another_training_is_refused_and_nothing_is_set():
    backup.write(trained(), "b.h5", 0)
    other = classifier(features=5)
    before = other.get_weights()
    with pytest.raises(ValueError, match="the state of another training"):
        backup.read(other, "b.h5")
    assert all(np.array_equal(a, b) for a, b in zip(before, other.get_weights()))


@pytest.mark.parametrize(
    "epoch", [None, -1, "3", 1.5, True, np.arange(2), [b"a"]], ids=lambda e: type(e).__name__
)
def test_a_file_without_an_epoch_is_no_backup_and_nothing_is_set(epoch):
    backup.write(trained(), "b.h5", 0)
    with h5py.File("b.h5", "r+") as file:
        del file.attrs["epoch"]
        if epoch is not None:
            file.attrs["epoch"] = epoch
    other = classifier(dropout=0.5)
    before = other.get_weights()
    with pytest.raises(FileError, match="no backup of a training"):
        backup.read(other, "b.h5")
    assert all(np.array_equal(a, b) for a, b in zip(before, other.get_weights()))


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x80\x04."])
def test_another_file_in_its_place_is_said(content):
    with open("b.h5", "wb") as stream:
        stream.write(content)
    with pytest.raises(FileError, match=r"b\.h5"):
        backup.read(trained(), "b.h5")


def test_a_pipe_in_its_place_is_not_waited_for():
    os.mkfifo("b.h5")
    with pytest.raises(FileError, match="a pipe or a device"):
        backup.read(trained(), "b.h5")
