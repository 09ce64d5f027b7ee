"""Scales, histories and roundings of 8-bit floats, against the oracle."""

import inspect

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import ops

NAMES = ("compute_float8_scale", "compute_float8_amax_history", "quantize_and_dequantize")


def numbers(size=200, scale=1.0):
    return (scale * np.random.default_rng(0).normal(size=size)).astype("float32")


@pytest.mark.parametrize("amax", [3.0, 0.0, np.inf, np.nan, 1e-30])
@pytest.mark.parametrize("margin", [0, 2])
def test_scales_are_those_of_keras(amax, margin):
    arguments = (np.float32(amax), np.float32(7), 448.0, margin)
    ours, theirs = (m.quantizers.compute_float8_scale(*arguments) for m in (k, keras))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    assert ours.dtype == theirs.dtype


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("history", ["float32", "int32"])
def test_histories_are_those_of_keras(history, dtype):
    past = np.arange(4).astype(history)
    found, wanted = (
        m.quantizers.compute_float8_amax_history(m.ops.cast(numbers(), dtype), past)
        for m in (k, keras)
    )
    np.testing.assert_array_equal(found, wanted)
    assert found.dtype == wanted.dtype


@pytest.mark.parametrize("quantized", ["float8_e4m3fn", "float8_e5m2"])
@pytest.mark.parametrize("compute", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("size", [1.0, 1e5])
def test_roundings_are_those_of_keras(quantized, compute, size):
    x, scale = numbers(scale=size), np.float32(0.3)
    ours, theirs = (
        m.quantizers.quantize_and_dequantize(x, scale, quantized, compute) for m in (k, keras)
    )
    np.testing.assert_allclose(
        np.asarray(ours, "float32"), np.asarray(theirs, "float32"), **TOLERANCE[compute]
    )
    assert ours.dtype == theirs.dtype


def test_symbolic():
    moved = k.quantizers.compute_float8_amax_history(k.KerasTensor((None, 3)), k.KerasTensor((4,)))
    assert moved.shape == (4,)


@pytest.mark.parametrize("name", NAMES)
def test_signatures(name):
    ours, theirs = (inspect.signature(getattr(m.quantizers, name)) for m in (k, keras))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]


def test_integers_are_refused():
    with pytest.raises(ValueError, match="a float dtype"):
        k.quantizers.quantize_and_dequantize(ops.ones((2,)), 1.0, "int8", "float32")
