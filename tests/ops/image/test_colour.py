"""Pictures in other colours."""

import colorsys

import numpy as np
import pytest
from support.op_grid import call, check, parameters, same

from keraunos import ops

RNG = np.random.default_rng(0)
PICTURES = RNG.random((2, 4, 5, 3))
SPECIAL = np.array(
    [[[0.0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]]]
)
FIRST = PICTURES.transpose(0, 3, 1, 2)
F = ("float32", "bfloat16")

CASES = {
    **same([call(PICTURES, dtypes=("float32",)), call(SPECIAL, gradient=False),
    call(FIRST, data_format="channels_first")],
           "image.rgb_to_hsv image.hsv_to_rgb"),
    "image.rgb_to_grayscale": [
        call(PICTURES, dtypes=F), call(PICTURES[0]), call(FIRST, data_format="channels_first"),
        call((PICTURES * 255).astype("uint8")), call(PICTURES[..., :1]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_python_gives_the_same():
    for pixel in SPECIAL.reshape(-1, 3):
        hsv = np.asarray(ops.image.rgb_to_hsv(pixel[None, None]))[0, 0]
        np.testing.assert_allclose(hsv, colorsys.rgb_to_hsv(*pixel), atol=1e-6)


def test_there_and_back():
    back = ops.image.hsv_to_rgb(ops.image.rgb_to_hsv(PICTURES))
    np.testing.assert_allclose(back, PICTURES, atol=1e-5)


def test_errors():
    with pytest.raises(ValueError, match="`images` must be floats"):
        ops.image.rgb_to_hsv(np.zeros((2, 2, 3), "uint8"))
    with pytest.raises(ValueError, match="`images` must be of 3 channels"):
        ops.image.hsv_to_rgb(np.zeros((2, 2, 4), "float32"))
    with pytest.raises(ValueError, match="`images` must be of 1 or 3 channels"):
        ops.image.rgb_to_grayscale(np.zeros((2, 2, 4), "float32"))
