"""Many numbers to one."""

import jax.numpy as jnp
import numpy as np
import pytest
from support.op_grid import P, V, X, call, check, parameters, same

from keraunos import KerasTensor, ops

CUBE = np.linspace(-1, 2, 24).reshape(2, 3, 4)
AXES = [call(X), call(X, 1), call(CUBE, (0, 2), keepdims=True), call(CUBE, axis=-1)]

CASES = {
    **same(AXES, "all any max min amax amin sum prod mean std var ptp"),
    **same([call(X), call(X, 1), call(CUBE, axis=-1, keepdims=True)], "argmax argmin"),
    **same([call(X), call(X, 1), call(CUBE, axis=(0, 2))], "count_nonzero"),
    **same([call(X), call(X, 1), call(X, axis=0, dtype="int32")], "cumsum cumprod"),
    "logsumexp": [call(X), call(X, 1), call(CUBE * 100, axis=(0, 2), keepdims=True)],
    "average": [call(X), call(X, 1), call(X, 1, V[:3]), call(X, weights=P)],
    "size": [call(X, shapes=False)],
    "ndim": [call(CUBE, shapes=False)],
}
CASES["max"] = [*AXES, call(X, 1, initial=1.0), call(X, initial=5)]
CASES["min"] = CASES["max"]
CASES["prod"] = [*AXES, call(X, dtype="float32")]


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_nothing_at_all():
    empty = np.zeros((0, 3), "float32")
    assert ops.sum(empty, 0).tolist() == [0, 0, 0]
    assert float(ops.prod(empty)) == 1
    assert np.isnan(ops.mean(jnp.zeros(0))).all()


def test_nan_stays():
    assert np.isnan(ops.max(np.float32([1, np.nan])))


def test_small_integers_are_summed_in_32_bits():
    assert int(ops.sum(np.full(300, 100, "int8"))) == 30000


def test_what_is_known_of_symbolic_tensors():
    x = KerasTensor((None, 3, 2))
    assert ops.ndim(x) == 3
    assert (ops.size(x).shape, ops.size(x).dtype) == ((), "int32")
    assert ops.mean(x, axis=(0, 1)).shape == (2,)
