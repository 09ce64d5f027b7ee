"""Texts of any length in HDF5 files: heaps that would hang the library or take all memory are refused."""

import io
import struct

import h5py
import numpy as np
import pytest

from keraunos.core.errors import FileError
from keraunos.saving import heaps
from keraunos.saving.hdf5 import open_hdf5


def made():
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        for i in range(50):
            file.attrs[f"text{i}"] = "word " * i
        file["x"] = np.zeros(3)
    return bytearray(stream.getvalue())


def read(data):
    with open_hdf5(io.BytesIO(bytes(data)), "f") as root:
        return [root.attribute(name) for name in root.attributes()]


def test_honest_texts_come_through():
    assert sorted(read(made())) == sorted("word " * i for i in range(50))


def changed(offset, form, value):
    data = made()
    place = data.index(b"GCOL\x01")
    struct.pack_into(form, data, place + offset, value)
    return data


DAMAGE = {
    "an object that ends nowhere": changed(16 + 8, "<Q", 2**40),
    "a free object of no size": None,
    "a heap of no size": changed(8, "<Q", 0),
    "a heap beyond the file": changed(8, "<Q", 2**35),
}


def free_of_no_size():
    data = changed(16, "<H", 0)
    struct.pack_into("<Q", data, data.index(b"GCOL\x01") + 24, 0)
    return data


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_heap_is_refused_before_the_library_reads_it(kind):
    with pytest.raises(FileError, match="f: the texts at byte .* are damaged"):
        read(DAMAGE[kind] or free_of_no_size())


@pytest.mark.parametrize("libver", ["earliest", "latest"])
@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("value", ["a text", ["one", "two", "three"]])
def test_a_text_that_says_it_is_huge_is_refused(libver, many, value):
    stream = io.BytesIO()
    with h5py.File(stream, "w", libver=libver) as file:
        for i in range(many):
            file.attrs.create(f"key{i:02}", value, dtype=h5py.string_dtype())
    data = bytearray(stream.getvalue())
    assert read(data)[0] == value
    length = len(value if isinstance(value, str) else value[-1])
    reference = struct.Struct("<IQI")
    heap = data.index(b"GCOL\x01")
    places = [
        i for i in range(len(data) - 16) if reference.unpack_from(data, i)[:2] == (length, heap)
    ]
    assert places
    for place in places:
        struct.pack_into("<I", data, place, 2**31)
    by_checksum = (OSError, KeyError, RuntimeError) if libver == "latest" else ()
    with pytest.raises((FileError, *by_checksum)):
        read(data)


def test_a_heap_across_two_pieces_is_found(monkeypatch):
    monkeypatch.setattr(heaps, "_PIECE", 7)
    assert len(read(made())) == 50
    with pytest.raises(FileError, match="are damaged"):
        read(free_of_no_size())


def test_numbers_need_no_look(monkeypatch):
    monkeypatch.setattr(heaps.Heaps, "_places", lambda self: pytest.fail("it looked"))
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.attrs["number"] = 3
        file.attrs["names"] = np.array([b"a", b"b"])
    with open_hdf5(stream, "f") as root:
        assert root.attribute("number") == 3
        assert root.attribute("names") == ["a", "b"]
