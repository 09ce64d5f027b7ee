"""Backward convolutions into a shape that is given."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.compat.backend.upsampling import conv2d_transpose, conv3d_transpose

RNG = np.random.default_rng(0)


def test_in_two_dimensions():
    x, kernel = RNG.normal(size=(2, 4, 4, 3)), RNG.normal(size=(3, 3, 2, 3))
    x, kernel = x.astype("float32"), kernel.astype("float32")
    found = conv2d_transpose(x, kernel, (2, 8, 8, 2), (2, 2), "same")
    wanted = keras.ops.conv_transpose(x, kernel, (2, 2), "same")
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


def test_in_three_dimensions():
    x, kernel = np.ones((1, 2, 2, 2, 1), "float32"), np.ones((2, 2, 2, 1, 1), "float32")
    assert conv3d_transpose(x, kernel, (None, 4, 4, 4, 1), (2, 2, 2)).shape == (1, 4, 4, 4, 1)


def test_another_shape_is_refused():
    x, kernel = np.ones((1, 4, 4, 1), "float32"), np.ones((3, 3, 1, 1), "float32")
    with pytest.raises(ValueError, match="output_padding"):
        conv2d_transpose(x, kernel, (1, 9, 9, 1), (2, 2), "same")
