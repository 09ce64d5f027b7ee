"""Every path of the pooling equals the engine's own: values and gradients, ties included."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.twins import quickly

from keraunos.ops.lowering import pooling as lowering

PAIRS = {
    "max": (lowering.max_pool, lowering.plain_max),
    "sum": (lowering.sum_pool, lowering.plain_sum),
}
# rank, window, strides, padding
CASES = {
    "windows that touch": (2, (2, 2), (2, 2), ((0, 0), (0, 0))),
    "windows that touch, padded": (2, (3, 2), (3, 2), ((1, 1), (0, 1))),
    "windows that overlap": (2, (3, 3), (2, 2), ((0, 1), (1, 1))),
    "gaps between windows": (2, (2, 1), (3, 2), ((0, 0), (0, 0))),
    "every place": (1, (3,), (1,), ((1, 1),)),
    "one axis": (1, (2,), (2,), ((0, 0),)),
    "three axes": (3, (2, 2, 2), (2, 2, 2), ((0, 0), (0, 1), (0, 0))),
    "a window of one": (2, (1, 1), (1, 1), ((0, 0), (0, 0))),
    "more places than are views": (2, (7, 6), (2, 2), ((0, 0), (0, 0))),
}


def value_and_gradient(pool, x, case):
    def scalar(x):
        y = pool(x, *CASES[case][1:])
        wave = jnp.cos(jnp.arange(y.size, dtype=y.dtype)).reshape(y.shape)
        return (y * wave).sum(), y

    (_, y), dx = quickly(jax.value_and_grad(scalar, has_aux=True), x)
    return y, dx


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize("case", CASES)
def test_values_and_gradients_are_the_engines(kind, case):
    x = np.random.default_rng(0).normal(size=(4, *(9, 8, 5)[: CASES[case][0]], 3))
    x[:2] = np.round(x[:2])  # half of the rows are full of equal elements
    x = jnp.asarray(x, "float32")
    own, engine = PAIRS[kind]
    for mine, his in zip(value_and_gradient(own, x, case), value_and_gradient(engine, x, case)):
        np.testing.assert_allclose(mine, his, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", PAIRS)
def test_the_engine_pools_elsewhere_and_large_windows(kind, monkeypatch):
    x, own = jnp.ones((1, 64, 64, 1)), PAIRS[kind][0]

    def text(window):
        pool = jax.jit(lambda x: own(x, window, window, ((0, 0), (0, 0))))
        return pool.lower(x).as_text()

    assert "reduce_window" not in text((2, 2))
    assert "reduce_window" in text((8, 8))
    monkeypatch.setattr(lowering, "on_cpu", lambda: False)
    assert "reduce_window" in text((2, 2))


def test_integers_and_empty_batches():
    x = jnp.arange(8).reshape(1, 8, 1)
    assert lowering.max_pool(x, (2,), (2,), ((0, 1),)).ravel().tolist() == [1, 3, 5, 7]
    empty = lowering.max_pool(jnp.zeros((0, 4, 1)), (2,), (2,), ((0, 0),))
    assert empty.shape == (0, 2, 1)


def test_the_gradient_of_the_gradient():
    x = jnp.asarray(np.random.default_rng(0).normal(size=(1, 6, 2)), "float32")

    def twice(pool):
        def first(x):
            return jax.grad(lambda z: jnp.square(pool(z, (2,), (2,), ((0, 0),))).sum())(x)

        return jax.grad(lambda x: jnp.square(first(x)).sum())(x)

    np.testing.assert_allclose(*map(twice, PAIRS["sum"]), rtol=1e-5, atol=1e-6)
