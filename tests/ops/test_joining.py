"""Arrays joined and cut."""

import numpy as np
import pytest
from support.op_grid import V, X, Y, call, check, parameters, same

from keraunos import KerasTensor, ops

CUBE = np.arange(24.0).reshape(2, 3, 4)

CASES = {
    "concatenate": [call([X, Y]), call((X, Y), 1), call([X, Y], axis=-1), call([X], 0)],
    "append": [call(X, Y), call(X, Y, 1), call(X, Y, axis=0)],
    "stack": [call([X, Y]), call((X, Y), 1), call([X, Y], axis=-1)],
    **same([call([X, Y]), call((V, V)), call([CUBE, CUBE])], "hstack vstack dstack"),
    "split": [call(X, 2), call(X, 3, 1), call(X, [1, 2], axis=-1), call(CUBE, 2, axis=2)],
    "array_split": [call(X, 2), call(X, 2, 1), call(CUBE, 3, axis=-1)],
    "hsplit": [call(X, 3), call(V, 2), call(X, [1])],
    "vsplit": [call(X, 2), call(CUBE, [1])],
    "dsplit": [call(CUBE, 2), call(CUBE, [1, 3])],
    "unstack": [call(X, 2), call(X, axis=1), call(CUBE, axis=-1)],
}


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_unknown_sizes_are_known_from_the_others():
    x, y = KerasTensor((None, 3)), KerasTensor((5, 4))
    assert ops.concatenate([x, y], 1).shape == (5, 7)
    assert ops.concatenate([x, x], 0).shape == (None, 3)
    assert ops.stack([x, np.zeros((5, 3), "float32")]).shape == (2, 5, 3)
    assert ops.append(x, KerasTensor((2, 3)), axis=0).shape == (None, 3)


def test_an_unknown_axis_is_split():
    assert [part.shape for part in ops.split(KerasTensor((None, 3)), 2)] == [(None, 3)] * 2


def test_sizes_that_differ():
    with pytest.raises((ValueError, TypeError), match="3.*4"):
        ops.concatenate([KerasTensor((2, 3)), KerasTensor((None, 4))])
    with pytest.raises((ValueError, TypeError), match="shape"):
        ops.stack([KerasTensor((2, 3)), KerasTensor((2, 4))])


def test_an_unknown_number_of_slices():
    assert len(ops.unstack(KerasTensor((None, 3)), num=2)) == 2
    with pytest.raises(ValueError, match="`num` must be given, as the size of axis 0 is unknown"):
        ops.unstack(KerasTensor((None, 3)))
