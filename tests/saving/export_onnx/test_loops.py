"""Loops and branches in ONNX Runtime."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function

import keraunos as k
from keraunos.layers import Lambda

TABLE = np.arange(4, dtype="f4")

FUNCTIONS = {
    "scan": lambda x: jax.lax.scan(
        lambda c, t: (c + t * TABLE, c.sum(-1)), x[:, 0], x.swapaxes(0, 1)
    )[1],
    "scan backwards": lambda x: jax.lax.scan(
        lambda c, t: (c + t, c), x[:, 0], x.swapaxes(0, 1), reverse=True
    ),
    "scan of nothing": lambda x: jax.lax.scan(lambda c, _: (c * 1.1, None), x, None, length=3)[0],
    "scan that stacks": lambda x: jax.lax.scan(lambda c, _: (c * 1.1, c.sum()), x, None, length=3)[
        1
    ],
    "scan within scan": lambda x: jax.lax.scan(
        lambda c, t: (jax.lax.scan(lambda d, u: (d + u, None), c, t[None])[0], t),
        x[:, 0],
        x.swapaxes(0, 1),
    ),
    "while": lambda x: jax.lax.while_loop(
        lambda c: c[0] < 4, lambda c: (c[0] + 1, c[1] + x * TABLE), (0, x)
    )[1],
    "while that never runs": lambda x: jax.lax.while_loop(
        lambda c: c.sum() > 1e9, lambda c: c + 1, x
    ),
    "for": lambda x: jax.lax.fori_loop(0, 3, lambda i, c: c + i * x, x),
    "cond": lambda x: jax.lax.cond(x.sum() > 0, lambda v: v + TABLE, lambda v: v * 2, x),
    "switch": lambda x: jax.lax.switch(
        jnp.int32(x.sum() > 0) + 1,
        [lambda v: v, lambda v: v + 1, lambda v: v * TABLE, lambda v: -v],
        x,
    ),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("sign", [1, -1])
def test_functions(name, sign):
    x = abs(np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")) * sign
    layer = Lambda(lambda x: FUNCTIONS[name](jnp.asarray(x)))
    assert_runs_the_same(of_function(layer, (3, 4)), [x])


@pytest.mark.parametrize("layer", ["LSTM", "GRU", "SimpleRNN"])
def test_recurrent_layers_of_any_length(layer):
    make = getattr(k.layers, layer)
    model = k.Sequential(
        [k.Input((None, 3)), k.layers.Bidirectional(make(4, return_sequences=True)), make(2)]
    )
    for steps in (1, 7):
        x = np.random.default_rng(0).normal(size=(2, steps, 3)).astype("f4")
        assert_runs_the_same(model, [x])
