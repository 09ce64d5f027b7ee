"""Clips, decay, averages and choices, apart from any rule."""

import jax
import numpy as np
import pytest

import keraunos as k
from keraunos.core.scope import StatelessScope
from keraunos.optimizers import around

GRADS = [np.array([3.0, 4.0], "float32"), np.array([0.0], "float32")]


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        ((1.0, None, None), [[0.6, 0.8], [0.0]]),
        ((None, 2.5, None), [[1.5, 2.0], [0.0]]),
        ((None, None, 3.5), [[3.0, 3.5], [0.0]]),
        ((100.0, None, None), [[3.0, 4.0], [0.0]]),
        ((None, None, None), [[3.0, 4.0], [0.0]]),
        ((0.0, None, None), [[3.0, 4.0], [0.0]]),
    ],
)
def test_gradients_stay_within_a_limit(limits, wanted):
    for found, expected in zip(around.clipped(GRADS, *limits), wanted):
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_one_infinite_gradient_spoils_the_norm_of_all():
    grads = [np.array([1.0], "float32"), np.array([np.inf], "float32")]
    found = around.clipped(grads, None, 1.0, None)
    assert all(np.isnan(g).all() for g in found)


def test_the_norm_of_16_bit_gradients_keeps_their_dtype():
    (found,) = around.clipped([jax.numpy.full(4, 2.0, "bfloat16")], None, 1.0, None)
    assert found.dtype.name == "bfloat16"


def test_the_first_average_is_the_variable():
    slot, w = k.Variable(np.zeros(1), name="a"), k.Variable(np.full(1, 8.0), name="w")
    around.average([slot], [w], 0, 0.75, None)
    assert float(slot.numpy()[0]) == 8.0
    w.assign([0.0])
    around.average([slot], [w], 1, 0.75, 2)
    assert (float(slot.numpy()[0]), float(w.numpy()[0])) == (6.0, 6.0)


@pytest.mark.parametrize("yes", [True, False])
def test_one_of_two_functions_assigns(yes):
    a, b = (k.Variable(0.0, name=n) for n in "ab")

    def run(condition):
        with StatelessScope([(a, a.value), (b, b.value)]) as scope:
            around.either(condition, [a, b], lambda: a.assign(1.0), lambda: b.assign(2.0))
            return scope.values([a, b])

    found = jax.jit(run)(yes)
    assert [float(v) for v in found] == ([1.0, 0.0] if yes else [0.0, 2.0])
    assert (float(a), float(b)) == (0.0, 0.0)


def test_finite_numbers_are_told_from_others():
    assert bool(around.finite([None, np.ones(2)]))
    assert not bool(around.finite([np.ones(2), np.array([1.0, np.nan])]))
    assert not bool(around.finite([np.array([np.inf])]))
    assert bool(around.finite([]))
