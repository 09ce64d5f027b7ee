"""Pairs of 4-bit integers against the oracle."""

import inspect

import jax
import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos import ops

CASES = [
    ((5, 3), 0),
    ((5, 3), 1),
    ((5, 3), -1),
    ((4, 2), 0),
    ((3,), 0),
    ((2, 3, 5), 1),
    ((1, 1), 0),
]


def integers(shape, dtype):
    low, high = (-8, 8) if dtype == "int8" else (0, 16)
    return np.random.default_rng(0).integers(low, high, shape).astype(dtype)


@pytest.mark.parametrize("dtype", ["int8", "uint8"])
@pytest.mark.parametrize(("shape", "axis"), CASES)
def test_packing_is_that_of_keras_and_comes_back(shape, axis, dtype):
    x = integers(shape, dtype)
    packed, size, length = k.quantizers.pack_int4(x, axis, dtype)
    theirs = keras.quantizers.pack_int4(x, axis, dtype)
    np.testing.assert_array_equal(packed, theirs[0])
    assert (packed.dtype.name, size, length) == (dtype, tuple(theirs[1]), theirs[2])
    back = k.quantizers.unpack_int4(packed, length, axis, dtype)
    np.testing.assert_array_equal(back, x)
    assert back.dtype.name == dtype


@pytest.mark.parametrize("length", [None, 4, 5, 100])
@pytest.mark.parametrize("dtype", ["int8", "uint8"])
def test_unpacking_is_that_of_keras(length, dtype):
    packed = np.random.default_rng(1).integers(-128, 128, (3, 4)).astype("int8")
    for axis in (0, 1):
        ours, theirs = (m.quantizers.unpack_int4(packed, length, axis, dtype) for m in (k, keras))
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype.name == dtype


def test_higher_bits_are_lost_as_in_keras():
    x = np.arange(-60, 60, 7).astype("int8")
    np.testing.assert_array_equal(*(m.quantizers.pack_int4(x)[0] for m in (k, keras)))


def test_compiled_and_symbolic():
    x = integers((5, 3), "int8")
    packed = jax.jit(lambda x: k.quantizers.pack_int4(x)[0])(x)
    np.testing.assert_array_equal(packed, k.quantizers.pack_int4(x)[0])
    assert k.quantizers.unpack_int4(k.KerasTensor((3, 4), "int8"), 5).shape == (5, 4)


@pytest.mark.parametrize("name", ["pack_int4", "unpack_int4"])
def test_signatures(name):
    ours, theirs = (inspect.signature(getattr(m.quantizers, name)) for m in (k, keras))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda q: q.pack_int4(ops.ones((2,))), TypeError, "of dtype int8"),
        (lambda q: q.pack_int4(ops.ones((2,), "uint8")), TypeError, "of dtype int8"),
        (lambda q: q.pack_int4(ops.ones((2,), "int8"), dtype="int16"), ValueError, "int16"),
        (lambda q: q.unpack_int4(ops.ones((2,)), 3), TypeError, "int8 or uint8"),
        (lambda q: q.unpack_int4(ops.ones((2,), "int8"), 3, dtype="int16"), ValueError, "int16"),
    ],
)
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call(k.quantizers)
    with pytest.raises(error):
        call(keras.quantizers)
