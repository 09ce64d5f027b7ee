"""One array rearranged."""

import numpy as np
import pytest
from support.op_grid import FLOATS, M, U, V, X, call, check, parameters

from keraunos import KerasTensor, ops

CUBE = np.arange(24.0).reshape(2, 3, 4)

CASES = {
    "reshape": [call(X, (3, 2)), call(X, (-1,)), call(X, -1), call(CUBE, (2, -1, 2))],
    "ravel": [call(CUBE)],
    "expand_dims": [call(X, 1), call(X, -1), call(X, (0, 3))],
    "squeeze": [call(X[:, :1], 1), call(X[None, :, :1], axis=(0, -1)), call(X[:, None])],
    "broadcast_to": [call(X, (4, 2, 3)), call(X[:1], (2, 3))],
    "transpose": [call(X), call(CUBE, (1, 0, 2)), call(CUBE, axes=(-1, 0, 1))],
    "swapaxes": [call(CUBE, 0, 2), call(CUBE, axis1=-1, axis2=1)],
    "moveaxis": [call(CUBE, 0, -1), call(CUBE, (0, 1), (2, 0))],
    "flip": [call(X), call(X, 0), call(CUBE, (0, 2))],
    "fliplr": [call(X)],
    "flipud": [call(X)],
    "rot90": [call(X), call(CUBE, 3, (1, 2)), call(array=X, k=2)],
    "roll": [call(X, 1), call(X, -1, 1), call(X, (1, 2), (0, 1))],
    "repeat": [call(X, 2), call(X, 2, 1), call(X, np.array([1, 2], "int32"), axis=0),
               call(X, np.array([1, 0, 2]), 1)],
    "tile": [call(X, 2), call(X, (2, 1)), call(X, (2, 1, 2))],
    "pad": [call(X, 1), call(X, ((0, 1), (2, 0))), call(X, 1, constant_values=7), call(X, 1, "reflect"),
            call(X, 1, mode="symmetric"), call(X, 1, "edge")],
    "tril": [call(M), call(CUBE, -1), call(X, k=1)],
    "triu": [call(M), call(CUBE, -1), call(X, k=1)],
    "diag": [call(V), call(M), call(M, 1), call(V, k=-1)],
    "diagflat": [call(X), call(V, 1)],
    "diagonal": [call(M), call(CUBE, 1, 1, 2), call(CUBE, offset=-1, axis1=0, axis2=1)],
    "trace": [call(M), call(CUBE, 1, 1, 2), call(CUBE, axis1=-2, axis2=-1)],
    "view": [call(X, "int32", dtypes=("float32",), gradient=False), call(X, gradient=False),
             call(U[:, :2], "int8", dtypes=FLOATS, gradient=False)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


RESHAPES = [
    ((None, 3), (None, 3, 1), (None, 3, 1)),
    ((None, None, 4), (-1, 2, 2), (None, 2, 2)),
    ((None, 3), (5, 3), (5, 3)),
    ((None, None, 3), (3, -1), (3, None)),
    ((2, 6), (3, -1), (3, 4)),
]


@pytest.mark.parametrize(("shape", "wanted", "found"), RESHAPES)
def test_reshape_of_unknown_sizes(shape, wanted, found):
    assert ops.reshape(KerasTensor(shape), wanted).shape == found


def test_broadcast_and_repeat_of_unknown_sizes():
    x = KerasTensor((None, 3))
    assert ops.broadcast_to(x, (5, 3)).shape == (5, 3)
    assert ops.repeat(x, 2, axis=0).shape == (None, 3)
    assert ops.repeat(x, [1, 2], axis=0).shape == (3, 3)
    assert ops.tile(x, (2, 2)).shape == (None, 6)


@pytest.mark.parametrize("x", [np.zeros((2, 3), "float32"), KerasTensor((2, 3))])
def test_a_shape_that_does_not_fit(x):
    with pytest.raises((ValueError, TypeError)):
        ops.reshape(x, (4, 2))


def test_the_sentence_of_a_shape_that_does_not_fit():
    with pytest.raises(ValueError, match=r"shape \(2, 3\) cannot have shape \(4, -1\)"):
        ops.reshape(KerasTensor((2, 3)), (4, -1))


def test_constant_values_go_with_constant_borders():
    with pytest.raises(ValueError, match="go with mode='constant' only"):
        ops.pad(np.zeros(2, "float32"), 1, "reflect", constant_values=1)
