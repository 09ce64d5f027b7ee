"""Rounding with a gradient, against the oracle."""

import inspect

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import ops

RANGES = [(-6.0, 6.0), (-1.0, 2.5), (1.0, 2.0), (-2.0, -1.0), (-0.1, 63.65), (2.0, 1.0), (0.0, 0.0)]


def numbers(shape=(40,)):
    return 4 * np.random.default_rng(0).normal(size=shape).astype("float32")


def fake(module):
    return module.quantizers.fake_quant_with_min_max_vars


def assert_close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


@pytest.mark.parametrize("options", [{}, {"num_bits": 4}, {"num_bits": 3, "narrow_range": True},
                                     {"num_bits": 16}, {"num_bits": 2}], ids=str)  # fmt: skip
@pytest.mark.parametrize("ends", RANGES, ids=str)
def test_values_and_gradients_are_those_of_keras(ends, options):
    x, (low, high) = numbers(), map(np.float32, ends)
    assert_close(*(fake(m)(x, low, high, **options) for m in (k, keras)))

    def loss(m):
        weights = np.arange(1.0, 41.0, dtype="float32")
        return lambda *args: (fake(m)(*args, **options) * weights).sum()

    found, wanted = (jax.grad(loss(m), (0, 1, 2))(x, low, high) for m in (k, keras))
    for a, b in zip(found, wanted):
        assert_close(a, b)


@pytest.mark.parametrize("axis", [1, -1])
def test_channels_are_those_of_keras(axis):
    x, low, high = numbers((8, 3)), np.float32([-1, -2, 0]), np.float32([3, 1, 2])
    assert_close(*(fake(m)(x, low, high, 4, axis=axis) for m in (k, keras)))
    found, wanted = (
        jax.grad(lambda *a, m=m: (fake(m)(*a, 4, axis=axis) ** 2).sum(), (0, 1, 2))(x, low, high)
        for m in (k, keras)
    )
    for a, b in zip(found, wanted):
        assert_close(a, b)


def test_channels_along_any_axis():
    x, low, high = numbers((3, 8)), np.float32([-1, -2, 0]), np.float32([3, 1, 2])
    found = fake(k)(x, low, high, 4, axis=0)
    rows = [fake(k)(row, a, b, 4) for row, a, b in zip(x, low, high)]
    assert_close(found, np.stack(rows))
    gradient = jax.grad(lambda low: fake(k)(x, low, high, 4, axis=0).sum())(low)
    assert gradient.shape == (3,)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "int32"])
def test_the_dtype_is_that_of_the_inputs(dtype):
    x = numbers()
    ours, theirs = (fake(m)(m.ops.cast(x, dtype), -6.0, 6.0) for m in (k, keras))
    assert ours.dtype == theirs.dtype
    tolerance = TOLERANCE.get(dtype, {})
    np.testing.assert_allclose(
        np.asarray(ours, "float32"), np.asarray(theirs, "float32"), **tolerance
    )


def test_symbolic_and_in_a_model():
    x = k.Input((3,))
    y = fake(k)(x, -1.0, 1.0, 3)
    assert y.shape == (None, 3)
    data = numbers((4, 3))
    assert_close(k.Model(x, y)(data), fake(k)(data, -1.0, 1.0, 3))


def test_nan_stays_nan():
    assert np.isnan(fake(k)(ops.array([np.nan, 1.0]), -1.0, 1.0)[0])


def test_signature():
    ours, theirs = (inspect.signature(fake(m)) for m in (k, keras))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]


@pytest.mark.parametrize(("bounds", "axis"), [(np.ones(2, "float32"), 1), (np.float32(1), 5)])
def test_errors(bounds, axis):
    for module in (k, keras):
        with pytest.raises(ValueError, match=r"axis|broadcast|shape"):
            fake(module)(numbers((4, 3)), -bounds, bounds, axis=axis)
