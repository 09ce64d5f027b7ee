"""One form for single pictures, batches and both layouts."""

import numpy as np
import pytest

from keraunos.ops.image.layout import batch_of, choice, is_float, need_float

SHAPES = [
    ((2, 4, 5, 3), "channels_last", (2, 4, 5, 3)),
    ((4, 5, 3), None, (1, 4, 5, 3)),
    ((2, 3, 4, 5), "channels_first", (2, 4, 5, 3)),
    ((3, 4, 5), "channels_first", (1, 4, 5, 3)),
]


@pytest.mark.parametrize(("shape", "data_format", "found"), SHAPES)
def test_there_and_back(shape, data_format, found):
    x = np.arange(np.prod(shape), dtype="float32").reshape(shape)
    pictures, back = batch_of("test", x, data_format)
    assert pictures.shape == found
    assert np.array_equal(back(pictures), x)


def test_questions():
    assert is_float(np.zeros(1, "float16"))
    assert not is_float(np.zeros(1, "uint8"))
    need_float("test", np.zeros(1, "float32"))
    choice("test", "order", 1, (0, 1))


def test_errors():
    with pytest.raises(
        ValueError, match=r"`images` must be one picture \(3-D\) or a batch \(4-D\); got"
    ):
        batch_of("test", np.zeros((2, 2)), None)
    with pytest.raises(ValueError, match="`data_format` must be one of"):
        batch_of("test", np.zeros((2, 2, 3)), "last")
    with pytest.raises(ValueError, match="Divide by 255"):
        need_float("test", np.zeros(1, "uint8"))
    with pytest.raises(ValueError, match=r"`order` must be one of \(0, 1\); got 2"):
        choice("test", "order", 2, (0, 1))
