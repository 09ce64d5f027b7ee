"""Tapering windows."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters, same

from keraunos import ops

CASES = {
    **same([call(5), call(1), call(np.int32(4)), call(6.0)], "bartlett blackman hamming hanning"),
    "kaiser": [call(5, 2.0), call(np.int32(4), np.float32(3))],
}


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


@pytest.mark.parametrize("name", ["bartlett", "blackman", "hamming", "hanning"])
def test_numpy_gives_the_same(name):
    np.testing.assert_allclose(getattr(ops, name)(7), getattr(np, name)(7), atol=1e-6)
