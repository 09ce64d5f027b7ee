"""Conversions."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.op_grid import X, call, check, parameters

from keraunos import KerasTensor, Variable, config, ops
from keraunos.ops.core import as_array, as_float, is_float_array

WIDE = np.array([-300.0, -1.5, 2.7, 300.0, 1e10, -1e10])

CASES = {
    "convert_to_tensor": [call([1.0, 2.0]), call([1, 2], "float32"), call(2.5),
                          call(X, dtype="int32"), call(True)],
    "cast": [call(X, "int32"), call(X, "bool"), call(X, "bfloat16"), call(X, dtype="uint8")],
    "saturate_cast": [call(WIDE, "uint8", dtypes=("float32", "bfloat16", "bool")),
                      call(np.array([-9, 300]), "uint8"),
                      *(call(WIDE, d) for d in ("int8", "int32", "float16", "bool", "uint32"))],
    "stop_gradient": [call(X)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_anything_array_like_is_an_array():
    assert as_array(np.ones(2)).dtype == jnp.float32
    assert as_array([1, 2]).dtype == jnp.int32
    assert as_array(2.5) == 2.5
    assert as_array(Variable(np.ones(2))).shape == (2,)
    assert as_array([jnp.ones(2), [1, 2]]).shape == (2, 2)
    assert jax.jit(lambda x: as_array([[x, 1.0], [2.0, x]]))(3.0).tolist() == [[3, 1], [2, 3]]


def test_floats_are_floatx():
    config.set_floatx("bfloat16")
    assert as_float([1, 2]).dtype == jnp.bfloat16
    assert as_float(0.5).dtype == jnp.bfloat16
    assert as_array(np.ones(2)).dtype == jnp.bfloat16


def test_rows_of_different_length():
    with pytest.raises(ValueError, match=r"inhomogeneous|Make all rows equally long"):
        as_array([[1], [1, 2]])


def test_what_an_array_is():
    symbol = KerasTensor((None, 3), "int8")
    assert ops.is_tensor(jnp.ones(2))
    assert ops.is_tensor(symbol)
    assert not ops.is_tensor(np.ones(2))
    assert (ops.shape(symbol), ops.dtype(symbol)) == ((None, 3), "int8")
    assert (ops.shape([[1, 2]]), ops.dtype(np.ones(2))) == ((1, 2), "float64")
    assert is_float_array(np.ones(2))
    assert not is_float_array(symbol)


def test_a_copy_on_the_host():
    x = jnp.ones(2)
    host = ops.convert_to_numpy(x)
    host[0] = 5
    assert x[0] == 1


def test_a_symbolic_tensor_in_another_dtype():
    x = KerasTensor((None, 3))
    assert ops.convert_to_tensor(x) is x
    assert ops.convert_to_tensor(x, "int32").dtype == "int32"


def test_a_gradient_of_ones_own():
    @ops.custom_gradient
    def product(a, b):
        def gradient(*args, upstream=None):
            (upstream,) = args or (upstream,)
            return upstream * 3, upstream * 5

        return a * b, gradient

    assert product(2.0, Variable(np.float32(4))) == 8
    assert jax.grad(product, (0, 1))(2.0, 4.0) == (3, 5)
    assert product(KerasTensor((None, 2)), 1.0).shape == (None, 2)


def test_no_gradient():
    assert jax.grad(lambda x: ops.stop_gradient(x) * x)(3.0) == 3
