"""Reading and writing at indices in ONNX Runtime."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function

from keraunos import ops
from keraunos.layers import Lambda
from keraunos.saving.export import onnx_of


def at(x):
    """Numbers in [0, 3) of the input."""
    return jnp.int32(jnp.abs(x[:, :, 0]) * 10) % 3


FUNCTIONS = {
    "take rows of a table": lambda x: ops.take(jnp.arange(12.0).reshape(3, 4), at(x), axis=0),
    "take outside": lambda x: ops.take(jnp.arange(12.0).reshape(3, 4), at(x) * 2 - 1, axis=0),
    "take and clip": lambda x: jnp.take(
        jnp.arange(12.0).reshape(3, 4), at(x) * 2, axis=0, mode="clip"
    ),
    "take and fill": lambda x: jnp.take(
        jnp.arange(12.0).reshape(3, 4), at(x) * 2, axis=0, fill_value=-1.0
    ),
    "take of the middle": lambda x: jnp.take(x, jnp.array([2, 0, 1, 1]), axis=1),
    "take of the last": lambda x: jnp.take(x, jnp.array([[2, 0], [1, 3]]), axis=2),
    "take along": lambda x: jnp.take_along_axis(x, at(x)[..., None], axis=2),
    "one element": lambda x: x[:, 1, 2],
    "pairs of indices": lambda x: x[:, jnp.array([0, 2, 1]), jnp.array([3, 1, 0])],
    "windows": lambda x: jax.vmap(
        lambda row, i: jax.lax.dynamic_slice(row, (i, 0), (2, 4)), in_axes=(None, 0)
    )(jnp.arange(24.0).reshape(6, 4), at(x)[:, 0]),
    "add at": lambda x: x.at[:, jnp.array([0, 2, 0])].add(1.0),
    "set at": lambda x: x.at[:, :, 1].set(0.0),
    "add outside": lambda x: jnp.zeros((3, 3)).at[at(x)].add(1.0) + 0 * x.sum(),
    "set outside": lambda x: jnp.zeros(5).at[at(x)[0, :1] + 4].set(1.0) + 0 * x.sum(),
    "one-hot": lambda x: ops.one_hot(at(x), 3),
    "segment sums": lambda x: ops.segment_sum(x[0], jnp.array([0, 1, 0]), 2) + 0 * x[:, :2],
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name):
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")
    layer = Lambda(lambda x: FUNCTIONS[name](jnp.asarray(x)))
    assert_runs_the_same(of_function(layer, (3, 4)), [x])


def test_what_cannot_be_written_is_named():
    layer = Lambda(lambda x: jnp.asarray(x).at[:, 0:2].set(jnp.asarray(x)[:, 1:3]))
    with pytest.raises(ValueError, match=r"a write of windows \(scatter\)"):
        onnx_of(of_function(layer, (3, 4)))
