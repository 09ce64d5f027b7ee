"""Hashing: the bins of Keras' documents and tests, masks, dtypes, refusals."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import Hashing

LETTERS = [["A"], ["B"], ["C"], ["D"], ["E"]]
WORDS = [["omar"], ["stringer"], ["marlo"], ["wire"], ["skywalker"]]
NUMBERS = [[0], [1], [2], [3], [4]]


@pytest.mark.parametrize(
    ("config", "x", "bins"),
    [
        ({"num_bins": 3}, LETTERS, [1, 0, 1, 1, 2]),
        ({"num_bins": 3, "mask_value": ""}, [["A"], ["B"], [""], ["C"], ["D"]], [1, 1, 0, 2, 2]),
        ({"num_bins": 3, "salt": [133, 137]}, LETTERS, [1, 2, 1, 0, 2]),
        ({"num_bins": 3, "salt": 133}, LETTERS, [0, 0, 2, 1, 0]),
        ({"num_bins": 2}, WORDS, [0, 0, 1, 0, 0]),
        ({"num_bins": 3, "mask_value": "omar"}, WORDS, [0, 1, 2, 1, 1]),
        ({"num_bins": 2, "salt": (211, 137)}, WORDS, [1, 0, 1, 0, 1]),
        ({"num_bins": 3}, NUMBERS, [1, 0, 1, 0, 2]),
        ({"num_bins": 3, "salt": [133, 137]}, NUMBERS, [1, 1, 2, 0, 1]),
        ({"num_bins": 1}, WORDS, [0, 0, 0, 0, 0]),
        ({"num_bins": 1, "mask_value": "omar"}, WORDS, [0, 1, 1, 1, 1]),
    ],
)
def test_bins_are_those_of_keras(config, x, bins):
    layer = Hashing(**config)
    assert layer(x).tolist() == [[b] for b in bins]
    assert layer([row[0] for row in x]).tolist() == bins
    again = Hashing.from_config(layer.get_config())
    assert again(np.array(x)).tolist() == [[b] for b in bins]


@pytest.mark.parametrize("form", [list, tuple, np.array, np.int32, k.ops.convert_to_tensor])
def test_whole_numbers_of_every_form(form):
    assert Hashing(3)(form([0, 1, 2, 3, 4])).tolist() == [1, 0, 1, 0, 2]


def test_vectors():
    assert (
        Hashing(3, output_mode="one_hot")(NUMBERS).tolist() == np.eye(3)[[1, 0, 1, 0, 2]].tolist()
    )
    assert Hashing(3, output_mode="count")([[0, 1, 2, 3, 4]]).tolist() == [[2, 2, 1]]
    assert Hashing(3, output_mode="multi_hot")([[0, 1, 2, 3, 4]]).tolist() == [[1, 1, 1]]


@pytest.mark.parametrize(("mode", "dtype"), [("int", "int64"), ("one_hot", "float32")])
def test_dtypes(mode, dtype):
    symbol = KerasTensor((None, 4), "string")
    assert Hashing(3, output_mode=mode)(symbol).dtype == dtype
    assert Hashing(3, output_mode="one_hot", dtype="float64")(symbol).dtype == "float64"


def test_it_runs_first_in_a_model_on_texts():
    model = k.Sequential(
        [k.Input((), dtype="string"), Hashing(5, output_mode="one_hot"), k.layers.Dense(2)]
    )
    found = model.predict(np.array(["a", "b", "a"]), verbose=0)
    np.testing.assert_array_equal(found[0], found[2])


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"num_bins": None}, "`num_bins` must be an int >= 1"),
        ({"num_bins": -1}, "`num_bins` must be an int >= 1"),
        ({"num_bins": 2, "salt": "text"}, "`salt` must be an int, or a list or tuple of two"),
        ({"num_bins": 2, "output_mode": "tf_idf"}, "unknown output_mode 'tf_idf'"),
        ({"num_bins": 2, "dtype": "float32"}, "`dtype` must be 'int32' or 'int64'"),
        ({"num_bins": 2, "sparse": True}, "`sparse` must be False"),
    ],
)
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        Hashing(**config)
