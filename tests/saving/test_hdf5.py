"""The reader of HDF5 files: honest ones come through, every way out of the file is refused."""

import io

import h5py
import numpy as np
import pytest
from support.attacks import WAYS_OUT

from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving.hdf5 import open_hdf5


def made(fill, name="x.h5", **options):
    with h5py.File(name, "w", **options) as file:
        fill(file)
    return open_hdf5(name, name)


def read_all(group):
    return {path: stored.read() for path, stored in group.walk()}


def test_honest_arrays_come_through():
    def fill(file):
        file["a/b/0"] = np.arange(6.0).reshape(2, 3)
        file["a/flag"] = np.array([True, False])
        file.create_dataset("packed", data=np.ones((64, 64)), compression="gzip", shuffle=True)
        file["a"].attrs["names"] = ["one", "two"]
        file["a"].attrs["text"] = "déjà"
        file["empty"] = np.zeros((0, 3))

    with made(fill) as root:
        found = read_all(root)
        assert sorted(found) == ["a/b/0", "a/flag", "empty", "packed"]
        np.testing.assert_array_equal(found["a/b/0"], np.arange(6.0).reshape(2, 3))
        group = root.group("a")
        assert group.attribute("names") == ["one", "two"]
        assert group.attribute("text") == "déjà"
        assert group.attribute("none", 3) == 3
        assert root.group("no/such") is None
        assert root.get("nothing") is None


def test_a_stream_is_read_like_a_file():
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file["x"] = np.ones(3)
    with open_hdf5(stream, "stream") as root:
        assert root["x"].tolist() == [1, 1, 1]


def test_what_is_no_hdf5_file_is_said():
    with open("no.h5", "wb") as file:
        file.write(b"something else")
    with pytest.raises(FileError, match="not an HDF5 file"):
        open_hdf5("no.h5", "no.h5")


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_file_is_said(share):
    made(lambda file: file.create_dataset("x", data=np.arange(5000.0))).close()
    with open("x.h5", "rb") as file:
        content = file.read()
    with open("x.h5", "wb") as file:
        file.write(content[: int(len(content) * share)])
    with pytest.raises(FileError, match="damaged"):
        read_all(open_hdf5("x.h5", "x.h5"))


# --- ways out of the file -----------------------------------------------------------------------


@pytest.mark.parametrize("fill", WAYS_OUT, ids=lambda f: f.__name__)
def test_a_way_out_of_the_file_is_refused(fill):
    with open("secret.bin", "wb") as file:
        file.write(b"a secret")
    with made(fill) as root, pytest.raises(UnsafeError, match="x"):
        read_all(root)
    with made(fill) as root, pytest.raises(UnsafeError):
        root["x"]


def test_groups_that_hold_themselves_end():
    def fill(file):
        group = file.create_group("a")
        group["again"] = group

    with made(fill) as root, pytest.raises(UnsafeError, match="nested deeper"):
        read_all(root)


def test_a_large_attribute_is_refused(monkeypatch):
    from keraunos.saving import hdf5, limits

    monkeypatch.setattr(hdf5, "LIMITS", limits.Limits(text=100))

    def fill(file):
        file.attrs["text"] = np.array([b"x" * 50] * 5)
        file.attrs["reference"] = file.ref

    with made(fill) as root:
        for name in ("text", "reference"):
            with pytest.raises(UnsafeError, match=name):
                root.attribute(name)


def test_too_many_objects_are_refused(monkeypatch):
    from keraunos.saving import hdf5, limits

    monkeypatch.setattr(hdf5, "LIMITS", limits.Limits(members=10))

    def fill(file):
        for i in range(8):
            file[f"g{i}/x"] = np.ones(1)

    with made(fill) as root, pytest.raises(UnsafeError, match="more than 10 objects"):
        read_all(root)
