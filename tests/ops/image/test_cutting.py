"""Pictures cut, framed, taken apart."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters

from keraunos import KerasTensor, ops

PICTURES = np.arange(96.0).reshape(2, 4, 6, 2)
FIRST = PICTURES.transpose(0, 3, 1, 2)
VOLUMES = np.arange(128.0).reshape(1, 4, 4, 4, 2)
F = ("float32", "int32")

CASES = {
    "image.crop_images": [
        call(PICTURES, 1, 1, 1, 2, dtypes=F),
        call(PICTURES, top_cropping=1, left_cropping=0, target_height=2, target_width=3),
        call(PICTURES[0], bottom_cropping=1, right_cropping=2, target_height=2, left_cropping=1),
        call(FIRST, 1, 0, 0, 1, data_format="channels_first"),
    ],
    "image.pad_images": [
        call(PICTURES, 1, 0, 2, 1, dtypes=F),
        call(PICTURES, top_padding=1, left_padding=1, target_height=7, target_width=9),
        call(PICTURES[0], bottom_padding=1, right_padding=2, target_height=6, left_padding=1),
        call(FIRST, 1, 0, 0, 1, data_format="channels_first"),
    ],
    "image.extract_patches": [
        call(PICTURES, (2, 3), dtypes=F), call(PICTURES, 3, 2, padding="same"),
        call(PICTURES[0], 2, 1, 2),
        call(FIRST, 2, data_format="channels_first"), call(VOLUMES, (2, 2, 2)),
    ],
    "image.extract_patches_3d": [
        call(VOLUMES, 2, dtypes=F), call(VOLUMES[0], (2, 1, 2), strides=1),
        call(VOLUMES, 3, 2, padding="same"),
        call(VOLUMES.transpose(0, 4, 1, 2, 3), 2, data_format="channels_first"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_patches_hold_their_pixels_row_by_row():
    patches = ops.image.extract_patches(PICTURES, 2)
    assert np.array_equal(patches[0, 0, 1], PICTURES[0, :2, 2:4].ravel())


def test_unknown_sizes():
    x = KerasTensor((None, None, 8, 3))
    assert ops.image.extract_patches(x, 4).shape == (None, None, 2, 48)
    assert ops.image.crop_images(x, 1, 2, 1, 2).shape == (None, None, 4, 3)
    assert ops.image.pad_images(x, 1, 2, target_height=12000, target_width=12).shape == (
        None,
        12000,
        12,
        3,
    )


def test_errors():
    with pytest.raises(ValueError, match="give two of three: top_cropping=None"):
        ops.image.crop_images(PICTURES)
    with pytest.raises(
        ValueError, match="give two of three: top_padding=1, bottom_padding=1, target_height=4"
    ):
        ops.image.pad_images(PICTURES, 1, 1, 1, 1, 4, 4)
    with pytest.raises(ValueError, match="bottom_padding -2; both must be >= 0"):
        ops.image.pad_images(PICTURES, 1, 0, target_height=3, target_width=6)
    with pytest.raises(ValueError, match="`size` must be an int or 2 or 3 of them"):
        ops.image.extract_patches(PICTURES, (2,))
    with pytest.raises(ValueError, match="`images` must be 3-D or 4-D"):
        ops.image.extract_patches(VOLUMES, 2)
