"""Products of arrays, and distances."""

import numpy as np
import pytest
from support.op_grid import ALL, M, P, V, X, Y, call, check, parameters

from keraunos import KerasTensor, ops

CUBE = np.linspace(-1, 2, 24).reshape(2, 3, 4)
EIGHT = np.array([[1, 2], [3, 4]], "int8")
SMALL = [call(X, Y.T), call(EIGHT, EIGHT, shapes=False)]

CASES = {
    "matmul": [*SMALL, call(M, V[:3]), call(V[:3], M), call(CUBE, CUBE.transpose(0, 2, 1)),
               call(CUBE[:, None], CUBE.transpose(0, 2, 1)), call(V, V)],
    "dot": [*SMALL, call(V, V), call(CUBE, V), call(X, 2.0)],
    "vdot": [call(X, Y), call(V, V)],
    "inner": [call(X, Y), call(V, V)],
    "outer": [call(V, V[:2]), call(X, Y)],
    "tensordot": [call(CUBE, CUBE, 3), call(X, Y, [[1], [1]]), call(X, V, axes=0)],
    "einsum": [call("ij,kj->ik", X, Y), call("bij->bji", CUBE), call("ij,jk", EIGHT, EIGHT),
               call("...i,i->...", CUBE, V)],
    "cross": [call(X, Y), call(X.T, Y.T, axis=0, shapes=False), call(X[:, :2], Y[:, :2]),
              call(X, Y.T, axisb=0, axisc=0)],
    "kron": [call(X, Y), call(V, V[:2])],
    "cdist": [call(X, Y, dtypes=("float32", "int32"), gradient=False),
              call(CUBE, CUBE[:, :2], gradient=False)],
    "normalize": [call(X, dtypes=("float32", "bfloat16")), call(X, 0, 1), call(P, order=3),
                  call(X * 1e-9, epsilon=1e-3), call(V), call(X * 0, gradient=False)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


PRODUCTS = [
    ((None, 3, 4), (2, 4, 5), (2, 3, 5)),
    ((None, 4), (4, 5), (None, 5)),
    ((None, None, 4), (4, 5), (None, None, 5)),
    ((None, 1, 3, 4), (7, 4, 5), (None, 7, 3, 5)),
    ((3, None), (4, 5), (3, 5)),
]


@pytest.mark.parametrize(("first", "second", "found"), PRODUCTS)
def test_products_of_unknown_sizes(first, second, found):
    assert ops.matmul(KerasTensor(first), KerasTensor(second)).shape == found


def test_distances():
    assert ops.cdist([[0.0, 0.0]], [[3.0, 4.0]]).tolist() == [[5]]
    with pytest.raises(ValueError, match="`y` must be rows of 3"):
        ops.cdist(np.zeros((2, 3)), np.zeros((2, 4)))


def test_an_order_that_is_none():
    with pytest.raises(ValueError, match="`order` must be an int >= 1"):
        ops.normalize(X, order=0)


@pytest.mark.parametrize("dtype", ALL)
def test_matrices_that_do_not_fit(dtype):
    with pytest.raises((TypeError, ValueError)):
        ops.matmul(KerasTensor((2, 3), dtype), KerasTensor((2, 3), dtype))
