"""Quantiles, counts, correlation."""

import numpy as np
import pytest
from support.op_grid import M, P, V, X, Y, call, check, parameters

from keraunos import KerasTensor, ops

COUNTED = np.array([0, 1, 1, 4], "int32")
CUBE = np.linspace(-1, 2, 24).reshape(2, 3, 4)

CASES = {
    "median": [call(X), call(X, 1), call(CUBE, (0, 2), keepdims=True)],
    "quantile": [call(X, 0.3), call(X, [0.1, 0.5], 1, "lower", True), call(CUBE, 0.7, axis=(0, 1)),
                 *(call(V, 0.4, method=m) for m in ("higher", "midpoint", "nearest"))],
    "percentile": [call(X, 30), call(X, [10, 50], 1, "lower", True)],
    "bincount": [call(COUNTED, shapes=False), call(COUNTED, V, shapes=False),
                 call(COUNTED, minlength=7, shapes=False),
                 call(COUNTED, weights=P[0, [0, 1, 2, 0]], minlength=2, shapes=False)],
    "histogram": [call(V, dtypes=("float32",)), call(V, 3, (0, 2)), call(V, bins=4, range=(-1.0, 3.0))],
    "corrcoef": [call(X, dtypes=("float32",)), call(M)],
    "correlate": [call(V, V[:2]), call(V, V[:3], "same"), call(V, V[:3], mode="full")],
    "diff": [call(X), call(X, 2), call(X, axis=0)],
    "trapezoid": [call(X), call(X, V[:3]), call(X, dx=0.5), call(X, axis=0), call(X, Y)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_counts_row_by_row():
    rows = np.array([[0, 1, 1], [3, 0, 0]], "int32")
    assert ops.bincount(rows).tolist() == [[1, 2, 0, 0], [2, 0, 0, 1]]
    assert ops.bincount(rows, [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], minlength=5).tolist() == [
        [1, 5, 0, 0, 0], [11, 0, 0, 4, 0],
    ]  # fmt: skip


def test_how_many_bins_is_unknown():
    counts = ops.bincount(KerasTensor((None, 4), "int32"), minlength=7)
    assert (counts.shape, counts.dtype) == ((None, None), "int32")


def test_errors():
    with pytest.raises(ValueError, match="`sparse` must be False"):
        ops.bincount(COUNTED, sparse=True)
    with pytest.raises(TypeError, match="`bins` must be an int"):
        ops.histogram(V, bins=np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match=r"`range` must be \(low, high\)"):
        ops.histogram(V, range=(4, 1))
    with pytest.raises(ValueError, match="`x` must be 1-D"):
        ops.histogram(X)
