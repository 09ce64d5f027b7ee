"""Reductions that pass over NaN."""

import numpy as np
import pytest
from support.op_grid import FLOATS, N, X, call, check, parameters, same

from keraunos import ops

AXES = [
    call(N, dtypes=FLOATS),
    call(N, 1),
    call(N, axis=(0, 1), keepdims=True),
    call(X, dtypes=("int32",)),
]

CASES = {
    **same(AXES, "nanmax nanmin nansum nanprod nanmean nanstd nanvar nanmedian"),
    **same([call(N, dtypes=FLOATS), call(N, 1), call(N, axis=0, keepdims=True)],
           "nanargmax nanargmin"),
    **same([call(N, dtypes=FLOATS), call(N, 1),
    call(N, axis=0, dtype="float32")], "nancumsum nancumprod"),
    "nanquantile": [call(N, 0.3, dtypes=("float32",)), call(N, [0.2, 0.9], 1, "lower", True)],
    "nanpercentile": [call(N, 30, dtypes=("float32",)), call(N, [20, 90], axis=0, method="nearest")],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_nothing_but_nan():
    nothing = np.float32([np.nan, np.nan])
    assert float(ops.nansum(nothing)) == 0
    assert float(ops.nanprod(nothing)) == 1
    assert int(ops.nanargmax(nothing)) == -1
    assert np.isnan(ops.nanmax(nothing))
