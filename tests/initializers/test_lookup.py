"""Initializers by every name and form."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

NAMES = (
    "zeros", "Zeros", "zero", "ones", "Ones", "one", "identity", "Identity", "IdentityInitializer",
    "orthogonal", "Orthogonal", "OrthogonalInitializer", "glorot_uniform", "GlorotUniform",
    "glorot_normal", "GlorotNormal", "he_normal", "HeNormal", "he_uniform", "HeUniform",
    "lecun_normal", "LecunNormal", "lecun_uniform", "LecunUniform", "normal", "uniform",
    "random_normal", "RandomNormal", "random_uniform", "RandomUniform", "truncated_normal",
    "TruncatedNormal", "variance_scaling", "VarianceScaling", "stft", "STFT", "STFTInitializer",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means_what_it_means_in_keras(name):
    ours, theirs = (lib.initializers.get(name) for lib in (k, keras))
    assert type(ours).__name__ == type(theirs).__name__


@pytest.mark.parametrize("name", [n for n in dir(keras.initializers) if not n.startswith("_")])
def test_every_public_name_of_keras_is_there(name):
    theirs = getattr(keras.initializers, name)
    ours = getattr(k.initializers, name)
    assert getattr(ours, "__name__", "") == getattr(theirs, "__name__", "")


@pytest.mark.parametrize(
    ("thing", "wanted"),
    [
        (np.array([1.0, 2.0]), [1.0, 2.0]),
        (2.0, [2.0, 2.0]),
        (3, [3.0, 3.0]),
        (k.initializers.Ones, [1.0, 1.0]),
        (k.initializers.Constant(4.0), [4.0, 4.0]),
        ({"class_name": "Constant", "config": {"value": 5.0}}, [5.0, 5.0]),
        ({"module": "keras.initializers", "class_name": "Ones", "config": {},
          "registered_name": None}, [1.0, 1.0]),
        (lambda shape, dtype=None: np.full(shape, 6.0), [6.0, 6.0]),
    ],
    ids=range(8),
)  # fmt: skip
def test_other_forms_are_taken(thing, wanted):
    assert k.initializers.get(thing)((2,)).tolist() == wanted


def test_an_array_on_the_device_is_a_constant():
    assert k.initializers.get(k.ops.ones((2,)))((2,)).tolist() == [1.0, 1.0]
    assert k.initializers.get(None) is None


@pytest.mark.parametrize("wrong", [True, [1, 2], "zeroes", {"class_name": "Nones", "config": {}}])
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValueError, match="initializers.get|deserialize"):
        k.initializers.get(wrong)
