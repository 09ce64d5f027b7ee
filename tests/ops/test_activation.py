"""Activation functions."""

import numpy as np
import pytest
from support.op_grid import FLOATS, M, X, call, check, parameters, same

from keraunos import ops

PLAIN = (
    "relu relu6 sparse_sigmoid softplus softsign sparse_plus hard_sigmoid "
    "hard_silu hard_swish selu tanh_shrink hard_tanh"
)
NOT_BOOL = ("float32", "int32", "bfloat16")

CASES = {
    **same([call(X * 2, dtypes=FLOATS)], "sigmoid silu swish"),
    "log_sigmoid": [call(X * 2, dtypes=NOT_BOOL)],
    **same([call(X * 2)], PLAIN),
    **same([call(X), call(X, 0.8)], "leaky_relu elu celu soft_shrink hard_shrink"),
    "gelu": [call(X), call(X, approximate=False)],
    "glu": [call(X[:, :2], dtypes=FLOATS), call(X, axis=0)],
    "threshold": [call(X, 0.5, 9.0), call(X, threshold=0.5, default_value=0)],
    **same([call(X, dtypes=FLOATS), call(X, 0), call(M, None)], "softmax log_softmax"),
    "squareplus": [call(X), call(X, 0.5), call(X, b=0)],
}


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_probabilities_sum_to_one():
    np.testing.assert_allclose(np.sum(ops.softmax(X.astype("float32") * 100), -1), 1, rtol=1e-6)
    np.testing.assert_allclose(np.sum(ops.sparsemax(X.astype("float32")), -1), 1, rtol=1e-6)


def test_sparsemax_is_the_nearest_point_of_the_simplex():
    x = np.float32([[0.7, -0.2, 1.1], [0.1, 0.2, 0.25], [5.0, 0.0, 0.0]])
    found = [[0.3, 0, 0.7], [0.25, 0.35, 0.4], [1, 0, 0]]
    np.testing.assert_allclose(ops.sparsemax(x), found, atol=1e-6)
    np.testing.assert_allclose(ops.sparsemax(x.T, axis=0), np.transpose(found), atol=1e-6)


@pytest.mark.parametrize("name", ["sigmoid", "log_sigmoid", "softplus", "tanh", "gelu", "silu"])
def test_large_numbers_stay_finite(name):
    assert np.isfinite(getattr(ops, name)(np.float32([-1e4, 1e4]))).all()


def test_another_name_is_the_same_operation():
    assert ops.swish is ops.silu
    assert ops.hard_swish is ops.hard_silu
