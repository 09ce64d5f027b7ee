"""IntegerLookup: the numbers of Keras' documents, unknown numbers, 64 bits, a compiled program."""

import jax
import numpy as np
import pytest

import keraunos as k
from keraunos.layers import IntegerLookup

VOCABULARY = [12, 36, 1138, 42]
DATA = np.array([[12, 1138, 42, 42], [42, 7, 36, 7]])


@pytest.mark.parametrize(
    ("config", "x", "expected"),
    [
        ({}, [[12, 1138, 42], [42, 1000, 36]], [[1, 3, 4], [4, 0, 2]]),
        ({"num_oov_indices": 2}, [[12, 1138, 42], [37, 1000, 36]], [[2, 4, 5], [1, 0, 3]]),
        ({"invert": True}, [[1, 3, 4], [4, 0, 2]], [[12, 1138, 42], [42, -1, 36]]),
        ({"output_mode": "multi_hot"}, DATA, [[0, 1, 0, 1, 1], [1, 0, 1, 0, 1]]),
        ({"output_mode": "count"}, DATA, [[0, 1, 0, 1, 2], [2, 0, 1, 0, 1]]),
        ({"output_mode": "tf_idf", "idf_weights": [0.25, 0.75, 0.6, 0.4]}, DATA,
         [[0, 0.25, 0, 0.6, 0.8], [1.0, 0, 0.75, 0, 0.4]]),
    ],
)  # fmt: skip
def test_numbers_are_those_of_keras(config, x, expected):
    np.testing.assert_allclose(
        IntegerLookup(vocabulary=VOCABULARY, **config)(x), expected, rtol=1e-6
    )


def test_weights_of_a_vocabulary_with_its_special_token():
    layer = IntegerLookup(
        output_mode="tf_idf", vocabulary=[-1, *VOCABULARY], idf_weights=[0.9, 0.25, 0.75, 0.6, 0.4]
    )
    np.testing.assert_allclose(
        layer(DATA), [[0, 0.25, 0, 0.6, 0.8], [1.8, 0, 0.75, 0, 0.4]], rtol=1e-6
    )


def test_unknown_numbers_by_their_hash():
    layer = IntegerLookup(vocabulary=[10, 20, 30], num_oov_indices=4, oov_method="farmhash")
    assert layer([100, 300, 700, 1100, 1700, 2000]).tolist() == [3, 3, 2, 2, 0, 1]
    assert layer([100, 200, 300, 400]).tolist() == [3, 1, 3, 1]
    salted = IntegerLookup(
        vocabulary=[10, 20, 30], num_oov_indices=4, oov_method="farmhash", salt=[137, 42]
    )
    assert salted([100, 300, 700, 1100, 1700, 2000]).tolist() != [3, 3, 2, 2, 0, 1]
    assert IntegerLookup.from_config(salted.get_config()).salt == [137, 42]


def test_numbers_of_64_bits_also_in_a_model():
    layer = IntegerLookup(vocabulary=[2**40, -(2**50), 5])
    x = np.array([[5], [2**40], [-(2**50)], [0]])
    assert layer(x).tolist() == [[3], [1], [2], [0]]
    model = k.Sequential([k.Input((1,), dtype="int64"), layer])
    assert model.predict(x, verbose=0).tolist() == [[3], [1], [2], [0]]
    assert model(x).tolist() == [[3], [1], [2], [0]]


def test_it_runs_within_a_program():
    layer = IntegerLookup(vocabulary=VOCABULARY, output_mode="count")
    np.testing.assert_array_equal(jax.jit(layer)(DATA), layer(DATA))


@pytest.mark.parametrize(
    ("config", "sentence"),
    [({"vocabulary_dtype": "int32"}, "`vocabulary_dtype` must be 'int64'"),
     ({"oov_method": "bad"}, "unknown oov_method 'bad'"),
     ({"salt": 3}, "`salt` must be None unless oov_method is 'farmhash'"),
     ({"oov_method": "farmhash", "salt": [1, 2, 3]}, "`salt` must be an int")],
)  # fmt: skip
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        IntegerLookup(**config)
