"""Files that nobody vouches for."""

import io
import pickle
import zipfile

import numpy as np
import pytest

from keraunos.core.errors import DataError
from keraunos.datasets.archive import Member, read_npz

WANTED = {"x": Member((3, 2), "uint8"), "y": Member((3,), "int64")}
X, Y = np.arange(6, dtype="uint8").reshape(3, 2), np.arange(3)


def save(path, **arrays):
    np.savez_compressed(path, **arrays)
    return path


def array_bytes(array, **kwargs):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, **kwargs)
    return stream.getvalue()


@pytest.mark.parametrize("order", ["C", "F"])
def test_reads_the_arrays_asked_for(tmp_path, order):
    file = save(tmp_path / "a.npz", x=np.asarray(X, order=order), y=Y, other=np.ones(4))
    arrays = read_npz(file, WANTED, "test")
    assert list(arrays) == ["x", "y"]
    np.testing.assert_array_equal(arrays["x"], X)
    np.testing.assert_array_equal(arrays["y"], Y)


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"x": X}, "y.npy"),
        ({"x": X.T, "y": Y}, r"`x` is uint8\[2, 3\]"),
        ({"x": X.astype("int8"), "y": Y}, r"`x` is int8\[3, 2\]"),
        ({"x": np.zeros((3000, 2), "uint8"), "y": Y}, "`x` has 6128 bytes, not 6 and a header"),
    ],
)
def test_other_arrays_are_refused(tmp_path, arrays, said):
    file = save(tmp_path / "a.npz", **arrays)
    with pytest.raises(DataError, match=said) as caught:
        read_npz(file, WANTED, "mnist.load_data")
    assert str(caught.value).startswith(
        f"mnist.load_data: {file} must be an .npz file with x uint8[3, 2]"
    )
    assert "Delete it to download it again" in str(caught.value)


class Harm:
    ran = False

    def __reduce__(self):
        return (setattr, (Harm, "ran", True))


def test_a_pickle_is_never_run(tmp_path):
    file = tmp_path / "a.npz"
    pickled = np.empty(3, object)
    pickled[:] = Harm()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.npy", array_bytes(pickled, allow_pickle=True))
        archive.writestr("y.npy", array_bytes(Y))
    with pytest.raises(DataError, match=r"`x` is object\[3\]"):
        read_npz(file, WANTED, "test")
    file.write_bytes(pickle.dumps(Harm()))
    with pytest.raises(DataError, match="not a zip file"):
        read_npz(file, WANTED, "test")
    assert not Harm.ran


def test_a_header_that_promises_too_much_takes_no_memory(tmp_path):
    file = tmp_path / "a.npz"
    stream = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(stream, header)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.npy", stream.getvalue() + b"123")
    with pytest.raises(DataError, match=r"`x` is uint8\[1000000000000\]"):
        read_npz(file, WANTED, "test")


def test_a_bomb_is_refused_by_the_size_it_names(tmp_path):
    file = tmp_path / "a.npz"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", array_bytes(X) + bytes(10_000_000))
    with pytest.raises(DataError, match="`x` has 10000134 bytes"):
        read_npz(file, WANTED, "test")


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_damaged_files_are_refused(tmp_path, damage):
    file = save(tmp_path / "a.npz", x=X, y=Y)
    raw = bytearray(file.read_bytes())
    if damage == "cut":
        del raw[len(raw) // 2 :]
    else:
        raw[60] ^= 0xFF
    file.write_bytes(raw)
    with pytest.raises(DataError, match="reading it says"):
        read_npz(file, WANTED, "test")
