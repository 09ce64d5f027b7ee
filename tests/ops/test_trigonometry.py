"""Angles, circular and hyperbolic functions."""

import numpy as np
import pytest
from support.op_grid import P, U, X, Y, call, check, parameters, same

from keraunos import ops

CASES = {
    **same([call(X)], "sin cos tan sinh cosh tanh arctan arcsinh deg2rad rad2deg"),
    **same([call(U)], "arcsin arccos arctanh"),
    "arccosh": [call(P + 1)],
    "arctan2": [call(X, Y), call(X, 2.0, dtypes=("float32", "bfloat16"))],
}


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_beyond_the_domain_is_nan():
    assert np.isnan(ops.arcsin(np.float32(1.5)))


def test_all_four_quadrants():
    angles = ops.arctan2(np.float32([1, 1, -1, -1]), np.float32([1, -1, -1, 1]))
    np.testing.assert_allclose(angles, np.pi * np.array([0.25, 0.75, -0.75, -0.25]), rtol=1e-6)
