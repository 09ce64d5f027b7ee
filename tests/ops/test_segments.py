"""Sums, products and extremes over groups of rows."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters, same

from keraunos import KerasTensor, ops

DATA = np.arange(12.0).reshape(6, 2) - 4
IDS = np.array([0, 2, 2, 0, 1, 2])
SORTED = np.sort(IDS)
CALLS = [call(DATA, IDS, 3, dtypes=("float32", "int32")), call(DATA, IDS, num_segments=5),
call(DATA, IDS, 2),
         call(DATA[:, 0], SORTED, 3, sorted=True)]  # fmt: skip

CASES = same(CALLS, "segment_sum segment_prod segment_max segment_min")


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_the_number_of_groups_may_be_left_to_the_ids():
    assert ops.segment_sum(DATA, IDS).shape == (3, 2)


def test_no_rows():
    np.testing.assert_array_equal(ops.segment_sum(np.zeros(0), np.zeros(0, "int32"), 2), [0.0, 0.0])


def test_symbolic_groups():
    data, ids = KerasTensor((None, 3)), KerasTensor((None,), "int32")
    assert ops.segment_max(data, ids, 4).shape == (4, 3)
    assert ops.segment_max(data, ids).shape == (None, 3)


def test_ids_of_more_axes():
    with pytest.raises(ValueError, match="`segment_ids` must be 1-D"):
        ops.segment_sum(DATA, IDS[:, None], 3)
