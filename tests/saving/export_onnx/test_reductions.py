"""Sums, extremes, positions, windows and orders in ONNX Runtime."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function

from keraunos import ops
from keraunos.layers import Lambda
from keraunos.saving.export import onnx_of

FUNCTIONS = {
    "sum": lambda x: ops.sum(x, 1),
    "sum of all": lambda x: ops.sum(x) + 0 * x,
    "max": lambda x: ops.max(x, (1, 2)),
    "min": lambda x: ops.min(x, -1),
    "prod": lambda x: ops.prod(x, 1),
    "any": lambda x: ops.any(x > 1, 1),
    "all": lambda x: ops.all(x > -1, 1),
    "mean": lambda x: ops.mean(x, 1),
    "var": lambda x: ops.var(x, 2),
    "integers": lambda x: ops.sum(ops.cast(x * 5, "int32"), 1),
    "argmax": lambda x: ops.argmax(x, 2),
    "argmin": lambda x: ops.argmin(x, 1),
    "cumsum": lambda x: ops.cumsum(x, 1),
    "cumsum backwards": lambda x: jax.lax.cumsum(x, 1, reverse=True),
    "top_k": lambda x: ops.top_k(x, 2),
    "sort": lambda x: ops.sort(x, 1),
    "argsort": lambda x: ops.argsort(x, 2),
    "logsumexp": lambda x: ops.logsumexp(x, 1),
    "softmax": lambda x: ops.softmax(x, 1),
    "norm": lambda x: ops.norm(x, axis=-1),
    "no axes": lambda x: jax.lax.reduce_sum_p.bind(x, axes=(), out_sharding=None),
}

WINDOWS = {
    "max": lambda x: ops.max_pool(x, 2, 1, padding="same"),
    "average": lambda x: ops.average_pool(x, 2, 2, padding="same"),
    "one axis": lambda x: jax.lax.reduce_window(
        x, 0.0, jax.lax.add, (1, 3, 1, 1), (1, 2, 1, 1), "SAME"
    ),
    "min": lambda x: jax.lax.reduce_window(
        x, jnp.inf, jax.lax.min, (1, 2, 2, 1), (1, 1, 1, 1), "VALID"
    ),
    "all axes": lambda x: jax.lax.reduce_window(
        x, -jnp.inf, jax.lax.max, (1, 2, 2, 2), (1, 2, 1, 1), "VALID"
    ),
    "integers": lambda x: jax.lax.reduce_window(
        jnp.int32(x * 5), np.int32(0), jax.lax.add, (1, 2, 2, 1), (1, 1, 1, 1), "VALID"
    ),
    "dilated": lambda x: jax.lax.reduce_window(
        x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 1, 1, 1), "VALID", window_dilation=(1, 2, 1, 1)
    ),
}


def layer_of(function):
    return Lambda(lambda x: function(jnp.asarray(x)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name):
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")
    assert_runs_the_same(of_function(layer_of(FUNCTIONS[name]), (3, 4)), [x])


@pytest.mark.parametrize("name", WINDOWS)
def test_windows(name):
    x = np.random.default_rng(0).normal(size=(2, 6, 5, 3)).astype("f4")
    assert_runs_the_same(of_function(layer_of(WINDOWS[name]), (6, 5, 3)), [x])


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: jax.lax.sort([x, -x], num_keys=2)[0], "a sort by several keys"),
        (
            lambda x: jax.lax.reduce_window(
                x, 0.0, jax.lax.add, (1, 2, 1), (1, 1, 1), "VALID", window_dilation=(1, 2, 1)
            ),
            "a dilated window",
        ),
        (
            lambda x: jax.lax.reduce_window(
                x, 0.0, jax.lax.add, (1, 2, 1), (1, 1, 1), "VALID", base_dilation=(1, 2, 1)
            ),
            "spread inputs",
        ),
    ],
)
def test_what_cannot_be_written_is_named(function, words):
    with pytest.raises(ValueError, match=words):
        onnx_of(of_function(layer_of(function), (3, 4)))
