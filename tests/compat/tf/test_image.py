"""tf.image."""

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import image

X = ops.convert_to_tensor(np.random.RandomState(0).rand(4, 6, 3).astype("float32"))


def test_sizes():
    assert image.resize(X, [2, 3]).shape == (2, 3, 3)
    assert image.resize(X, [2, 2], preserve_aspect_ratio=True).shape == (1, 2, 3)
    assert image.resize(ops.cast(X * 255, "uint8"), (2, 3), method="nearest").dtype == "uint8"
    assert image.central_crop(X, 0.5).shape == (2, 4, 3)
    assert image.resize_with_crop_or_pad(X, 6, 4).shape == (6, 4, 3)
    np.testing.assert_array_equal(image.crop_to_bounding_box(X, 1, 2, 2, 3), X[1:3, 2:5])
    assert image.random_crop(X, (2, 2, -1)).shape == (2, 2, 3)
    assert image.rot90(X).shape == (6, 4, 3)


def test_colours():
    np.testing.assert_allclose(image.adjust_brightness(X, 0.5), np.asarray(X) + 0.5)
    mean = np.asarray(X).mean((0, 1))
    np.testing.assert_allclose(image.adjust_contrast(X, 2.0), (X - mean) * 2 + mean, rtol=1e-5)
    np.testing.assert_allclose(image.adjust_saturation(X, 1.0), X, atol=1e-5)
    np.testing.assert_allclose(image.adjust_hue(X, 1.0), X, atol=1e-5)
    grey = image.rgb_to_grayscale(X)
    assert image.grayscale_to_rgb(grey).shape == X.shape
    whole = image.convert_image_dtype(X, "uint8")
    assert whole.dtype == "uint8"
    np.testing.assert_allclose(image.convert_image_dtype(whole, "float32"), X, atol=1 / 255)
    even = np.asarray(image.per_image_standardization(X))
    assert (abs(even.mean()), even.std()) == pytest.approx((0, 1), abs=1e-5)


def test_random_ones():
    for function in (image.random_flip_left_right, image.random_flip_up_down):
        seen = {np.asarray(function(X)).tobytes() for _ in range(40)}
        assert len(seen) == 2
    assert abs(float(image.random_brightness(X, 0.1)[0, 0, 0] - X[0, 0, 0])) <= 0.1
    for function in (image.random_contrast, image.random_saturation):
        assert function(X, 0.5, 1.5).shape == X.shape
    assert image.random_hue(X, 0.2).shape == X.shape


def test_measures():
    assert float(image.total_variation(ops.ones((2, 2, 1)))) == 0
    assert float(image.psnr(X, X + 0.1, 1.0)) == pytest.approx(20, abs=1e-3)


def test_resizing_by_area_keeps_means():
    x = np.random.default_rng(0).random((2, 6, 9, 3)).astype("float32")
    found = np.asarray(image.resize(x, (2, 3), "area"))
    np.testing.assert_allclose(found, x.reshape(2, 2, 3, 3, 3, 3).mean((2, 4)), rtol=1e-5)
    odd = np.asarray(image.resize(x[0], (4, 5), method="area"))
    np.testing.assert_allclose(odd.mean((0, 1)), x[0].mean((0, 1)), rtol=1e-5)
