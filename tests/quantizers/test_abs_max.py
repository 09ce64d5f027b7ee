"""Integers by the largest magnitude and by blocks, against the oracle."""

import inspect

import jax
import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos import ops

NAMES = ("abs_max_quantize", "abs_max_quantize_grouped_with_zero_point")


def numbers(shape=(6, 4), seed=0):
    return 3 * np.random.default_rng(seed).normal(size=shape).astype("float32")


def both(name, x, *args, of="float32", **options):
    """Our outputs and the oracle's, for the same numbers in the dtype `of`."""
    ours = getattr(k.quantizers, name)(ops.cast(x, of), *args, **options)
    theirs = getattr(keras.quantizers, name)(keras.ops.cast(x, of), *args, **options)
    return ours, theirs


def assert_equal(ours, theirs):
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs):
        assert a.dtype.name == keras.backend.standardize_dtype(b.dtype)
        np.testing.assert_array_equal(np.asarray(a, "float64"), np.asarray(b, "float64"))


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16", "int32"])
@pytest.mark.parametrize("to_numpy", [False, True])
@pytest.mark.parametrize("axis", [0, -1, (0, 1), [0], None])
def test_abs_max_is_that_of_keras(axis, to_numpy, dtype):
    assert_equal(*both(NAMES[0], numbers(), axis, of=dtype, to_numpy=to_numpy))


@pytest.mark.parametrize(
    "options",
    [
        {"value_range": (-7, 7)}, {"value_range": (0, 255), "dtype": "uint8"},
        {"dtype": "int32", "epsilon": 0.5},
    ],
    ids=str,
)  # fmt: skip
def test_abs_max_options(options):
    assert_equal(*both(NAMES[0], numbers(), 0, **options))


def test_zeros_have_a_finite_scale():
    ours, theirs = both(NAMES[0], np.zeros((2, 3), "float32"), 0)
    assert_equal(ours, theirs)
    assert np.isfinite(ours[1]).all()


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "int32"])
@pytest.mark.parametrize("to_numpy", [False, True])
@pytest.mark.parametrize("block_size", [1, 2, 4, 6, 100])
def test_blocks_are_those_of_keras(block_size, to_numpy, dtype):
    assert_equal(*both(NAMES[1], numbers(), block_size, of=dtype, to_numpy=to_numpy))


@pytest.mark.parametrize("to_numpy", [False, True])
@pytest.mark.parametrize("value", [0.0, 1.0, -3.0])
def test_blocks_of_equal_numbers(value, to_numpy):
    assert_equal(*both(NAMES[1], np.full((3, 2), value, "float32"), 2, to_numpy=to_numpy))


@pytest.mark.parametrize(
    "options",
    [
        {"value_range": (-128, 127)},
        {"dtype": "int32"},
        {"epsilon": 0.3},
        {"epsilon": 0.3, "to_numpy": True},
    ],
    ids=str,
)
def test_block_options(options):
    assert_equal(*both(NAMES[1], numbers(), 2, **options))


def test_what_was_quantised_comes_back_within_a_step():
    x = numbers((8, 3))
    values, scale = k.quantizers.abs_max_quantize(x, axis=0)
    assert np.abs(values / scale - x).max() <= 0.5 / scale.min() + 1e-6
    values, scale, zero = k.quantizers.abs_max_quantize_grouped_with_zero_point(x, 4)
    values, scale, zero = (np.asarray(v, "float32") for v in (values, scale, zero))
    back = (values - zero.repeat(4, 0)) * scale.repeat(4, 0)
    inside = (values > -8) & (values < 7)
    assert (np.abs(back - x) <= scale.repeat(4, 0))[inside].all()


def test_symbolic_and_compiled():
    x = k.KerasTensor((None, 3))
    values, scale = k.quantizers.abs_max_quantize(x, -1)
    assert (values.shape, values.dtype, scale.shape) == ((None, 3), "int8", (None, 1))
    compiled = jax.jit(lambda x: k.quantizers.abs_max_quantize(x, -1))(numbers())
    np.testing.assert_array_equal(compiled[0], k.quantizers.abs_max_quantize(numbers(), -1)[0])


@pytest.mark.parametrize("name", NAMES)
def test_signatures(name):
    ours, theirs = (inspect.signature(getattr(m.quantizers, name)) for m in (k, keras))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]


@pytest.mark.parametrize(
    ("x", "block_size", "message"),
    [
        (numbers((4,)), 2, "must be a matrix"), (numbers((2, 3, 4)), 2, "must be a matrix"),
        (numbers(), 0, "an int >= 1"), (numbers(), -1, "an int >= 1"), (numbers(), None, "an int"),
    ],
)  # fmt: skip
def test_errors(x, block_size, message):
    with pytest.raises(ValueError, match=message):
        k.quantizers.abs_max_quantize_grouped_with_zero_point(x, block_size)


def test_an_unknown_dtype_is_an_error():
    with pytest.raises(ValueError, match="bogus"):
        k.quantizers.abs_max_quantize(numbers(), 0, dtype="bogus")
