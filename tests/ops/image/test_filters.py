"""Pictures through small windows of weights."""

import numpy as np
import pytest
from support.op_grid import X, Y, call, check, parameters

from keraunos import KerasTensor, ops
from keraunos.ops.image.filters import gaussian_kernel

RNG = np.random.default_rng(0)
PICTURES = RNG.random((2, 4, 5, 3))
FIRST, SECOND = RNG.random((2, 2, 13, 12, 3))
TURNED = FIRST.transpose(0, 3, 1, 2), SECOND.transpose(0, 3, 1, 2)
F = ("float32",)

CASES = {
    "image.sobel_edges": [call(PICTURES, dtypes=F),
                          call(PICTURES.transpose(0, 3, 1, 2), data_format="channels_first")],
    "image.ssim": [call(FIRST, SECOND, dtypes=F), call(FIRST, FIRST * 0.9, 2.0, 5, 1.0),
                   call(FIRST, FIRST + 0.1, k1=0.1, k2=0.2, gradient=False),
                   call(*TURNED, data_format="channels_first")],
    "psnr": [call(X, Y, 255, dtypes=("float32", "int32", "bfloat16")),
             call(PICTURES, PICTURES + 0.1, max_val=1.0),
             call(X, X, 1.0, gradient=False)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_weights_sum_to_one():
    assert float(gaussian_kernel(7, 2.0).sum()) == pytest.approx(1)


def test_a_blurred_point_is_the_window():
    point = np.zeros((1, 7, 7, 2), "float32")
    point[0, 3, 3] = 1, 2
    blurred = np.asarray(ops.image.gaussian_blur(point, (5, 3), (2.0, 0.5)))[0]
    window = np.outer(gaussian_kernel(5, 2.0), gaussian_kernel(3, 0.5))
    np.testing.assert_allclose(blurred[1:6, 2:5, 0], window, atol=1e-6)
    np.testing.assert_allclose(blurred[..., 1], 2 * blurred[..., 0], atol=1e-6)
    first = ops.image.gaussian_blur(
        point[0].transpose(2, 0, 1), (5, 3), (2.0, 0.5), "channels_first"
    )
    np.testing.assert_allclose(first, blurred.transpose(2, 0, 1), atol=1e-6)
    assert ops.image.gaussian_blur((point * 100).astype("uint8")).dtype == np.float32


def test_equal_pictures_are_alike():
    assert np.allclose(ops.image.ssim(FIRST, FIRST), 1)
    assert float(ops.image.ssim(FIRST[0], FIRST[0])) == pytest.approx(1)


def test_unknown_sizes():
    x = KerasTensor((None, None, 16, 3))
    assert ops.image.sobel_edges(x).shape == (None, None, 16, 3, 2)
    assert ops.image.ssim(x, x).shape == (None,)
    assert ops.image.gaussian_blur(x).shape == (None, None, 16, 3)


def test_errors():
    with pytest.raises(ValueError, match="at least 11 × 11 pixels"):
        ops.image.ssim(PICTURES, PICTURES)
    with pytest.raises(ValueError, match="`image2` must be of shape"):
        ops.image.ssim(FIRST, SECOND[:1])
    with pytest.raises(ValueError, match="`images` must be a batch of pictures"):
        ops.image.sobel_edges(PICTURES[0])
    with pytest.raises(ValueError, match=r"`x2` must be of shape \(2, 3\)"):
        ops.psnr(X, X[:1], 1.0)
