"""Pictures in another size."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters

from keraunos import KerasTensor, config, ops

RNG = np.random.default_rng(0)
PICTURES = RNG.random((2, 4, 5, 3))
BYTES = (PICTURES * 255).astype("uint8")
GREY = np.arange(16.0).reshape(1, 4, 4, 1)
METHODS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")

CASES = {
    "image.resize": [
        call(PICTURES, (3, 7), dtypes=("float32",)),
        *(call(PICTURES, (3, 3), method, gradient=False) for method in METHODS),
        *(call(BYTES, (3, 7), method) for method in METHODS),
        call(GREY, (2, 2), antialias=True), call(PICTURES[0], (2, 2)),
        call(GREY, (3, 3), dtypes=("int32", "bool")),
        call(PICTURES, (2, 4), crop_to_aspect_ratio=True),
        call(PICTURES, (5, 2), crop_to_aspect_ratio=True),
        call(GREY, (2, 6), pad_to_aspect_ratio=True, fill_value=9.0),
        call(PICTURES, (7, 3), pad_to_aspect_ratio=True),
        call(PICTURES.transpose(0, 3, 1, 2), size=(2, 3), data_format="channels_first"),
    ],
    "image.scale_and_translate": [
        call(GREY, (1, 6, 6, 1), np.float32([1.5, 1.2]), np.float32([0, 0.5]), (1, 2), "linear",
             dtypes=("float32",)),
        call(GREY, (1, 2, 2, 1), [0.5, 0.5], [0.0, 0.5], [1, 2], "cubic", antialias=False),
        call(BYTES, (2, 2, 2, 3), [0.5, 0.5], [0.0, 0.5], (1, 2), method="bilinear"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_unknown_sizes():
    assert ops.image.resize(KerasTensor((None, None, None, 3)), (5, 6)).shape == (None, 5, 6, 3)
    assert ops.image.resize(
        KerasTensor((None, None, 3)), (5, 6), pad_to_aspect_ratio=True
    ).shape == (5, 6, 3)


def test_the_process_says_where_the_channels_are():
    config.set_image_data_format("channels_first")
    assert ops.image.resize(PICTURES.transpose(0, 3, 1, 2), (2, 2)).shape == (2, 3, 2, 2)


BAD = [
    ({"interpolation": "area"}, "`interpolation` must be one of"),
    ({"fill_mode": "reflect"}, r"`fill_mode` must be one of \('constant',\)"),
    ({"size": (1, 2, 3)}, r"`size` must be \(height, width\)"),
    ({"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True}, "exclude each other"),
    ({"images": np.zeros((4, 4))}, r"one picture \(3-D\) or a batch \(4-D\)"),
    ({"data_format": "last"}, "`data_format` must be one of"),
]


@pytest.mark.parametrize(("options", "sentence"), BAD)
def test_errors(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        ops.image.resize(**{"images": GREY, "size": (2, 2), **options})


def test_a_method_that_is_none():
    with pytest.raises(ValueError, match="`method` must be one of"):
        ops.image.scale_and_translate(GREY, (1, 2, 2, 1), [1, 1], [0, 0], (1, 2), "nearest")
