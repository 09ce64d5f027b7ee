"""Single images, altered."""

import numpy as np
import pytest

from keraunos.compat.images import altering

IMAGE = np.arange(25, dtype="float32").reshape(5, 5, 1)


def test_turning_moving_and_zooming():
    turned = altering.affine(IMAGE, theta=90)
    np.testing.assert_allclose(turned[..., 0], np.rot90(IMAGE[..., 0], -1), atol=1e-4)
    moved = altering.affine(IMAGE, tx=1, fill_mode="constant", cval=-1)
    np.testing.assert_allclose(moved[:4], IMAGE[1:], atol=1e-5)
    assert (moved[4] == -1).all()
    assert altering.affine(IMAGE, zx=0.5, zy=0.5)[2, 2, 0] == pytest.approx(12)
    assert altering.affine(IMAGE) is IMAGE
    with pytest.raises(ValueError, match="fill_mode"):
        altering.affine(IMAGE, theta=1, fill_mode="mirror")


def test_colours():
    assert altering.channel_shift(IMAGE, 3).min() == 3
    assert altering.channel_shift(IMAGE, 3).max() == 24
    dark = altering.brightness(IMAGE, 0.5)
    assert dark.mean() < IMAGE.mean()
    np.testing.assert_allclose(altering.brightness(IMAGE, 1.0), IMAGE, atol=0.2)


def test_shifts():
    np.random.seed(0)
    assert all(abs(altering.shift_of(0.2, 10)) <= 2 for _ in range(50))
    assert abs(altering.shift_of([3], 10)) == 3
    assert altering.shift_of(0, 10) == 0


def test_whitening_removes_correlations():
    images = np.random.RandomState(0).rand(200, 2, 2, 1)
    images[:, 0] += images[:, 1]
    images -= images.mean(0)
    flat = images.reshape(200, -1) @ altering.whitening(images, 1e-9)
    np.testing.assert_allclose(flat.T @ flat / 200, np.eye(4), atol=1e-5)
