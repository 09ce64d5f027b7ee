"""Configs of GPTQ and AWQ against the oracle."""

import inspect

import pytest
from support.oracle import keras

import keraunos as k

CASES = [
    ("GPTQConfig", {}), ("GPTQConfig", {"weight_bits": 3, "group_size": -1, "symmetric": True}),
    ("GPTQConfig", {"hessian_damping": 1.0, "quantization_layer_structure": {"a": 1}}),
    ("AWQConfig", {}), ("AWQConfig", {"group_size": 32, "num_grid_points": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_configs_are_those_of_keras_and_come_back(name, options):
    ours, theirs = (getattr(m.quantizers, name)(["a"], "t", **options) for m in (k, keras))
    assert ours.get_config() == theirs.get_config()
    assert (ours.mode, ours.dtype_policy_string()) == (theirs.mode, theirs.dtype_policy_string())
    assert (ours.dataset, ours.tokenizer) == (["a"], "t")
    written = k.quantizers.serialize(ours)
    assert written == keras.quantizers.serialize(theirs)
    again = k.quantizers.deserialize(written)
    assert again.get_config() == ours.get_config()
    assert (again.dataset, again.tokenizer) == (None, None)


@pytest.mark.parametrize("name", ["GPTQConfig", "AWQConfig"])
def test_signatures(name):
    ours, theirs = (inspect.signature(getattr(m.quantizers, name)) for m in (k, keras))
    assert [(p.name, p.default, p.kind) for p in ours.parameters.values()] == [
        (p.name, p.default, p.kind) for p in theirs.parameters.values()
    ]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("GPTQConfig", {"weight_bits": 5}), ("AWQConfig", {"weight_bits": 8}),
        ("GPTQConfig", {"num_samples": 0}), ("AWQConfig", {"num_samples": 0}),
        ("GPTQConfig", {"sequence_length": 0}), ("AWQConfig", {"sequence_length": -1}),
        ("GPTQConfig", {"hessian_damping": -0.1}), ("GPTQConfig", {"hessian_damping": 1.1}),
        ("GPTQConfig", {"group_size": 0}), ("AWQConfig", {"group_size": -2}),
        ("AWQConfig", {"num_grid_points": 0}),
    ],
    ids=str,
)  # fmt: skip
def test_errors(name, options):
    for module in (k, keras):
        with pytest.raises(ValueError, match=r"weight_bits|AWQ|" + "|".join(options)):
            getattr(module.quantizers, name)(["a"], "t", **options)
