"""Pictures resized on the host, against jax.image."""

import jax
import numpy as np
import pytest

from keraunos.loading.resampling import METHODS, fitted, resample
from keraunos.ops import image

RNG = np.random.RandomState(0)
THEIRS = {"bilinear": "linear", "nearest": "nearest", "bicubic": "cubic", "lanczos3": "lanczos3",
          "lanczos5": "lanczos5"}  # fmt: skip


@pytest.mark.parametrize("method", THEIRS)
@pytest.mark.parametrize("shape", [(7, 9, 3), (20, 31, 1), (3, 4, 3), (1, 1, 1)])
@pytest.mark.parametrize("size", [(5, 13), (9, 4), (20, 20)])
def test_it_is_jax(method, shape, size):
    x = RNG.uniform(size=shape).astype("float32")
    expected = jax.image.resize(x, (*size, shape[2]), THEIRS[method], antialias=False)
    np.testing.assert_allclose(resample(x, size, method), expected, rtol=1e-5, atol=1e-5)


def test_areas():
    x = RNG.uniform(size=(8, 6, 2)).astype("float32")
    blocks = x.reshape(4, 2, 2, 3, 2).mean((1, 3))
    np.testing.assert_allclose(resample(x, (4, 2), "area"), blocks, rtol=1e-6)
    thirds = resample(np.arange(3.0)[:, None, None], (2, 1), "area")[:, 0, 0]
    np.testing.assert_allclose(thirds, [(0 + 0.5 * 1) / 1.5, (0.5 * 1 + 2) / 1.5], rtol=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_an_even_picture_stays_even(method):
    np.testing.assert_allclose(resample(np.full((7, 5, 3), 9.0), (12, 3), method), 9.0, rtol=1e-6)


@pytest.mark.parametrize("shape", [(8, 4, 1), (4, 8, 3), (6, 6, 1)])
@pytest.mark.parametrize("size", [(4, 4), (6, 2), (3, 9)])
@pytest.mark.parametrize("how", ["crop", "pad"])
def test_shapes_are_kept_as_in_the_operation(shape, size, how):
    x = RNG.uniform(size=shape).astype("float32")
    found = resample(fitted(x, size, how == "crop", how == "pad"), size)
    expected = image.resize(x, size, **{f"{how}_to_aspect_ratio": True})
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
