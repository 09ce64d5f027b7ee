"""Crossentropy straight from the logits: the plain path's value and gradient, saturated ones included."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos.core import origins
from keraunos.core.scope import StatelessScope

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(6, 5)).astype("float32") * 3
SATURATED = np.array([[40.0, 0, 0], [0, 60, 0], [-50, 0, 1], [3, 3, 3]], "float32")


def hot(labels, classes):
    return np.eye(classes, dtype="float32")[labels]


CASES = {
    "plain": (LOGITS, hot(RNG.integers(0, 5, 6), 5)),
    "soft": (LOGITS, RNG.dirichlet(np.ones(5), 6).astype("float32")),
    "saturated right": (SATURATED, hot([0, 1, 2, 0], 3)),
    "saturated wrong": (SATURATED, hot([1, 2, 0, 1], 3)),
    "time": (RNG.normal(size=(2, 3, 4)).astype("float32"), hot(RNG.integers(0, 4, (2, 3)), 4)),
}


def fused(logits, target):
    with StatelessScope():
        y = k.activations.softmax(logits)
        assert origins.logits_of(y) is not None
        return jnp.sum(k.losses.categorical_crossentropy(target, y) * 1.5)


def plain(lib, logits, target):
    return jnp.sum(lib.losses.categorical_crossentropy(target, lib.ops.softmax(logits)) * 1.5)


@pytest.mark.parametrize("case", list(CASES))
def test_it_equals_keras(case):
    logits, target = CASES[case]
    value, gradient = jax.value_and_grad(fused)(logits, target)
    expected = jax.value_and_grad(lambda z: plain(keras, z, target))(logits)
    np.testing.assert_allclose(value, expected[0], **TOLERANCE["float32"])
    np.testing.assert_allclose(gradient, expected[1], **TOLERANCE["float32"])


def test_the_gradient_by_the_target_is_that_of_the_plain_path():
    logits, target = CASES["soft"]
    got = jax.jit(jax.grad(fused, 1))(logits, target)
    expected = jax.grad(lambda t: plain(k, logits, t))(target)
    np.testing.assert_allclose(got, expected, **TOLERANCE["float32"])


def test_class_numbers_take_the_same_way():
    labels = RNG.integers(0, 5, 6)

    def of(lib, z):
        y = lib.activations.softmax(z)
        return jnp.sum(lib.losses.sparse_categorical_crossentropy(labels, y))

    def scoped(z):
        with StatelessScope():
            return of(k, z)

    got, expected = (
        jax.value_and_grad(scoped)(LOGITS),
        jax.value_and_grad(lambda z: of(keras, z))(LOGITS),
    )
    np.testing.assert_allclose(got[0], expected[0], **TOLERANCE["float32"])
    np.testing.assert_allclose(got[1], expected[1], **TOLERANCE["float32"])


def test_a_changed_softmax_takes_the_plain_way():
    def changed(z):
        with StatelessScope():
            y = k.activations.softmax(z) * 0.5
            assert origins.logits_of(y) is None
            return jnp.sum(k.losses.categorical_crossentropy(CASES["plain"][1], y))

    value = jax.jit(changed)(LOGITS)
    np.testing.assert_allclose(value, plain(k, LOGITS, CASES["plain"][1]) / 1.5, rtol=1e-5)


def test_a_gradient_of_the_gradient():
    logits, target = CASES["plain"]
    twice = jax.grad(lambda z: jnp.sum(jax.grad(fused)(z, target) ** 2))(logits)
    expected = jax.grad(lambda z: jnp.sum(jax.grad(lambda q: plain(k, q, target))(z) ** 2))(logits)
    np.testing.assert_allclose(twice, expected, rtol=1e-4, atol=1e-5)
