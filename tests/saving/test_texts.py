"""Models as JSON and YAML: of every Keras, as data and never as code."""

import json
import os
import sys
import time

import numpy as np
import pytest
from support.old_files import dense_1, dense_2

import keraunos as k
from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving import texts

yaml = pytest.importorskip("yaml", reason="needs PyYAML")


def old(layer, version, **more):
    return {"class_name": "Sequential", "keras_version": version, "backend": "theano",
            "config": [layer(3, "d", batch_input_shape=(None, 4), **more)]}  # fmt: skip


AGES = {
    "1.2.2": old(dense_1, "1.2.2", init="glorot_uniform", input_dim=4),
    "2.2.4": old(dense_2, "2.2.4"),
    "without a version": {**old(dense_2, ""), "keras_version": None},
}


def check(model):
    assert [x.name for x in model.layers] == ["d"]
    assert model.predict(np.ones((2, 4)), verbose=0).shape == (2, 3)


@pytest.mark.parametrize("age", AGES)
def test_models_of_old_are_read(age):
    check(k.models.model_from_json(json.dumps(AGES[age])))
    check(k.models.model_from_config(AGES[age]))
    for text in (yaml.dump(AGES[age]), yaml.safe_dump(json.loads(json.dumps(AGES[age])))):
        check(texts.from_yaml(text))
        check(texts.from_yaml(text.encode()))


def test_tuples_of_python_are_lists():
    text = yaml.dump({"a": (None, 4), "b": {"c": (1, (2,))}})
    assert "!!python/tuple" in text
    assert texts.read_yaml(text, "f") == {"a": [None, 4], "b": {"c": [1, [2]]}}
    assert texts.read_yaml("!!python/unicode 'déjà'", "f") == "déjà"
    assert texts.read_yaml("[!!python/long 3, !!python/none null]", "f") == [3, None]


def test_yaml_comes_back():
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3, name="d")])
    again = texts.from_yaml(texts.to_yaml(model))
    assert again.get_config() == model.get_config()


def test_classes_of_a_users_are_given():
    class Mine(k.layers.Layer):
        def call(self, x):
            return x

    model = k.Sequential([k.Input((4,)), Mine()])
    for read, text in (
        (k.models.model_from_json, model.to_json()),
        (texts.from_yaml, texts.to_yaml(model)),
    ):
        assert type(read(text, {"Mine": Mine}).layers[0]) is Mine
        with pytest.raises(ValueError, match="'Mine'"):
            read(text)


NINE = ", ".join(["*{0}"] * 9)
BOMB = f"a: &a [{', '.join('x' * 9)}]\n" + "".join(
    f"{b}: &{b} [{NINE.format(a)}]\n" for a, b in zip("abcdefgh", "bcdefghi")
)

HOSTILE = {
    "a call": "!!python/object/apply:os.system ['touch canary']",
    "a call of old": "!!python/object/new:os.system ['touch canary']",
    "an object": "!!python/object:os._wrap_close {}",
    "a module": "!!python/module:this",
    "a name": "!!python/name:os.system",
    "a call within": "class_name: Sequential\nconfig: !!python/object/apply:os.system ['touch canary']",
    "a key that is a list": "? [1]\n: 2",
    "aliases of aliases": BOMB,
    "an alias within itself": "&a [*a]",
    "deep nesting": "[" * 5000,
    "a damaged text": "a: [",
    "a tab": "a:\n\t- b",
    "a strange tag": "!mine 3",
    "a number that is none": "!!int x",
    "a tuple that is none": "!!python/tuple x",
    "a large text": "x" * (2**22 + 1),
    "several documents": "--- 1\n--- 2",
    "control characters": "\x00",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_yaml_is_data(attack):
    start = time.monotonic()
    with pytest.raises(FileError, match="model_from_yaml"):
        texts.from_yaml(HOSTILE[attack])
    assert not os.path.exists("canary")
    assert "this" not in sys.modules
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("text", ["[" * 5000, "{", '{"a": ' * 300, b"\xff"])
def test_json_is_bounded(text):
    with pytest.raises(FileError, match="model_from_json"):
        k.models.model_from_json(text)


def test_what_is_no_text_is_said():
    for read in (texts.from_json, texts.from_yaml):
        with pytest.raises(ValueError, match="must be a text"):
            read(3)


def test_without_the_package_the_way_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(ImportError, match=r"keraunos\[yaml\]"):
        texts.from_yaml("a: 1")


def test_unsafe_is_unsafe():
    with pytest.raises(UnsafeError, match="an object of Python"):
        texts.from_yaml(HOSTILE["a call"])


def test_a_model_larger_than_half_of_the_memory_is_refused_before_it_is_made():
    config = json.loads(k.Sequential([k.Input((4,)), k.layers.Dense(3)]).to_json())
    config["config"]["layers"][1]["config"]["units"] = 10**13
    config["config"]["layers"][1].pop("build_config", None)
    for read, text in (
        (texts.from_json, json.dumps(config)),
        (texts.from_yaml, yaml.safe_dump(config)),
    ):
        with pytest.raises(UnsafeError, match="half of the memory"):
            read(text)
