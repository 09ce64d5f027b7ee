"""Rows spread over many rows, and means of many rows: the plain numbers, and products when compiled."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import ops
from keraunos.ops.lowering import rows
from keraunos.ops.lowering.platform import elsewhere

X = np.random.default_rng(0).normal(size=(30, 10, 2, 3))
DERIVATIVES = {
    "grad": lambda f: jax.grad(f, (0, 1)),
    "jacfwd": lambda f: jax.jacfwd(f, 1),
    "hessian": lambda f: jax.hessian(f, 1),
    "grad of grad": lambda f: jax.grad(
        lambda x, row: jnp.sin(jax.grad(f, 1)(x, row)).sum(), (0, 1)
    ),
    "vmap": lambda f: lambda x, row: jax.vmap(f, (None, 0))(x, jnp.stack([row, 2 * row])),
    "vmap of grad": lambda f: (
        lambda x, row: jax.vmap(jax.grad(f, 1), (0, None))(jnp.stack([x, -x]), row)
    ),
}
BINARY = {"add": jnp.add, "subtract": jnp.subtract, "multiply": jnp.multiply}


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


@pytest.mark.parametrize("how", DERIVATIVES)
@pytest.mark.parametrize("size", [(3,), (2, 3)])
@pytest.mark.parametrize("name", BINARY)
def test_every_derivative_is_the_plain_ones(name, size, how):
    row = np.random.default_rng(1).normal(size=size)

    def loss(binary):
        return lambda x, row: (binary(x, row) ** 3).sum() + binary(row, x).sum()

    found, wanted = (
        jax.jit(DERIVATIVES[how](loss(binary)))(X, row)
        for binary in (getattr(ops, name), BINARY[name])
    )
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-9), found, wanted
    )


def products(function, *arguments):
    fresh = jax.jit(lambda *given: function(*given))  # no trace of before is taken
    return fresh.lower(*arguments).as_text().count("stablehlo.dot_general")


def test_the_gradient_of_a_row_of_many_is_a_product():
    def slope(x, row):
        return jax.grad(lambda row: ops.square(ops.add(x, row)).sum())(row)

    assert products(slope, X, np.ones(3)) == 2  # there and back
    assert products(slope, X[:2], np.ones(3)) == 0  # few rows
    assert products(slope, X, np.ones((2, 1))) == 0  # no row of it
    with elsewhere():
        assert products(slope, X, np.ones(3)) == 0


def test_numbers_at_hand_and_other_types_stay_as_they_are():
    row = jnp.ones(3)
    assert rows.spread(row, (1000, 3)) is row
    assert products(lambda x, row: ops.add(x, row), X.astype("int32"), np.ones(3, "int32")) == 0


def test_a_row_of_no_type_of_its_own_takes_that_of_the_rows():
    def added(x):
        return ops.add(x, jnp.broadcast_to(2.0, (3,)))

    assert jax.jit(added)(X.astype("float16")).dtype == added(jnp.asarray(X, "float16")).dtype


@pytest.mark.parametrize("axes", [(0, 1, 2), (0,), (1, 0), (2,), (0, 1, 2, 3), (0, 2)])
def test_means_are_the_plain_ones(axes):
    found = jax.jit(lambda x: rows.mean_of_rows(x, axes))(X)
    np.testing.assert_allclose(found, X.mean(axes, keepdims=True), rtol=1e-12, atol=1e-12)
    assert products(lambda x: rows.mean_of_rows(x, axes), X) == (axes in ((0, 1, 2), (1, 0)))


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_16_bits_add_up_closely(dtype):
    x = jnp.asarray(np.random.default_rng(0).uniform(size=(4096, 3)), dtype)

    def total(row):
        return (ops.add(x, row) * x).astype("float32").sum()

    found = jax.jit(jax.grad(total))(jnp.zeros(3, dtype))
    exact = np.asarray(x, "float64").sum(0)
    np.testing.assert_allclose(np.asarray(found, "float64"), exact, rtol=jnp.finfo(dtype).eps)
