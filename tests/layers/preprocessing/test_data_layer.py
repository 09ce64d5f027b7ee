"""Lists, numbers and arrays become what layers that prepare data are called on."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.data.ragged import ragged
from keraunos.layers import Hashing, StringLookup
from keraunos.layers.preprocessing.data_layer import DataLayer, HostLayer, as_data


@pytest.mark.parametrize(
    ("x", "shape", "kind"),
    [([[1, 2]], (1, 2), "i"), (3.5, (), "f"), ("a", (), "U"), (["a", "b"], (2,), "U"),
     ([np.float32(1), np.float32(2)], (2,), "f")],
)  # fmt: skip
def test_lists_and_numbers_become_arrays(x, shape, kind):
    found = as_data(x)
    assert found.shape == shape
    assert found.dtype.kind == kind


def test_arrays_and_symbols_stay_as_they_are():
    symbol, array = KerasTensor((None, 2)), np.ones(3)
    assert as_data(symbol) is symbol
    assert as_data((array, array)) == (array, array)


def test_objects_of_tables_are_numbers_where_all_are():
    mixed = as_data(np.array([[1, 2.5, True]], object))
    assert mixed.dtype == "float64"
    assert as_data(np.array([2**40, 3], object)).tolist() == [2**40, 3]
    assert as_data(np.array(["a", None], object)).dtype == object


def test_a_layer_says_where_it_runs():
    assert not DataLayer.runs_on_host
    assert HostLayer.runs_on_host
    assert k.layers.StringLookup().input_dtype == "string"


def test_the_dtype_of_a_symbol_is_that_of_the_output():
    assert k.layers.Hashing(3)(KerasTensor((None, 2), "string")).dtype == "int64"
    assert k.layers.Hashing(3, dtype="int32")(KerasTensor((None, 2), "string")).dtype == "int32"
    assert k.layers.StringLookup(vocabulary=["a"], output_mode="count")(
        KerasTensor((None, 2), "string")
    ).dtype == "float32"  # fmt: skip


def test_rows_of_unequal_lengths_are_taken_value_by_value():
    rows = ragged([["a", "c"], ["b"]])
    lookup = StringLookup(vocabulary=["a", "b"])
    assert lookup(rows).to_list() == [[1, 0], [2]]
    assert Hashing(1)(rows).to_list() == [[0, 0], [0]]
    back = StringLookup(vocabulary=["a", "b"], invert=True)
    assert back(lookup(rows)).to_list() == [[b"a", b"[UNK]"], [b"b"]]
    with pytest.raises(ValueError, match="to_tensor"):
        StringLookup(vocabulary=["a", "b"], output_mode="multi_hot")(rows)
