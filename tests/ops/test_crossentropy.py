"""Crossentropies, as Keras clips them."""

import numpy as np
import pytest
from support.op_grid import P, U, X, call, check, parameters

SHARES = P / P.sum(-1, keepdims=True)
HOT = np.eye(3)[[0, 2]]
CLASSES = np.array([2, 0], "int32")
F = ("float32", "bfloat16")
BITS = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
EDGES = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, 1e-9]])

CASES = {
    "categorical_crossentropy": [
        call(HOT, SHARES, dtypes=F), call(HOT, X, True), call(HOT.T, X.T, from_logits=True, axis=0),
        call(HOT, P), call(HOT, EDGES),
    ],
    "sparse_categorical_crossentropy": [
        call(CLASSES, SHARES, dtypes=F), call(CLASSES, X, True), call(CLASSES[:, None], SHARES),
        call(CLASSES, EDGES),
    ],
    "binary_crossentropy": [
        call(BITS, np.abs(U), dtypes=F), call(BITS, X, True), call(BITS, EDGES),
        call(BITS, X * 50, from_logits=True),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)
