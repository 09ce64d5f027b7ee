"""Policies by name, config and path."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.core.policies import DTypePolicyMap, get_policy, layer_policy
from keraunos.core.policy import DTypePolicy

FORMS = [
    "float16", "mixed_bfloat16", None, np.float32, float,
    {"class_name": "DTypePolicy", "config": {"name": "float16"}},
    keras.dtype_policies.serialize(keras.DTypePolicy("mixed_float16")),
    "int8_from_float32", "float8_from_mixed_bfloat16", "int4/128_from_float32",
    "gptq/4/128_from_float32", "awq/4/128_from_float32",
]  # fmt: skip


@pytest.mark.parametrize("given", FORMS, ids=str)
def test_each_form_is_taken_as_in_keras(given):
    ours, theirs = (lib.dtype_policies.get(given) for lib in (k, keras))
    assert type(ours).__name__ == type(theirs).__name__
    assert ours.get_config() == theirs.get_config()
    assert (ours.compute_dtype, ours.variable_dtype) == (
        theirs.compute_dtype,
        theirs.variable_dtype,
    )


@pytest.mark.parametrize("wrong", [3, "foo"])
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValueError, match="unknown policy|must be one of"):
        get_policy(wrong)
    with pytest.raises(ValueError, match="unknown policy|must be one of"):
        k.config.set_dtype_policy(wrong)


@pytest.mark.parametrize("path", ["a/b", "x/a/b", "c/d", "c", "zz"])
def test_a_map_finds_as_keras_does(path):
    found = []
    for lib in (k, keras):
        policies = lib.dtype_policies
        table = policies.DTypePolicyMap("float32")
        table["a/b"] = policies.DTypePolicy("bfloat16")
        table["c/.*"] = policies.DTypePolicy("float16")
        found.append(table[path].compute_dtype)
    assert found[0] == found[1]


def test_configs_of_maps_go_both_ways():
    ours = DTypePolicyMap("float16", {"a": "float32"})
    theirs = keras.dtype_policies.DTypePolicyMap("float16", {"a": keras.DTypePolicy("float32")})
    assert ours.get_config() == theirs.get_config()
    again = k.dtype_policies.deserialize(keras.dtype_policies.serialize(theirs))
    assert again == ours
    assert again["a"] == DTypePolicy("float32")
    assert (again.name, again.compute_dtype) == (theirs.name, theirs.compute_dtype)


def test_a_layer_takes_its_part_of_a_map():
    table = DTypePolicyMap("float32", {"head.*": "bfloat16"})
    assert k.layers.Dense(1, dtype=table, name="head_1").compute_dtype == "bfloat16"
    assert k.layers.Dense(1, dtype=table, name="body").compute_dtype == "float32"


def test_the_default_of_a_map_may_be_that_of_the_process():
    k.config.set_dtype_policy("mixed_float16")
    table = DTypePolicyMap()
    assert (table["x"].name, table.name) == ("mixed_float16", "map_mixed_float16")
    assert table.get_config() == {"default_policy": None, "policy_map": {}}


def test_layers_with_quantised_weights_are_refused():
    with pytest.raises(
        NotImplementedError, match="Conv2D: `dtype` must be a policy without quantised"
    ):
        k.layers.Conv2D(1, 1, dtype="int8_from_float32")
    with pytest.raises(NotImplementedError, match="Dense: `dtype`"):
        k.layers.Dense(1, dtype="float8_from_float32")
    assert layer_policy("float16", "Dense", "x").name == "float16"


def test_a_map_of_something_else_is_refused():
    with pytest.raises(TypeError, match="`policy_map` must be a dict or None; got 3"):
        DTypePolicyMap(policy_map=3)
    with pytest.raises(ValueError, match="unknown policy"):
        DTypePolicyMap(policy_map={"a": "foo"})


@pytest.mark.parametrize("name", [n for n in dir(keras.dtype_policies) if not n.startswith("_")])
def test_every_public_name_of_keras_is_there(name):
    assert hasattr(k.dtype_policies, name)


@pytest.mark.parametrize("name", [n for n in dir(keras.mixed_precision) if not n.startswith("_")])
def test_every_name_of_mixed_precision_is_there(name):
    assert hasattr(k.mixed_precision, name)
