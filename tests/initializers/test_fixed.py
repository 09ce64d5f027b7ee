"""Initializers that draw nothing, against the oracle."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

CASES = [
    ("Zeros", {}, (2, 3)), ("Ones", {}, (2, 3)), ("Ones", {}, ()), ("Zeros", {}, (0, 3)),
    ("Constant", {"value": 2.5}, (2, 3)), ("Constant", {"value": [1.0, 2.0, 3.0]}, (2, 3)),
    ("Identity", {}, (3, 3)), ("Identity", {"gain": 2.0}, (2, 4)), ("Identity", {}, (1, 1)),
    *(("STFT", options, shape) for shape in ((8, 1, 5), (7, 1, 4)) for options in (
        {}, {"side": "imag"}, {"window": None}, {"window": "hamming"}, {"window": "blackman"},
        {"scaling": "spectrum"}, {"scaling": None}, {"periodic": True},
    )),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options", "shape"), CASES, ids=str)
def test_values_are_those_of_keras(name, options, shape):
    ours, theirs = (getattr(lib.initializers, name)(**options)(shape) for lib in (k, keras))
    np.testing.assert_allclose(ours, np.asarray(theirs), **TOLERANCE["float32"])


@pytest.mark.parametrize("dtype", ["int32", "bool", "uint8"])
def test_other_dtypes_are_filled_too(dtype):
    assert k.initializers.Ones()((2,), dtype=dtype).tolist() == [1, 1]
    assert k.initializers.Zeros()((2,), dtype=dtype).dtype.name == dtype


def test_an_array_goes_through_a_config():
    config = k.initializers.serialize(k.initializers.Constant(np.array([1.0, 2.0])))
    again = k.initializers.deserialize(config)
    np.testing.assert_array_equal(again((3, 2)), [[1.0, 2.0]] * 3)
    theirs = keras.initializers.serialize(keras.initializers.Constant(np.array([1.0, 2.0])))
    np.testing.assert_array_equal(k.initializers.deserialize(theirs)((2,)), [1.0, 2.0])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: k.initializers.Identity()((2,)),
            r"Identity: `shape` must be two sizes; got \(2,\)",
        ),
        (lambda: k.initializers.Identity()((2, 2, 2)), "must be two sizes"),
        (lambda: k.initializers.STFT("both"), "STFT: `side` must be 'real' or 'imag'"),
        (lambda: k.initializers.STFT(scaling="x"), "STFT: `scaling` must be 'density'"),
        (
            lambda: k.initializers.STFT(window="han")((8, 1, 5)),
            "unknown window 'han'. Did you mean",
        ),
        (lambda: k.initializers.Constant([1.0, 2.0])((2, 3)), "broadcast"),
    ],
    ids=range(6),
)
def test_what_does_not_fit_is_refused(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
