"""Two arrays in, one out."""

import jax.numpy as jnp
import numpy as np
import pytest
from support.op_grid import ALL, P, U, X, Y, call, check, parameters, same

from keraunos import ops

PAIRS = [call(X, Y), call(2.5, X, dtypes=ALL), call(X, Y[:1]), call(X[0], np.float32(1.5))]
INTS = np.array([[4, 6, -9], [0, 12, 7]], "int32")

CASES = {
    **same(PAIRS, "add subtract multiply divide true_divide divide_no_nan maximum minimum fmax fmin "
                  "hypot logaddexp heaviside"),
    **same([call(X, Y), call(X, 2), call(2.5, P)], "floor_divide mod fmod"),
    "logaddexp2": [call(X, Y), call(X, Y[:1])],
    "power": [call(P, Y, dtypes=("float32", "bfloat16")), call(X, 2), call(P, 2.5)],
    "clip": [call(X, -1, 1), call(X, -0.5, 0.5), call(X, Y - 3, Y + 3)],
    "gcd": [call(INTS, 6), call(INTS, INTS.T[:1].T)],
    "lcm": [call(INTS, 6), call(INTS, INTS.T[:1].T)],
    "ldexp": [call(X, np.array([1, -2, 3], "int32"), dtypes=("float32",))],
    "nextafter": [call(X, Y, dtypes=("float32",), gradient=False)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_float64_arrays_become_float32():
    assert ops.add(np.ones(2), np.ones(2)).dtype == jnp.float32


def test_python_numbers_are_weak():
    assert ops.multiply(jnp.ones(2, "bfloat16"), 2.5).dtype == jnp.bfloat16


def test_division_by_zero_has_no_gradient():
    import jax

    gradient = jax.grad(lambda x: ops.divide_no_nan(1.0, x))(0.0)
    assert gradient == 0


def test_numbers_near_the_end_of_the_range():
    assert np.isfinite(ops.hypot(np.float32(1e30), np.float32(1e30)))
    assert np.isfinite(ops.logaddexp(np.float32(200), np.float32(200)))
    assert ops.fmax(np.float32("nan"), 1.0) == 1


def test_empty_arrays():
    assert ops.add(np.zeros((0, 3)), U[:1]).shape == (0, 3)
