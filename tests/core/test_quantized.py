"""Policies of quantised weights against the oracle."""

import pytest
from support.oracle import keras

import keraunos as k

CASES = [
    ("QuantizedDTypePolicy", ("int8", "float32")), ("QuantizedDTypePolicy", ("int8", "mixed_bfloat16")),
    ("QuantizedDTypePolicy", ("float8", "float32")), ("QuantizedDTypePolicy", ("int4",)),
    ("QuantizedFloat8DTypePolicy", ("float8", "mixed_bfloat16", 10)),
    ("Int4DTypePolicy", ("int4/128", "float32")), ("Int4DTypePolicy", ("int4/-1", "float32")),
    ("GPTQDTypePolicy", ("gptq/4/128", "float32")), ("AWQDTypePolicy", ("awq/4/128", "float32")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), CASES, ids=str)
def test_facts_and_configs_are_those_of_keras(name, args):
    ours, theirs = (getattr(lib.dtype_policies, name)(*args) for lib in (k, keras))
    for fact in ("name", "compute_dtype", "variable_dtype", "quantization_mode"):
        assert getattr(ours, fact) == getattr(theirs, fact)
    for fact in ("block_size", "weight_bits", "group_size", "amax_history_length"):
        assert getattr(ours, fact, None) == getattr(theirs, fact, None)
    config = k.dtype_policies.serialize(ours)
    assert config == keras.dtype_policies.serialize(theirs)
    assert k.dtype_policies.deserialize(config) == ours
    assert k.dtype_policies.get(ours.name).compute_dtype == theirs.compute_dtype


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("QuantizedDTypePolicy", ("foo",)), ("QuantizedDTypePolicy", ("int8", "float16")),
        ("QuantizedDTypePolicy", ("int8", "foo")), ("Int4DTypePolicy", ("int4",)),
        ("Int4DTypePolicy", ("int4/0",)), ("Int4DTypePolicy", ("int8/4",)),
        ("GPTQDTypePolicy", ("gptq",)), ("GPTQDTypePolicy", ("gptq/4",)), ("AWQDTypePolicy", ("awq/a/b",)),
    ],
    ids=str,
)  # fmt: skip
def test_what_keras_refuses_is_refused(name, args):
    with pytest.raises(ValueError):
        getattr(keras.dtype_policies, name)(*args)
    with pytest.raises(ValueError, match=f"{name}: `(mode|source_name)` must be|unknown policy"):
        getattr(k.dtype_policies, name)(*args)


def test_a_length_is_a_number():
    with pytest.raises(TypeError, match="`amax_history_length` must be an int"):
        k.dtype_policies.QuantizedFloat8DTypePolicy("float8", amax_history_length="a")
