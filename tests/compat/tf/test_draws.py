"""tf.random's further distributions."""

import jax
import numpy as np
import pytest

from keraunos.compat.tf import draws as tf
from keraunos.core.scope import StatelessScope


def test_moments():
    gamma = np.asarray(tf.gamma([4000], [2.0, 4.0], beta=2.0, seed=1))
    assert gamma.shape == (4000, 2)
    np.testing.assert_allclose(gamma.mean(0), [1, 2], rtol=0.1)
    counts = np.asarray(tf.poisson([4000], 3.0, seed=1))
    assert (counts.mean(), counts.var()) == pytest.approx((3, 3), rel=0.1)
    classes = np.asarray(tf.categorical(np.log([[0.1, 0.9]]), 2000, seed=1))
    assert classes.shape == (1, 2000) and classes.mean() == pytest.approx(0.9, abs=0.03)


def test_counts_within_a_program():
    key = np.array([1, 2], np.uint32)
    counts = np.asarray(jax.jit(lambda: tf._small_counts(key, 3.0, (4000,)))())
    assert (counts.mean(), counts.var()) == pytest.approx((3, 3), rel=0.1)
    with StatelessScope():
        assert tf.poisson([2], 1.0).shape == (2,)


@pytest.mark.parametrize(
    "draw",
    [
        lambda seed: tf.stateless_uniform([3], seed=seed),
        lambda seed: tf.stateless_uniform([30], seed, 0, 9, "int32"),
        lambda seed: tf.stateless_normal([3], seed=seed),
        lambda seed: tf.stateless_categorical(np.zeros((1, 9)), 30, seed),
        lambda seed: tf.Generator.from_seed(seed[0]).normal([3]),
        lambda seed: tf.Generator.from_seed(seed[0]).uniform([3]),
        lambda seed: tf.Generator.from_seed(seed[0]).make_seeds(2),
        lambda seed: tf.Generator.from_seed(seed[0]).split(1)[0].uniform([3]),
    ],
)
def test_the_same_seed_the_same_numbers(draw):
    first, second, other = (np.asarray(draw(s)) for s in ((1, 2), (1, 2), (3, 4)))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_generators_go_on():
    one = tf.Generator.from_seed(1)
    first = one.normal([2]).tolist()
    assert one.normal([2]).tolist() != first
    one.reset_from_seed(1)
    assert one.normal([2]).tolist() == first
    assert tf.get_global_generator() is tf.get_global_generator()
    assert tf.Generator.from_non_deterministic_state().normal([2]).shape == (2,)
