"""HashedCrossing: the bins of Keras' documents, shapes, refusals."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import HashedCrossing

LETTERS, NUMBERS = np.array(["A", "B", "A", "B", "A"]), np.array([101, 101, 101, 102, 102])


def test_bins_are_those_of_keras():
    assert HashedCrossing(5)((LETTERS, NUMBERS)).tolist() == [1, 4, 1, 1, 3]
    assert HashedCrossing(10)((np.array("A"), np.array(101))).tolist() == 1


@pytest.mark.parametrize("shape", [(5,), (5, 1)])
def test_shapes(shape):
    given = [LETTERS.reshape(shape), NUMBERS.reshape(shape)]
    assert HashedCrossing(5)(given).shape == shape
    hot = HashedCrossing(5, output_mode="one_hot")
    assert hot(given).tolist() == np.eye(5)[[1, 4, 1, 1, 3]].tolist()
    symbols = [KerasTensor((None, *shape[1:]), "string"), KerasTensor((None, *shape[1:]), "int32")]
    assert hot(symbols).shape == (None, 5)
    assert HashedCrossing(5)(symbols).shape == (None, *shape[1:])


def test_whole_numbers_cross_within_a_program_too():
    a, b = k.Input((1,), dtype="int32"), k.Input((1,), dtype="int32")
    late = HashedCrossing(7)([k.layers.Lambda(lambda x: x + 1, output_shape=(1,))(a), b])
    found = k.Model([a, b], late).predict([NUMBERS[:, None], NUMBERS[:, None]], verbose=0)
    expected = HashedCrossing(7)([NUMBERS[:, None] + 1, NUMBERS[:, None]])
    np.testing.assert_array_equal(found, expected)


def test_config():
    layer = HashedCrossing(5, output_mode="one_hot", name="x")
    assert layer.get_config() == {
        "num_bins": 5, "output_mode": "one_hot", "sparse": False, "name": "x", "dtype": "float32",
    }  # fmt: skip
    assert HashedCrossing(5).get_config()["dtype"] == "int64"


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        (np.array([1]), "at least two inputs in a list"),
        ([np.array([1])], "at least two inputs in a list"),
        ((np.ones((1, 1, 1)), np.ones((1, 1, 1))), r"of one shape: \(batch,\)"),
        ((np.array([1]), np.array([1, 2])), r"of one shape: \(batch,\)"),
        ((np.array([1.0]), np.array([1.0])), "whole numbers or texts"),
    ],
)
def test_inputs_that_do_not_fit(inputs, sentence):
    with pytest.raises(ValueError, match=sentence):
        HashedCrossing(10)(inputs)
