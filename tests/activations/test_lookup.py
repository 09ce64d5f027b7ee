"""Activations by name, config and callable."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

NAMES = [
    n
    for n in dir(keras.activations)
    if n[0] != "_" and n not in ("get", "serialize", "deserialize")
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means_what_it_means_in_keras(name):
    found = k.activations.get(name)
    assert found is getattr(k.activations, name)
    assert found.__name__ == getattr(keras.activations, name).__name__
    assert k.activations.serialize(found) == keras.activations.serialize(
        getattr(keras.activations, name)
    )
    assert k.activations.deserialize(name) is found


def test_the_wording_of_old_files_is_read():
    assert k.activations.get({"class_name": "function", "config": "relu"}) is k.activations.relu


def test_none_is_linear_and_a_callable_stays():
    def cubed(x):
        return x**3

    assert k.activations.get(None) is k.activations.linear
    assert k.activations.get(cubed) is cubed
    layer = k.layers.LeakyReLU()
    assert k.activations.get(layer) is layer


def test_a_users_own_goes_by_its_name():
    @k.saving.register_keras_serializable("mine")
    def cubed(x):
        return x**3

    config = k.activations.serialize(cubed)
    assert config["config"] == "mine>cubed"
    assert k.activations.get("mine>cubed") is k.activations.get(config) is cubed
    with k.utils.custom_object_scope({"other": cubed}):
        assert k.activations.get("other") is cubed
    out = k.layers.Dense(1, activation="mine>cubed", kernel_initializer="ones")(
        np.full((1, 2), 1.0)
    )
    assert float(out[0, 0]) == 8.0


def test_built_in_ones_are_told_from_others():
    assert k.activations.is_builtin(k.activations.relu)
    assert not k.activations.is_builtin(lambda x: x)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("rleu", "unknown activation 'rleu'. Did you mean 'relu'"),
        (3, "`identifier` must be a name"),
    ],
)
def test_what_names_nothing_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        k.activations.get(wrong)
