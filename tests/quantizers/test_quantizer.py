"""Quantizers against the oracle: outputs, configs, what the base refuses."""

import inspect

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

OPTIONS = [
    {}, {"axis": 0}, {"axis": -1}, {"axis": [0, 1]}, {"axis": 0, "value_range": (-7, 7)},
    {"axis": 0, "output_dtype": "int32", "epsilon": 0.1},
]  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_outputs_and_configs_are_those_of_keras(options):
    x = np.random.default_rng(0).normal(size=(6, 4)).astype("float32")
    ours, theirs = (m.quantizers.AbsMaxQuantizer(**options) for m in (k, keras))
    for call in (lambda q: q(x), lambda q: q(x, axis=0), lambda q: q(x, to_numpy=True)):
        for a, b in zip(call(ours), call(theirs)):
            np.testing.assert_array_equal(a, b)
            assert a.dtype == b.dtype
    assert ours.axis == theirs.axis
    assert ours.get_config() == theirs.get_config()
    again = k.quantizers.AbsMaxQuantizer.from_config(ours.get_config())
    assert again.get_config() == ours.get_config()


@pytest.mark.parametrize("name", ["Quantizer", "AbsMaxQuantizer"])
def test_signatures(name):
    ours, theirs = (inspect.signature(getattr(m.quantizers, name)) for m in (k, keras))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]


def test_the_base_leaves_numbers_as_they_are_and_has_no_config():
    base = k.Quantizer("int4")
    assert (base(3), base.output_dtype) == (3, "int4")
    with pytest.raises(NotImplementedError, match="must be written by the subclass"):
        base.get_config()
    assert k.Quantizer is k.quantizers.Quantizer
