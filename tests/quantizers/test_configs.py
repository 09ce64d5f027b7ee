"""Configs of quantisation against the oracle."""

import inspect

import pytest
from support.oracle import keras

import keraunos as k

CLASSES = (
    "QuantizationConfig", "Int8QuantizationConfig", "Int4QuantizationConfig", "Float8QuantizationConfig",
)  # fmt: skip
CASES = [
    ("QuantizationConfig", lambda q: {}),
    ("Int8QuantizationConfig", lambda q: {}),
    ("Int8QuantizationConfig", lambda q: {"activation_quantizer": None}),
    ("Int8QuantizationConfig", lambda q: {"weight_quantizer": q.AbsMaxQuantizer(0)}),
    ("Int8QuantizationConfig", lambda q: {"activation_quantizer": q.AbsMaxQuantizer(-1)}),
    ("Int4QuantizationConfig", lambda q: {}),
    ("Int4QuantizationConfig", lambda q: {"block_size": None}),
    ("Int4QuantizationConfig", lambda q: {"block_size": 64, "activation_quantizer": None}),
    ("Int4QuantizationConfig",
     lambda q: {"block_size": -1, "weight_quantizer": q.AbsMaxQuantizer(0, (-8, 7))}),
    ("Float8QuantizationConfig", lambda q: {}),
]  # fmt: skip


def listed(value):
    """The value with lists for tuples, as in JSON."""
    if isinstance(value, dict):
        return {key: listed(inner) for key, inner in value.items()}
    return [listed(v) for v in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize(("name", "options"), CASES)
def test_configs_are_those_of_keras_and_come_back(name, options):
    ours, theirs = (getattr(m.quantizers, name)(**options(m.quantizers)) for m in (k, keras))
    assert listed(ours.get_config()) == listed(theirs.get_config())
    for quantizer in ("weight_quantizer", "activation_quantizer"):
        found, wanted = getattr(ours, quantizer), getattr(theirs, quantizer)
        assert type(found).__name__ == type(wanted).__name__
    written = k.quantizers.serialize(ours)
    assert listed(written) == listed(keras.quantizers.serialize(theirs))
    for config in (written, keras.quantizers.serialize(theirs)):
        assert listed(k.quantizers.serialize(k.quantizers.deserialize(config))) == listed(written)
    if name != "QuantizationConfig":
        assert ours.mode == theirs.mode


@pytest.mark.parametrize("name", CLASSES)
def test_signatures(name):
    ours, theirs = (inspect.signature(getattr(m.quantizers, name)) for m in (k, keras))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]


def test_quantizers_or_defaults():
    base, config = k.quantizers.QuantizationConfig, k.quantizers.Int8QuantizationConfig(None, None)
    own = k.quantizers.AbsMaxQuantizer(0)
    assert base.weight_quantizer_or_default(None, 3) == 3
    assert base.weight_quantizer_or_default(config, 3) == 3
    assert base.weight_quantizer_or_default(k.quantizers.Int8QuantizationConfig(own), 3) is own
    assert base.activation_quantizer_or_default(None, 3) == 3
    assert base.activation_quantizer_or_default(config, 3) is None


def test_the_base_has_no_mode():
    with pytest.raises(NotImplementedError, match="Int8QuantizationConfig"):
        _ = k.quantizers.QuantizationConfig().mode


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Int8QuantizationConfig",
         lambda q: {"weight_quantizer": q.AbsMaxQuantizer(0, output_dtype="uint8")}),
        ("Int4QuantizationConfig", lambda q: {"block_size": 0}),
        ("Int4QuantizationConfig", lambda q: {"block_size": -2}),
        ("Int4QuantizationConfig", lambda q: {"weight_quantizer": q.AbsMaxQuantizer(0, (-8, 7))}),
        ("Int4QuantizationConfig", lambda q: {"activation_quantizer": q.AbsMaxQuantizer(0)}),
        ("Int4QuantizationConfig", lambda q: {"weight_quantizer": q.AbsMaxQuantizer(0), "block_size": -1}),
    ],
)  # fmt: skip
def test_errors(name, options):
    for module in (k, keras):
        with pytest.raises(ValueError, match=r"block_size|output_dtype|value_range"):
            getattr(module.quantizers, name)(**options(module.quantizers))
