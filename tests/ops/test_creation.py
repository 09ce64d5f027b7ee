"""Arrays from sizes and numbers."""

import numpy as np
import pytest
from support.op_grid import P, V, X, call, check, parameters, same

from keraunos import KerasTensor, config, ops

CASES = {
    "array": [call([1.0, 2.0]), call(2.5), call([1], "float32"), call(X)],
    "copy": [call(X), call([1, 2])],
    "arange": [call(5), call(5.0), call(0, 5, 2), call(0.0, 1.0, 0.25), call(3, dtype="float32"),
               call(np.float32(3)), call(5, 0, -1)],
    **same([call((2, 3)), call((2,), "int32"), call(shape=(1,), dtype="bool"), call((0, 2))],
           "zeros ones empty"),
    **same([call(X), call(X, "int32"), call(2.0)], "zeros_like ones_like empty_like"),
    "full": [call((2,), 3), call((2,), 3, "int32"), call((2, 2), np.array([1, 2], "int32"))],
    "full_like": [call(X, 2.5), call(X, 2, "int32")],
    "eye": [call(3), call(2, 3, 1), call(2, dtype="int32"), call(3, k=-1)],
    "identity": [call(3), call(2, "bool")],
    "tri": [call(3), call(2, 3, 1), call(3, k=-1, dtype="int32")],
    "linspace": [call(0, 1, 3), call(0.0, 1.0, 3, retstep=True), call(0, 10, 3, dtype="int32"),
                 call(V, V + 3, 4, endpoint=False, axis=-1), call(X, 1.0, num=2)],
    "logspace": [call(0, 1, 3), call(V, 2.0, 3, base=2.0), call(0, 2, 3, dtype="int32")],
    "geomspace": [call(1, 8, 4), call(P, P * 8, 3, axis=1), call(1.0, 8.0, 4, endpoint=False)],
    "meshgrid": [call(V, V[:2]), call(V, V[:3], indexing="ij"), call()],
    "vander": [call(V), call(V, 2), call(V, 3, increasing=True)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_the_default_dtype_is_floatx():
    config.set_floatx("bfloat16")
    assert ops.zeros((2,)).dtype.name == "bfloat16"
    assert ops.eye(2).dtype.name == "bfloat16"


def test_a_copy_is_another_array():
    x = ops.ones((2,))
    assert ops.copy(x) is not x


def test_like_a_symbolic_tensor():
    like = ops.zeros_like(KerasTensor((None, 3)), dtype="int32")
    assert (like.shape, like.dtype) == ((None, 3), "int32")
