"""Pictures taken apart and put together."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters

from keraunos import KerasTensor, ops

PICTURES = np.arange(64.0).reshape(2, 2, 4, 4)
COLUMNS = np.arange(72.0).reshape(1, 8, 9)
F = ("float32", "int32")

CASES = {
    "depth_to_space": [call(PICTURES, 2, dtypes=F),
                       call(PICTURES.transpose(0, 3, 1, 2), 2, "channels_first")],
    "space_to_depth": [call(PICTURES, 2, dtypes=F), call(PICTURES, 2, data_format="channels_first")],
    "unfold": [call(PICTURES, 2, dtypes=F), call(PICTURES, (2, 1), 2, 1, (3, 2)),
               call(PICTURES, 3, stride=1)],
    "fold": [call(COLUMNS, (4, 4), 2, dtypes=F), call(COLUMNS[:, :, :4], (4, 4), 2, 2, 1, 2),
             call(COLUMNS[:, :, :6], output_size=(4, 3), kernel_size=(2, 2))],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
def test_there_and_back(data_format):
    there = ops.space_to_depth(PICTURES, 2, data_format)
    assert np.array_equal(ops.depth_to_space(there, 2, data_format), PICTURES)


def test_patches_side_by_side_put_back():
    there = ops.unfold(PICTURES, 2, stride=2)
    assert np.array_equal(ops.fold(there, (4, 4), 2, stride=2), PICTURES)


def test_unknown_sizes():
    assert ops.space_to_depth(KerasTensor((None, None, None, 3)), 2).shape == (None, None, None, 12)
    assert ops.depth_to_space(KerasTensor((None, None, 4, 8)), 2).shape == (None, None, 8, 2)
    assert ops.unfold(KerasTensor((None, 3, 8, 8)), 2).shape == (None, 12, 49)
    assert ops.fold(KerasTensor((None, 12, 49)), (8, 8), 2).shape == (None, 3, 8, 8)


def test_errors():
    with pytest.raises(
        ValueError, match=r"height and width \(2, 4\) cannot be cut by `block_size` 3"
    ):
        ops.space_to_depth(PICTURES, 3)
    with pytest.raises(ValueError, match=r"channels \(4,\) cannot be cut"):
        ops.depth_to_space(PICTURES, 3)
    with pytest.raises(ValueError, match="a batch of pictures"):
        ops.depth_to_space(PICTURES[0], 2)
    with pytest.raises(ValueError, match="'channels_first' or 'channels_last'"):
        ops.space_to_depth(PICTURES, 2, "channels")
    with pytest.raises(ValueError, match=r"of shape \(n, c·4, 9\)"):
        ops.fold(COLUMNS[:, :, :5], (4, 4), 2)
