"""Products of many rows: the plain numbers and errors, and gradients that sum over one axis."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import ops
from keraunos.ops.lowering import product
from keraunos.ops.lowering.platform import elsewhere

RNG = np.random.default_rng(0)
EQUATIONS = {
    "abc,cd->abd": ((2, 3, 4), (4, 5), 1),
    "abc,cde->abde": ((2, 3, 4), (4, 5, 6), 1),
    "abcd,cde->abe": ((2, 3, 4, 5), (4, 5, 6), 2),
    "...x,xy->...y": ((2, 3, 4), (4, 5), 1),
    "a ..., b -> a ... b": ((2, 3), (4,), 0),
    "abc,dc->abd": ((2, 3, 4), (5, 4), 0),
    "abc,cd->adb": ((2, 3, 4), (4, 5), 0),
    "abc,bcd->abd": ((2, 3, 4), (3, 4, 5), 0),
    "abc,cda->abd": ((2, 3, 4), (4, 5, 2), 0),
    "aab,bc->aac": None,
    "ab,bc": ((2, 3), (3, 4), 0),
    "abc,abc->abc": ((2, 3, 4), (2, 3, 4), 0),
    "abc,abc->": ((2, 3, 4), (2, 3, 4), 3),
    "ab,cd->abcd": ((2, 3), (4, 5), 0),
}


@pytest.mark.parametrize("equation", [e for e, case in EQUATIONS.items() if case])
def test_einsum_is_the_plain_one(equation):
    first, second, summed = EQUATIONS[equation]
    x, w = RNG.normal(size=first), RNG.normal(size=second)
    assert product._summed(equation) == summed
    found, wanted = (
        jax.grad(lambda x, w, einsum=einsum: jnp.sin(einsum(equation, x, w)).sum(), (0, 1))(x, w)
        for einsum in (ops.einsum, jnp.einsum)
    )
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5), found, wanted)


def test_letters_that_repeat_are_no_rows():
    assert product._summed("aab,bc->aac") == 0


def test_the_gradient_of_a_matrix_sums_over_one_axis():
    def slope(multiply, x, w):
        return jax.jit(jax.grad(lambda w: multiply(x, w).sum())).lower(w).as_text()

    x, w = jnp.ones((2, 3, 4)), jnp.ones((4, 5))
    for multiply in (ops.matmul, lambda x, w: ops.einsum("abc,cd->abd", x, w)):
        assert "contracting_dims = [0, 1]" not in slope(multiply, x, w)
    assert "contracting_dims = [0, 1]" in slope(jnp.matmul, x, w)
    with elsewhere():
        assert "contracting_dims = [0, 1]" in slope(lambda x, w: ops.matmul(x, w), x, w)


@pytest.mark.parametrize("size", [0, 2])
def test_no_rows_and_no_columns(size):
    assert ops.matmul(jnp.ones((0, 3, 4)), jnp.ones((4, size))).shape == (0, 3, size)
    assert ops.einsum("abc,cd->abd", jnp.ones((size, 3, 0)), jnp.ones((0, 5))).shape == (size, 3, 5)


def test_sizes_that_do_not_fit_are_refused():
    with pytest.raises((TypeError, ValueError), match="4"):
        ops.matmul(jnp.ones((2, 3, 4)), jnp.ones((5, 6)))
    with pytest.raises((TypeError, ValueError), match="5"):
        ops.einsum("abc,cd->abd", jnp.ones((2, 3, 4)), jnp.ones((5, 6)))
    integers = jnp.ones((2, 3, 4), "int8"), jnp.ones((4, 5), "int8")
    assert ops.matmul(*integers).dtype == ops.einsum("abc,cd->abd", *integers).dtype == jnp.int32
