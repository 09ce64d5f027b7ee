"""What moves, cuts and joins elements in ONNX Runtime."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function

from keraunos import ops

FUNCTIONS = {
    "reshape": lambda x: ops.reshape(x, (-1, 6, 2)),
    "reshape that joins rows": lambda x: ops.reshape(x, (-1, 4)),
    "transpose": lambda x: ops.transpose(x, (0, 2, 1)),
    "squeeze and expand": lambda x: ops.expand_dims(ops.squeeze(x[:, :1], 1), -1),
    "concatenate": lambda x: ops.concatenate([x, x + 1], 1),
    "stack": lambda x: ops.stack([x, x], -1),
    "split": lambda x: ops.split(x, 2, -1)[1],
    "slice": lambda x: x[:, 1:3, ::2],
    "flip": lambda x: ops.flip(x, (1, 2)),
    "roll": lambda x: ops.roll(x, 1, 1),
    "pad": lambda x: ops.pad(x, ((0, 0), (1, 2), (0, 1)), constant_values=3.0),
    "reflect": lambda x: ops.pad(x, ((0, 0), (1, 1), (0, 0)), mode="reflect"),
    "pad inside and cut": lambda x: jax.lax.pad(x, 7.0, ((0, 0, 0), (-1, 2, 2), (3, -2, 1))),
    "tile": lambda x: ops.tile(x, (1, 2, 3)),
    "repeat": lambda x: ops.repeat(x, 2, 1),
    "broadcast": lambda x: ops.broadcast_to(ops.sum(x, (1, 2), keepdims=True), ops.shape(x)),
    "rows counted": lambda x: (
        x + ops.reshape(ops.cast(ops.arange(ops.shape(x)[0]), "float32"), (-1, 1, 1))
    ),
    "the number of rows": lambda x: x / ops.cast(ops.shape(x)[0], "float32"),
    "dynamic slice": lambda x: jax.lax.dynamic_slice(
        x, (0, jnp.int32(x.sum() > 0) + 5, 1), (x.shape[0], 2, 3)
    ),
    "dynamic update": lambda x: jax.lax.dynamic_update_slice(
        x, x[:, :2, :1], (0, jnp.int32(x.sum() > 0) + 5, 1)
    ),
    "eye": lambda x: ops.matmul(x, ops.eye(4)),
    "tril": lambda x: ops.tril(x),
    "meshgrid": lambda x: x + ops.meshgrid(ops.arange(4.0), ops.arange(3.0))[0],
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name):
    function = FUNCTIONS[name]
    from keraunos.layers import Lambda

    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")
    assert_runs_the_same(of_function(Lambda(lambda x: function(jnp.asarray(x))), (3, 4)), [x])
