"""Softmax in primitives: the plain path's value and gradient."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.ops.lowering.softmax import softmax

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize(
    ("shape", "axis"),
    [((50, 3), -1), ((4, 5, 6), 1), ((4, 5, 6), (0, -1)), ((7,), 0), ((2, 0), -1)],
)
def test_it_equals_the_plain_path(shape, axis, dtype):
    x = jnp.asarray(RNG.normal(size=shape) * 30, dtype)
    weights = jnp.asarray(RNG.normal(size=shape), dtype)
    ours, plain = (
        jax.jit(jax.value_and_grad(lambda x, f=f: (f(x, axis=axis) * weights).sum()))(x)
        for f in (softmax, jax.nn.softmax)
    )
    tolerance = 1e-6 if dtype == "float32" else 2e-2
    for a, b in zip(ours, plain):
        assert a.dtype == b.dtype
        np.testing.assert_allclose(
            a.astype("float32"), b.astype("float32"), rtol=tolerance, atol=tolerance
        )


def test_it_has_derivatives_in_both_directions():
    x = jnp.asarray([1.0, 2.0, 4.0])
    np.testing.assert_allclose(jax.jacfwd(softmax)(x), jax.jacrev(softmax)(x), rtol=1e-6)
    assert jax.hessian(lambda x: softmax(x)[0])(x).shape == (3, 3)


def test_large_numbers_do_not_overflow():
    np.testing.assert_allclose(softmax(jnp.asarray([1e30, 1e30, 0.0])), [0.5, 0.5, 0.0])
