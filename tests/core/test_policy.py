"""One policy: what it computes in, what it casts, its config."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.core.policies import set_dtype_policy
from keraunos.core.policy import DTypePolicy, FloatDTypePolicy, dtype_policy

NAMES = (
    "float32",
    "float16",
    "bfloat16",
    "float64",
    "mixed_float16",
    "mixed_bfloat16",
    "int8",
    "bool",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means_what_it_means_in_keras(name):
    ours, theirs = DTypePolicy(name), keras.DTypePolicy(name)
    for fact in ("name", "compute_dtype", "variable_dtype", "quantization_mode"):
        assert getattr(ours, fact) == getattr(theirs, fact)
    assert k.dtype_policies.serialize(ours) == keras.dtype_policies.serialize(theirs)
    assert k.dtype_policies.deserialize(keras.dtype_policies.serialize(theirs)) == ours


def test_equal_names_are_equal_policies():
    assert DTypePolicy("mixed_float16") == DTypePolicy("mixed_float16")
    assert DTypePolicy("float16") != DTypePolicy("float32")
    assert DTypePolicy("float16") != FloatDTypePolicy("float16")
    assert len({DTypePolicy("float16"), DTypePolicy("float16")}) == 1
    assert repr(DTypePolicy("float16")) == '<DTypePolicy "float16">'


def test_only_floats_are_cast():
    policy = DTypePolicy("mixed_float16")
    assert policy.convert_input(np.ones(2, "float32"), True, "float16").dtype == "float16"
    assert policy.convert_input(np.ones(2, "int32"), True, "float16").dtype == "int32"
    assert policy.convert_input(np.ones(2, "float32"), False, "float16").dtype == "float32"
    assert policy.convert_input([1.0], True, "float16") == [1.0]
    symbol = policy.convert_input(k.KerasTensor((None, 2), "float32"), True, "float16")
    assert (symbol.shape, symbol.dtype) == ((None, 2), "float16")


def test_layers_take_the_policy_of_the_process():
    set_dtype_policy("mixed_bfloat16")
    assert dtype_policy().name == DTypePolicy().name == "mixed_bfloat16"
    layer = k.layers.Dense(1)
    layer.build((None, 2))
    assert (layer.compute_dtype, layer.kernel.dtype) == ("bfloat16", "float32")


@pytest.mark.parametrize("wrong", ["foo", "mixed_foo", "mixed_float32"])
def test_a_name_that_is_no_dtype_is_refused(wrong):
    with pytest.raises(ValueError, match="unknown policy"):
        DTypePolicy(wrong)


def test_what_is_no_name_is_refused():
    with pytest.raises(TypeError, match="DTypePolicy: `name` must be a dtype's name; got 3"):
        DTypePolicy(3)
