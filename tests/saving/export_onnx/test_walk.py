"""The walk: what is known is worked out, what only holds a program is entered, the unknown is named."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function, onnx

from keraunos.layers import Lambda
from keraunos.saving.export import onnx_of


def kinds(function, shape=(4,)):
    model = of_function(Lambda(function), shape)
    return [n.op_type for n in onnx.load_from_string(onnx_of(model)).graph.node], model


def test_constants_are_worked_out():
    found, _ = kinds(lambda x: x + jnp.sin(jnp.arange(4.0)).reshape(2, 2).T.ravel())
    assert "Add" in found
    assert not {"Sin", "Transpose"} & set(found)


def test_constants_that_would_grow_are_not():
    found, model = kinds(lambda x: x[:, :1] + jnp.ones((300, 300)).sum() + jnp.eye(300)[:1])
    assert_runs_the_same(model, [np.ones((2, 4), "f4")])
    assert (
        sum(
            a.nbytes
            for a in (
                onnx.numpy_helper.to_array(i)
                for i in onnx.load_from_string(onnx_of(model)).graph.initializer
            )
        )
        < 300 * 300 * 4
    )
    assert found


def test_programs_within_are_entered():
    def function(x):
        x = jnp.asarray(x)
        return jax.jit(jnp.sin)(x) + jax.checkpoint(jnp.cos)(x) + jax.nn.relu(x)

    _, model = kinds(function)
    assert_runs_the_same(model, [np.linspace(-1, 1, 8, dtype="f4").reshape(2, 4)])


def test_an_operation_that_has_no_counterpart_is_named():
    with pytest.raises(ValueError, match=r"an operation \(cumlogsumexp\).*format='stablehlo'"):
        kinds(lambda x: jax.lax.cumlogsumexp(jnp.asarray(x), 1))
