"""Comparisons, logic, bits."""

import numpy as np
import pytest
from support.op_grid import ALL, N, X, Y, call, check, parameters, same

from keraunos import ops

NUMBERS = np.array([[4, 6, -9], [0, 12, 7]], "int32")
BITS = [
    call(NUMBERS, 5),
    call(NUMBERS, NUMBERS[::-1].copy()),
    call(X, X, dtypes=("bool", "float32")),
]
SHIFTS = [call(NUMBERS, 2), call(NUMBERS, np.array([1, 0, 3], "int32"))]
SPECIAL = np.array([[np.nan, np.inf, 0.0], [-np.inf, -0.0, 2.0]])

CASES = {
    **same(
        [call(X, Y, dtypes=ALL), call(X, 0.3, dtypes=ALL), call(2, X), call(X, X[:1])],
        "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor",
    ),
    "logical_not": [call(X)],
    **same(BITS, "bitwise_and bitwise_or bitwise_xor"),
    **same([call(NUMBERS), call(X, dtypes=("bool", "float32"))], "bitwise_not bitwise_invert"),
    **same(SHIFTS, "bitwise_left_shift bitwise_right_shift left_shift right_shift"),
    **same([call(SPECIAL, dtypes=("float32", "bfloat16")), call(X, dtypes=("int32", "bool"))],
           "isnan isinf isposinf isneginf isfinite isreal signbit"),
    "isclose": [call(X, X + 1e-6), call(X, Y, rtol=0.5), call(N, N, equal_nan=True), call(N, N)],
    "allclose": [call(X, X + 1e-6), call(X, Y), call(N, N, equal_nan=True)],
    "isin": [call(X, np.array([0.3, 2.0, 5.0])), call(X, np.array([0.3, 2.0]), invert=True),
             call(NUMBERS, [4, 7], assume_unique=True)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_a_comparison_with_nan_is_false():
    assert not ops.equal(np.float32("nan"), np.float32("nan"))
    assert ops.not_equal(np.float32("nan"), np.float32("nan"))


def test_a_list_is_compared_element_by_element():
    assert ops.equal([1, 2, 3], [1, 5, 3]).tolist() == [True, False, True]


def test_bits_of_floats_are_refused():
    with pytest.raises(TypeError):
        ops.bitwise_and(np.float32(1), 2)
