"""numpy functions give the same within a compiled program and outside of it."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.ops.host import on_host


def doubled(x):
    return np.asarray(x) * 2


@pytest.mark.parametrize("shape", [(), (0,), (2, 3), (8192,), (3, 5000), (2, 0, 3)])
def test_outside_and_inside_of_a_program(shape):
    x = np.arange(int(np.prod(shape))).reshape(shape)
    outside = on_host(doubled, "int64", x)
    inside = jax.jit(lambda a: on_host(doubled, "int64", a))(x)
    np.testing.assert_array_equal(outside, 2 * x)
    np.testing.assert_array_equal(inside, 2 * x)
    assert outside.dtype == inside.dtype == jnp.int32


def test_several_arrays_and_no_large_call_back():
    """A call back of much data may wait for ever where there is one core."""
    sizes = []

    def together(a, b):
        sizes.append(a.size)
        return a + b

    x = np.arange(20_000)
    found = jax.jit(lambda a: on_host(together, "int32", a, a + 1))(x)
    np.testing.assert_array_equal(found, 2 * x + 1)
    assert max(sizes) * 4 < 100_000


def test_no_other_elements_than_those_given_come_to_the_host():
    def positive(a):
        assert a.min() > 0
        return a

    x = np.arange(1, 10_001)
    np.testing.assert_array_equal(jax.jit(lambda a: on_host(positive, "int32", a))(x), x)


def test_no_gradient_flows_through_it():
    def loss(a):
        return jnp.sum(a * on_host(doubled, "float32", a))

    np.testing.assert_allclose(jax.grad(loss)(jnp.ones(3)), [2.0, 2.0, 2.0])


def test_in_a_loop_it_sees_each_step():
    def step(i, total):
        return total + on_host(doubled, "int32", i)

    assert int(jax.jit(lambda: jax.lax.fori_loop(0, 5, step, 0))()) == 20
