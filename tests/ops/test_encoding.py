"""Class numbers as vectors."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters

from keraunos import KerasTensor, ops

CLASSES = np.array([0, 2, -1, 5], "int32")
ROWS = np.array([[0, 1], [2, 2]], "int32")

CASES = {
    "one_hot": [call(CLASSES, 3), call(ROWS, 3, 0), call(ROWS, num_classes=3, axis=1, dtype="int32"),
                call(CLASSES, 3, dtype="bool")],
    "multi_hot": [call(ROWS, 3), call(CLASSES, 3), call(ROWS[:, None], num_classes=3),
                  call(ROWS, num_tokens=3),
                  call(ROWS, 3, 0), call(ROWS, 3, dtype="int32")],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_an_unknown_batch():
    assert ops.one_hot(KerasTensor((None,), "int32"), 4).shape == (None, 4)
    assert ops.multi_hot(KerasTensor((None, 3), "int32"), 4).dtype == "float32"


def test_numbers_given_as_floats():
    assert ops.one_hot(np.array([0.0, 2.0]), 3).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_errors():
    with pytest.raises(ValueError, match="`sparse` must be False"):
        ops.one_hot(CLASSES, 3, sparse=True)
    with pytest.raises(ValueError, match="`num_classes` must be an int"):
        ops.multi_hot(CLASSES)
