"""Configs as input from a stranger: each attack known against Keras, and what is honest beside it."""

import base64
import json
import marshal
import os
import sys

import numpy as np
import pytest
from support.attacks import ATTACKS, CANARY, keras_lambda, model_of, thing

import keraunos as k
from keraunos.core import trust
from keraunos.core.errors import UnknownNameError, UnsafeError
from keraunos.saving import deserialize_keras_object, serialize_keras_object

ENTRIES = {
    "deserialize_keras_object": deserialize_keras_object,
    "deserialize_keras_object, unset": lambda config: deserialize_keras_object(
        config, safe_mode=None
    ),
    "layers.deserialize": k.layers.deserialize,
    "model_from_json": lambda config: k.models.model_from_json(json.dumps(model_of(config))),
    "model_from_config": lambda config: k.models.model_from_config(model_of(config)),
    "Sequential.from_config": lambda config: k.Sequential.from_config(model_of(config)["config"]),
}


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_and_nothing_ran(attack, entry):
    with pytest.raises((ValueError, TypeError)):
        ENTRIES[entry](ATTACKS[attack])
    assert not os.path.exists(CANARY)
    assert not trust.trusted()
    assert "this" not in sys.modules


@pytest.mark.parametrize("name", ["TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"])
def test_layers_that_hold_programs_are_refused(name):
    with pytest.raises(ValueError, match=f"{name}|TorchModule"):
        deserialize_keras_object(thing("keras.layers", name, {"filepath": "/etc", "module": "x"}))


@pytest.mark.parametrize("name", ["StringLookup", "IntegerLookup", "TextVectorization"])
@pytest.mark.parametrize("path", ["/etc/passwd", "http://localhost/words"])
def test_a_vocabulary_elsewhere_is_refused(name, path):
    with pytest.raises(ValueError, match="safe_mode=False|unknown class"):
        deserialize_keras_object(thing("keras.layers", name, {"vocabulary": path}))


def test_the_callers_word_opens_it_and_nothing_else_does():
    layer = deserialize_keras_object(keras_lambda(), safe_mode=False)
    assert layer(np.zeros((1, 2))).shape == (1, 2)
    assert os.path.exists(CANARY)
    for unset in (None, True, 0, "", "False"):
        with pytest.raises(UnsafeError, match="safe_mode=False"):
            deserialize_keras_object(keras_lambda(), safe_mode=unset)


def test_the_process_may_be_opened_by_its_owner(monkeypatch):
    monkeypatch.setattr(trust, "_everywhere", [False])
    k.config.enable_unsafe_deserialization()
    assert deserialize_keras_object(keras_lambda()).name == "l"


def test_bytecode_that_is_none_is_said():
    config = keras_lambda()
    for code in ("AAAA", "!!", base64.b64encode(marshal.dumps([1, 2])).decode()):
        config["config"]["function"]["config"]["code"] = code
        with pytest.raises(ValueError, match="bytecode"):
            deserialize_keras_object(config, safe_mode=False)


def test_a_clone_of_a_lambda_needs_no_word():
    x = k.Input((2,))
    model = k.Model(x, k.layers.Lambda(lambda x: x * len("ab"))(x))
    clone = k.models.clone_model(model)
    assert clone(np.ones((1, 2))).tolist() == [[2.0, 2.0]]


# --- what is honest -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        1, 2.5, True, None, "text", [1, [2]], {"a": [1]}, slice(1, None, 2), Ellipsis, b"\x00\xff",
        np.arange(6).reshape(2, 3), np.ones(2, "float16"), float("inf"),
    ],
    ids=str,
)  # fmt: skip
def test_values_come_back(value):
    config = json.loads(json.dumps(serialize_keras_object(value)))
    found = deserialize_keras_object(config)
    if isinstance(value, np.ndarray):
        np.testing.assert_array_equal(found, value)
        assert found.dtype == value.dtype
    else:
        assert found == value


def test_tuples_of_old_files_are_read():
    config = {"class_name": "__tuple__", "items": [1, {"class_name": "__tuple__", "items": [2]}]}
    assert deserialize_keras_object(config) == (1, (2,))


def test_things_of_a_users_are_named_by_their_registration():
    with pytest.raises(UnknownNameError, match="register_keras_serializable"):
        deserialize_keras_object(thing("mine", "Layer9"))
