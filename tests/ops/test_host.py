"""numpy functions give the same within a compiled program and outside of it."""

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.ops.host import on_host


def doubled(x):
    return np.asarray(x) * 2


def test_outside_and_inside_of_a_program():
    x = np.arange(6).reshape(2, 3)
    outside = on_host(doubled, (2, 3), "int64", x)
    inside = jax.jit(lambda a: on_host(doubled, a.shape, "int64", a))(x)
    np.testing.assert_array_equal(outside, 2 * x)
    np.testing.assert_array_equal(inside, 2 * x)
    assert outside.dtype == inside.dtype == jnp.int32


def test_no_gradient_flows_through_it():
    def loss(a):
        return jnp.sum(a * on_host(doubled, a.shape, "float32", a))

    np.testing.assert_allclose(jax.grad(loss)(jnp.ones(3)), [2.0, 2.0, 2.0])


def test_in_a_loop_it_sees_each_step():
    def step(i, total):
        return total + on_host(doubled, (), "int32", i)

    assert int(jax.jit(lambda: jax.lax.fori_loop(0, 5, step, 0))()) == 20
