"""Quantizers by name and config."""

import pytest
from support.oracle import keras

import keraunos as k
from keraunos.quantizers import AbsMaxQuantizer, Quantizer


@pytest.mark.parametrize(
    ("identifier", "cls"),
    [
        ("abs_max_quantizer", AbsMaxQuantizer), ("AbsMaxQuantizer", AbsMaxQuantizer),
        ("quantizer", Quantizer), (AbsMaxQuantizer, AbsMaxQuantizer),
        ({"class_name": "AbsMaxQuantizer", "config": {"axis": 0}}, AbsMaxQuantizer),
    ],
)  # fmt: skip
def test_get(identifier, cls):
    assert type(k.quantizers.get(identifier)) is cls


def test_get_of_things_and_with_arguments():
    ready = AbsMaxQuantizer(0)
    assert k.quantizers.get(ready) is ready
    assert k.quantizers.get(abs) is abs
    assert k.quantizers.get(None) is None
    assert k.quantizers.get("abs_max_quantizer", axis=1).axis == (1,)
    assert k.quantizers.get(AbsMaxQuantizer, axis=1).axis == (1,)


def test_configs_are_those_of_keras_and_read_both_ways():
    ours, theirs = (m.quantizers.serialize(m.quantizers.AbsMaxQuantizer(0)) for m in (k, keras))
    assert {**ours, "config": None} == {**theirs, "config": None}
    assert ours["config"] == {n: list(v) if isinstance(v, tuple) else v
                              for n, v in theirs["config"].items()}  # fmt: skip
    for config in (ours, theirs):
        assert k.quantizers.deserialize(config).axis == (0,)
    assert keras.quantizers.deserialize(ours).axis == (0,)
    assert type(k.quantizers.deserialize("abs_max_quantizer")) is AbsMaxQuantizer


@pytest.mark.parametrize("identifier", ["abs_max_quantiser", 3])
def test_errors(identifier):
    for module in (k, keras):
        with pytest.raises(ValueError, match=r"quantizer|identifier"):
            module.quantizers.get(identifier)
