"""Lists of names in attributes, arrays by layer."""

import h5py
import pytest

from keraunos.core.errors import FileError
from keraunos.saving.hdf5 import open_hdf5
from keraunos.saving.legacy import groups


def test_long_lists_of_names_are_written_in_parts_and_read_back():
    given = [f"layer_with_a_long_name_{i:06d}" for i in range(5000)]
    with h5py.File("x.h5", "w") as file:
        groups.put_names(file, "layer_names", given)
        assert "layer_names" not in file.attrs
        assert "layer_names1" in file.attrs
    with open_hdf5("x.h5", "x.h5") as root:
        assert groups.names(root, "layer_names") == given


def test_missing_and_damaged_lists_are_said():
    with h5py.File("x.h5", "w") as file:
        file.attrs["weight_names"] = [1, 2]
    with open_hdf5("x.h5", "x.h5") as root:
        with pytest.raises(FileError, match="no layer_names"):
            groups.names(root, "layer_names")
        with pytest.raises(FileError, match="not a list of names"):
            groups.names(root, "weight_names")


def test_equal_names_get_places_of_their_own():
    assert groups.unique(["a", "b", "a", "a"]) == ["a", "b", "a_1", "a_2"]


def test_a_name_that_is_too_long_is_said():
    with h5py.File("x.h5", "w") as file, pytest.raises(ValueError, match="Shorten it"):
        groups.put_names(file, "layer_names", ["x" * 70_000])
