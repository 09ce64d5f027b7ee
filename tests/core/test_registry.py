"""The registry: one registration, names found in every form, configs that make equal objects again."""

import pytest

import keraunos as k
from keraunos.core import custom_objects, registry
from keraunos.core.errors import UnknownNameError
from keraunos.core.registry import (
    Configurable,
    custom_object_scope,
    deserialize,
    register,
    register_keras_serializable,
    serialize,
)


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.setattr(custom_objects, "_global_custom", {})


class Thing(Configurable):
    def __init__(self, size, scale=1.0, *, name="thing"):
        self.size, self.scale, self.name = size, scale, name


class Renamed(Configurable):
    """It keeps its argument under another name, as many users' classes do."""

    def __init__(self, units):
        self.n = units


class Extended(Thing):
    def __init__(self, size, extra, **base):
        super().__init__(size, **base)
        self.extra = extra

    def get_config(self):
        return {**super().get_config(), "extra": self.extra}


def test_the_config_is_what_the_attributes_say_now():
    thing = Thing(3)
    thing.scale = 2.0
    assert thing.get_config() == {"size": 3, "scale": 2.0, "name": "thing"}
    again = Thing.from_config(thing.get_config())
    assert (again.size, again.scale) == (3, 2.0)


def test_arguments_under_another_name_come_from_the_call():
    assert Renamed(4).get_config() == {"units": 4}


def test_a_written_get_config_adds_to_the_bases():
    assert Extended(1, extra=[2]).get_config() == {
        "size": 1,
        "scale": 1.0,
        "name": "thing",
        "extra": [2],
    }


@pytest.mark.parametrize("name", ["Dense", "dense"])
def test_a_class_is_found_by_its_name_in_every_form(name):
    assert registry.find("keras.layers", name, "test") is k.layers.Dense


def test_an_unknown_name_lists_the_nearest_first():
    with pytest.raises(
        UnknownNameError, match=r"unknown activation 'sofmax'. Did you mean 'softmax'"
    ):
        k.activations.get("sofmax")


def test_a_path_is_taken_once():
    register("keras.tests.Only")(type("Only", (), {}))
    with pytest.raises(ValueError, match="a path not yet taken"):
        register("keras.tests.Only")(Renamed)


def test_custom_things_are_found_in_scopes_and_by_their_registered_name():
    config = serialize(Thing(3))
    assert config["class_name"] == "Thing"

    class Mine(Thing):
        pass

    config = serialize(Mine(3))
    with pytest.raises(UnknownNameError, match=r"register_keras_serializable\(\)"):
        deserialize(config)
    assert isinstance(deserialize(config, {"Mine": Mine}), Mine)
    with custom_object_scope({"Mine": Mine}):
        assert isinstance(deserialize(config), Mine)
    register_keras_serializable("pack")(Mine)
    config = serialize(Mine(3))
    assert config["registered_name"] == "pack>Mine"
    assert isinstance(deserialize(config), Mine)
    assert registry.get_registered_object("pack>Mine") is Mine
    assert registry.get_registered_name(Mine) == "pack>Mine"


def test_a_config_names_nothing_outside_the_registry():
    for module, name in [
        ("os", "system"),
        ("builtins", "eval"),
        ("keraunos.core.registry", "complete"),
    ]:
        with pytest.raises(UnknownNameError):
            deserialize({"module": module, "class_name": name, "config": {}})


def test_functions_are_named():
    assert serialize(k.activations.relu) == "relu"
    assert serialize({"a": [1, (2.0, None)]}) == {"a": [1, [2.0, None]]}
    with pytest.raises(TypeError, match=r"have get_config\(\)"):
        serialize(object())


def test_snake_case_is_keras():
    from support.oracle import keras

    for name in (
        "Dense",
        "LSTM",
        "Conv2D",
        "BatchNormalization",
        "GRUCell",
        "MaxPooling1D",
        "PReLU",
        "ELU",
    ):
        expected = keras.src.utils.naming.to_snake_case(name)
        assert registry.snake_case(name) == expected
