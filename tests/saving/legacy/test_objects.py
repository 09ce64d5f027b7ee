"""Configs in Keras 2's form, against the installed Keras."""

import pytest
from support.oracle import keras

import keraunos
from keraunos import activations, layers
from keraunos.legacy.saving import deserialize_keras_object, serialize_keras_object


class Mine:
    def __init__(self, size=1):
        self.size = size

    def get_config(self):
        return {"size": self.size}


def test_configs_are_keras():
    assert serialize_keras_object(None) is None
    assert serialize_keras_object(activations.relu) == "relu"
    assert serialize_keras_object(Mine) == "Mine"
    found = serialize_keras_object(Mine(3))
    assert found == keras.legacy.saving.serialize_keras_object(Mine(3))
    with pytest.raises(ValueError, match="`instance` must be an object with get_config"):
        serialize_keras_object(3)


@pytest.mark.parametrize("where", ["module_objects", "custom_objects"])
def test_and_back(where):
    config = serialize_keras_object(layers.Dense(3, name="d"))
    made = deserialize_keras_object(config, **{where: {"Dense": layers.Dense}})
    assert (type(made), made.units, made.name) == (layers.Dense, 3, "d")
    assert (
        deserialize_keras_object({"class_name": "Mine", "config": {"size": 2}}, {"Mine": Mine}).size
        == 2
    )
    assert (
        deserialize_keras_object("relu", **{where: {"relu": activations.relu}}) is activations.relu
    )
    assert deserialize_keras_object("Mine", {"Mine": Mine}).size == 1
    assert deserialize_keras_object(activations.relu) is activations.relu
    assert deserialize_keras_object(None) is None


def test_names_come_from_the_scope_too():
    with keraunos.utils.custom_object_scope({"Mine": Mine}):
        assert isinstance(deserialize_keras_object("Mine"), Mine)


@pytest.mark.parametrize("given", [3, {"class_name": "Dense"}, layers.Dense, max])
def test_what_is_no_config(given):
    with pytest.raises(ValueError, match="`identifier` must be a name, or a dict"):
        deserialize_keras_object(given, {"Dense": layers.Dense})


def test_unknown_names():
    with pytest.raises(ValueError, match="unknown layer 'Dens'. Did you mean 'Dense'"):
        deserialize_keras_object("Dens", {"Dense": layers.Dense}, printable_module_name="layer")
