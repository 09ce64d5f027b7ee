"""Order."""

import numpy as np
import pytest
from support.op_grid import ALL, M, V, X, call, check, parameters, same

from keraunos import KerasTensor, ops

TWICE = np.array([3.0, 1.0, 1.0, 2.0])
RISING = np.array([-1.0, 0.5, 2.0])
SIZED = {"size": 5, "dtypes": ALL, "gradient": False}

CASES = {
    **same([call(X), call(X, 0), call(M, None)], "sort argsort"),
    "argpartition": [call(V, 1), call(M, kth=1, axis=0), call(V, -2)],
    "top_k": [call(V, 2), call(X, 1), call(M, k=3, sorted=False)],
    "in_top_k": [call(np.array([0, 2], "int32"), X, 1, dtypes=("float32", "bfloat16")),
                 call(np.array([0, 2], "int32"), X, k=2)],
    "searchsorted": [call(RISING, X), call(RISING, TWICE, "right"), call(RISING, 0.5, side="left")],
    "digitize": [call(X, RISING), call([1, 5], [2, 3])],
    "unique": [call(TWICE, **SIZED), call(TWICE, fill_value=-1, **SIZED),
               call(TWICE, return_index=True, return_inverse=True, return_counts=True, **SIZED),
               call(np.array([[1.0, 2.0], [1.0, 2.0]]), axis=0, size=1, gradient=False),
               call(TWICE, sorted=False, shapes=False, gradient=False),
               call(np.array([[1.0, 2.0]]), return_inverse=True, size=2, gradient=False)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_a_tie_is_in():
    assert ops.in_top_k([1, 2], [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0]], 1).tolist() == [True, False]


def test_more_than_the_stand_ins_have():
    values, indices = ops.top_k(KerasTensor((2, None)), 50)
    assert (values.shape, indices.shape, indices.dtype) == ((2, 50), (2, 50), "int32")


def test_how_many_are_unique_is_unknown():
    found = ops.unique(KerasTensor((4,)), return_inverse=True, return_counts=True)
    assert [x.shape for x in found] == [(None,), (4,), (None,)]


def test_sequences_of_more_axes():
    with pytest.raises(ValueError, match="`sorted_sequence` must be 1-D"):
        ops.searchsorted(X.astype("float32"), 1.0)
