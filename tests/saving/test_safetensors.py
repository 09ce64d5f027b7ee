"""The safetensors format against its own package, and what no honest file has."""

import io
import json

import numpy as np
import pytest

from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving import safetensors

ARRAYS = {
    "a.kernel": np.arange(6, dtype="float32").reshape(2, 3),
    "b": np.array(3, "int64"),
    "half": np.ones(3, "float16"),
    "flag": np.array([True, False]),
    "empty": np.zeros((0, 4), "uint8"),
}


def packed(arrays, metadata=None):
    stream = io.BytesIO()
    safetensors.write(stream, arrays, metadata or {})
    return stream


def test_arrays_come_back():
    arrays = {**ARRAYS, "brain": np.ones(3, "bfloat16"), "turned": np.ones((2, 3)).T}
    found, metadata = safetensors.read(packed(arrays, {"format": "pt"}), "f")
    assert metadata == {"format": "pt"}
    for name, array in arrays.items():
        assert (found[name].shape, found[name].dtype) == (array.shape, array.dtype.name)
        np.testing.assert_array_equal(found[name].read(), array)
        found[name].read()[...] = 0  # it is the reader's own


def test_the_format_is_that_of_the_package():
    theirs = pytest.importorskip("safetensors.numpy", reason="needs safetensors")
    for name, array in theirs.load(packed(ARRAYS).getvalue()).items():
        np.testing.assert_array_equal(array, ARRAYS[name])
    found, _ = safetensors.read(io.BytesIO(theirs.save(ARRAYS)), "f")
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name].read(), array)


def test_a_dtype_that_it_has_not_is_named():
    with pytest.raises(ValueError, match="x: safetensors has no dtype complex64"):
        packed({"x": np.zeros(1, "complex64")})


def entry(dtype="F32", shape=(2,), places=(0, 8)):
    return {"dtype": dtype, "shape": shape, "data_offsets": places}


def file_of(header, data=bytes(8), length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    size = len(text) if length is None else length
    return io.BytesIO(size.to_bytes(8, "little") + text + data)


HOSTILE = {
    "a huge header": (file_of({}, length=2**40), UnsafeError),
    "a header longer than the file": (file_of({}, length=2**20), FileError),
    "no JSON": (file_of(b"{nope"), FileError),
    "no table": (file_of([]), FileError),
    "deep nesting": (file_of(b"[" * 5000), UnsafeError),
    "no entry": (file_of({"x": 3}), FileError),
    "an unknown dtype": (file_of({"x": entry("OBJECT")}), UnsafeError),
    "a dtype that is none": (file_of({"x": entry([])}), UnsafeError),
    "a huge shape": (file_of({"x": entry(shape=[2**40, 2**40])}), UnsafeError),
    "a shape that does not fill": (file_of({"x": entry(shape=[1])}), UnsafeError),
    "a negative shape": (file_of({"x": entry(shape=[-1, -2])}), FileError),
    "a boolean shape": (file_of({"x": entry(shape=[True, 2])}), FileError),
    "a fractional shape": (file_of({"x": entry(shape=[2.0])}), FileError),
    "a rank that numpy has not": (file_of({"x": entry(shape=[1] * 70 + [2])}), FileError),
    "no place": (file_of({"x": {"dtype": "F32", "shape": [2]}}), FileError),
    "a place beyond the end": (file_of({"x": entry(places=[8, 16])}), UnsafeError),
    "a place in the header": (file_of({"x": entry(places=[-8, 0])}), FileError),
    "overlapping arrays": (file_of({"x": entry(), "y": entry()}), UnsafeError),
    "a hole": (file_of({"x": entry(places=[4, 12])}, bytes(12)), UnsafeError),
    "bytes behind": (file_of({"x": entry()}, bytes(9)), FileError),
    "a truncated file": (file_of({"x": entry()}, bytes(7)), FileError),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_what_no_honest_file_has_is_refused(attack):
    stream, error = HOSTILE[attack]
    with pytest.raises(error, match="f"):
        safetensors.read(stream, "f")
