"""Clones: the same form, other weights; and models as JSON."""

import json

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k


def branched(lib=k):
    a, b = lib.Input((4,), name="a"), lib.Input((4,), name="b")
    shared = lib.layers.Dense(3, activation="relu", name="shared")
    x, y = shared(a), shared(b)
    out = lib.layers.Dense(2, name="out")(x)
    return lib.Model([a, b], {"out": out, "mid": y}, name="branched")


def stacked(lib=k):
    layers = [
        lib.layers.Input((4,), name="in"),
        lib.layers.Dense(3, name="first"),
        lib.layers.Dense(2, name="second"),
    ]
    return lib.Sequential(layers, name="stacked")


def nested(lib=k):
    inputs = lib.Input((4,), name="x")
    return lib.Model(inputs, stacked(lib)(lib.layers.Dense(4, name="w")(inputs)), name="nested")


MODELS = {"branched": branched, "stacked": stacked, "nested": nested}


def inputs_for(model):
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    return [x, x + 1] if len(model.inputs) == 2 else x


@pytest.mark.parametrize("name", list(MODELS))
def test_a_clone_computes_the_same_with_the_same_weights(name):
    model = MODELS[name]()
    clone = k.models.clone_model(model)
    assert [v.shape for v in clone.weights] == [v.shape for v in model.weights]
    assert not {id(v) for v in clone.weights} & {id(v) for v in model.weights}
    assert not np.array_equal(clone.get_weights()[0], model.get_weights()[0])
    clone.set_weights(model.get_weights())
    data = inputs_for(model)
    expected, got = model.predict(data, verbose=0), clone.predict(data, verbose=0)
    for a, b in zip(
        *(x.values() if isinstance(x, dict) else [x] for x in (expected, got)), strict=True
    ):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", list(MODELS))
def test_json_makes_the_same_model_again(name):
    model = MODELS[name]()
    again = k.models.model_from_json(model.to_json())
    assert again.get_config() == model.get_config()
    assert json.loads(again.to_json()) == json.loads(model.to_json())
    again.set_weights(model.get_weights())


@pytest.mark.parametrize("name", list(MODELS))
def test_layers_and_weights_are_in_keras_order(name):
    ours, theirs = MODELS[name](), MODELS[name](keras)
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]
    assert [v.path for v in ours.weights] == [v.path for v in theirs.weights]
    ours.set_weights(theirs.get_weights())
    data = inputs_for(ours)
    expected, got = theirs.predict(data, verbose=0), ours.predict(data, verbose=0)
    for a, b in zip(
        *(x.values() if isinstance(x, dict) else [x] for x in (expected, got)), strict=True
    ):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", list(MODELS))
def test_the_config_is_keras(name):
    def plain(config):
        """Without what only files need."""
        if isinstance(config, dict):
            kept = {
                k: plain(v)
                for k, v in config.items()
                if k not in ("build_config", "compile_config")
            }
            if kept.get("class_name") == "Functional":
                kept.pop("registered_name")
            return {k: v for k, v in kept.items() if (k, v) != ("mask", None)}
        return [plain(v) for v in config] if isinstance(config, (list, tuple)) else config

    ours, theirs = (json.loads(json.dumps(MODELS[name](lib).get_config())) for lib in (k, keras))
    assert plain(ours) == plain(theirs)


def test_a_function_chooses_what_takes_a_layers_place():
    def wider(layer):
        return (
            k.layers.Dense(7, name=layer.name)
            if layer.name == "first"
            else type(layer).from_config(layer.get_config())
        )

    clone = k.models.clone_model(nested(), clone_function=wider, recursive=True)
    assert clone.get_layer("stacked").layers[0].units == 7


def test_a_clone_on_other_inputs():
    clone = k.models.clone_model(stacked(), input_tensors=k.Input((4,), batch_size=6))
    assert clone.input_shape == (6, 4)


def test_a_subclass_is_cloned_by_its_config_alone():
    class Mine(k.Model):
        def __init__(self, units):
            super().__init__()
            self.units, self.dense = units, k.layers.Dense(units)

        def call(self, inputs):
            return self.dense(inputs)

    clone = k.models.clone_model(Mine(3))
    assert clone.units == 3
    assert clone(np.ones((1, 2))).shape == (1, 3)
    with pytest.raises(ValueError, match="cloned by its get_config"):
        k.models.clone_model(Mine(3), clone_function=lambda layer: layer)
