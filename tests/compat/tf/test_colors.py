"""Colors, and the quality of JPEG."""

import numpy as np

from keraunos.compat.tf import colors

PICTURE = np.random.default_rng(0).random((8, 8, 3)).astype("float32")


def test_there_and_back():
    assert np.allclose(colors.yuv_to_rgb(colors.rgb_to_yuv(PICTURE)), PICTURE, atol=1e-5)
    assert np.allclose(colors.yiq_to_rgb(colors.rgb_to_yiq(PICTURE)), PICTURE, atol=1e-5)
    assert np.allclose(colors.rgb_to_yuv(np.ones((1, 1, 3), "float32")), [1, 0, 0], atol=1e-5)


def test_jpeg_loses_less_at_a_higher_quality():
    errors = [np.abs(colors.adjust_jpeg_quality(PICTURE, q) - PICTURE).mean() for q in (5, 95)]
    assert errors[0] > errors[1] > 0
    assert colors.random_jpeg_quality((PICTURE * 255).astype("uint8"), 50, 60).dtype == "uint8"
