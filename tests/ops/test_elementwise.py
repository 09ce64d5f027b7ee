"""One array in, one out."""

import numpy as np
import pytest
from support.op_grid import ALL, FLOATS, N, P, U, X, call, check, parameters, same

from keraunos import KerasTensor, ops

HALVES = np.array([0.5, 1.5, -0.5, 2.5, -1.2])

CASES = {
    **same([call(X)], "abs absolute fabs negative sign square exp exp2 expm1 i0 sinc cbrt"),
    **same([call(P)], "sqrt reciprocal log log10 log1p log2"),
    **same([call(HALVES)], "ceil floor trunc"),
    "round": [call(HALVES), call(X * 111, 1), call(X * 111, decimals=-1)],
    "nan_to_num": [
        call(N, dtypes=FLOATS),
        call(N, 7.0),
        call(np.array([np.inf, -np.inf, np.nan]), posinf=2.0, neginf=-3.0),
    ],
    **same([call(U, dtypes=FLOATS)], "erf erfc erfinv"),
    "rsqrt": [call(P, dtypes=FLOATS)],
}


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_python_numbers_and_lists():
    assert float(ops.exp(0)) == 1
    assert ops.square([1, 2]).tolist() == [1, 4]
    assert ops.sqrt([1, 4]).dtype.name == "float32"


def test_exactness_near_zero():
    assert float(ops.log1p(np.float32(1e-8))) == pytest.approx(1e-8)
    assert float(ops.expm1(np.float32(1e-8))) == pytest.approx(1e-8)


def test_a_symbolic_scalar_and_an_unknown_shape():
    assert ops.exp(KerasTensor((), "int32")).dtype == "float32"
    assert ops.abs(KerasTensor((None, None, 2), "int8")).shape == (None, None, 2)


@pytest.mark.parametrize("dtype", ALL)
def test_an_empty_array(dtype):
    assert ops.abs(np.zeros((0, 2)).astype("float32")).shape == (0, 2)
