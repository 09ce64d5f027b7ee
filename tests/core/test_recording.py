"""Recording and differentiating afterwards."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.core.recording import Recording, gradients, jacobians


def recorded(function, *arguments):
    recording = Recording()
    recording.start()
    try:
        found = function(*arguments)
    finally:
        recording.stop()
    return found, recording.records


FUNCTIONS = {
    "elementwise": lambda x: jnp.sin(x) * jnp.exp(-x),
    "own derivative": jax.nn.relu,
    "gelu": jax.nn.gelu,
    "reduced": lambda x: jax.nn.logsumexp(x) * jnp.ones(3),
    "loop": lambda x: jax.lax.fori_loop(0, 3, lambda _, y: y * x, x),
    "scan": lambda x: jax.lax.scan(lambda c, y: (c + y, c * y), 0.0 * x[0], x)[1],
    "program": jax.jit(lambda x: jnp.cumsum(x) ** 2),
    "indexed": lambda x: x[jnp.array([2, 0, 0])],
    "condition": lambda x: jax.lax.cond(x[0] > 0, lambda y: y * 2, lambda y: y, x),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_gradients_are_the_engines(name):
    function, x = FUNCTIONS[name], jnp.array([0.3, -0.7, 1.1])
    found, records = recorded(function, x)
    wanted = jax.grad(lambda x: jnp.sum(function(x)))(x)
    np.testing.assert_allclose(found, function(x), rtol=1e-6)
    np.testing.assert_allclose(gradients(records, [found], [x])[0], wanted, rtol=1e-5)
    wanted = jax.jacrev(function)(x)
    np.testing.assert_allclose(jacobians(records, found, [x])[0], wanted, rtol=1e-5, atol=1e-6)


def test_a_gradient_of_its_own_is_used():
    @jax.custom_vjp
    def odd(x):
        return x

    odd.defvjp(lambda x: (x, None), lambda _, g: (g * 7.0,))
    x = jnp.float32(2.0)
    y, records = recorded(lambda x: odd(x) * 2.0, x)
    assert float(gradients(records, [y], [x])[0]) == 14.0


def test_what_has_no_way_or_no_derivative():
    x, other, whole = jnp.float32(1.0), jnp.float32(2.0), jnp.int32(3)
    y, records = recorded(lambda: x * whole)
    assert gradients(records, [y], [other, whole]) == [None, None]
    assert float(gradients(records, [y], [x], [jnp.float32(2.0)])[0]) == 6.0


def test_starting_stopping_and_clearing():
    recording = Recording()
    assert not recording.runs
    recording.start()
    jnp.float32(1) + 1
    assert recording.runs
    assert recording.records
    recording.clear()
    assert recording.records == []
    recording.stop()
    recording.stop()
    assert not recording.runs
