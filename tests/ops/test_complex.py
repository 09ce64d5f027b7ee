"""Complex numbers and their parts."""

import numpy as np
import pytest
from support.op_grid import P, X, Y, call, check, parameters, same

from keraunos import ops

Z = (X + 1j * Y).astype("complex64")

CASES = {
    **same([call(X), call(Z)], "real imag conj conjugate angle"),
    "polar": [call(P, X, dtypes=("float32", "int32"), gradient=False)],
    "view_as_complex": [call(X[:, :2], dtypes=("float32",))],
    "view_as_real": [call(Z), call(X, dtypes=("float32",))],
}


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_there_and_back():
    assert np.array_equal(ops.view_as_complex(ops.view_as_real(Z)), Z)


def test_pairs_are_needed():
    with pytest.raises(ValueError, match=r"of shape \(\.\.\., 2\)"):
        ops.view_as_complex(np.zeros((2, 3), "float32"))
