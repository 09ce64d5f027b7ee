"""Pickles: data come out, everything else is refused before it runs."""

import io
import os
import pickle
import subprocess

import numpy as np
import pytest

from keraunos.core.errors import UnsafeError
from keraunos.datasets.pickles import read_pickle


class Harm:
    def __init__(self, *call):
        self.call = call

    def __reduce__(self):
        return self.call


HARMS = {
    "a shell": Harm(os.system, ("true",)),
    "a program": Harm(subprocess.getoutput, ("true",)),
    "eval": Harm(eval, ("1",)),
    "numpy's own": Harm(np.zeros, (10,)),
    "a large array": Harm(np.ndarray, ((10**9,), "u1")),
    "an array from nothing": Harm(np._core.multiarray._reconstruct, (np.ndarray, (10**9,), b"b")),
    "a wide dtype": Harm(np.dtype, ("V1000000000",)),
    "fields": Harm(np.dtype, ([("a", "O")],)),
    "many bytes": Harm(bytes, (10**9,)),
    "a codec": Harm(__import__("_codecs").encode, ("x", "rot13")),
}


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("name", HARMS)
def test_code_is_refused(name, protocol):
    stream = io.BytesIO(pickle.dumps([1, HARMS[name]], protocol))
    with pytest.raises(UnsafeError, match="it (asks for|makes|encodes)"):
        read_pickle(stream)


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_data_come_out(protocol):
    given = {
        "numbers": np.arange(6.0).reshape(2, 3), b"bytes": b"\xff\x00", "lists": [[1, 2], ["ä"], None, True],
        "objects": np.array([[1], "x"], dtype=object), "big": 2**80, "empty": np.zeros((0, 3), "int16"),
    }  # fmt: skip
    found = read_pickle(io.BytesIO(pickle.dumps(given, protocol)))
    assert list(found) == list(given)
    for name, value in given.items():
        if isinstance(value, np.ndarray):
            assert found[name].dtype == value.dtype and found[name].tolist() == value.tolist()
        else:
            assert found[name] == value


def test_what_lies_elsewhere_is_refused():
    class Writer(pickle.Pickler):
        def persistent_id(self, thing):
            return "far" if thing == "x" else None

    stream = io.BytesIO()
    Writer(stream, 2).dump(["x"])
    with pytest.raises(UnsafeError, match="'far' from elsewhere"):
        read_pickle(io.BytesIO(stream.getvalue()))
