"""tf.nn's convolutions, pools and losses."""

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import nets as tf

X = np.random.RandomState(0).rand(2, 6, 6, 3).astype("float32")
Z = np.random.RandomState(1).randn(4, 3).astype("float32")
P = 1 / (1 + np.exp(-Z))
Y = (Z > 0.3).astype("float32")


@pytest.mark.parametrize(
    ("given", "expected"), [(2, (2, 2)), ([1, 2, 3, 1], (2, 3)), ([4, 5], (4, 5))]
)
def test_spatial_sizes(given, expected):
    assert tf.spatial(given, 2, "channels_last") == expected
    assert tf.spatial([1, 1, 2, 3], 2, "channels_first") == (2, 3)


def test_convolutions_and_pools():
    kernel = np.ones((3, 3, 3, 5), np.float32)
    found = tf.conv1d(X[0], kernel[0], 2, "SAME")
    np.testing.assert_allclose(found, ops.conv(X[0], kernel[0], 2, "same"), rtol=1e-5)
    up = tf.conv2d_transpose(X, np.ones((3, 3, 5, 3), np.float32), [2, 11, 12, 5], [1, 2, 2, 1])
    assert up.shape == (2, 11, 12, 5)
    each = tf.depthwise_conv2d(X, np.ones((1, 1, 3, 2), np.float32), [1, 1, 1, 1], "VALID")
    np.testing.assert_allclose(each, np.repeat(X, 2, -1), rtol=1e-6)
    pooled = tf.avg_pool2d(X, 2, 2, "VALID")
    np.testing.assert_allclose(pooled, X.reshape(2, 3, 2, 3, 2, 3).mean((2, 4)), rtol=1e-5)


def test_normalizations():
    found = tf.batch_normalization(X, 0.5, 4.0, 1.0, 2.0, 0.0)
    np.testing.assert_allclose(found, (X - 0.5) / 2 * 2 + 1, rtol=1e-5)
    np.testing.assert_allclose(
        tf.batch_normalization(X, 0.5, 4.0, None, None, 0.0), (X - 0.5) / 2, atol=1e-6
    )
    found = tf.local_response_normalization(X, 1, 2.0, 0.5, 1.0)
    total = X[..., 0] ** 2 + X[..., 1] ** 2
    np.testing.assert_allclose(found[..., 0], X[..., 0] / (2 + 0.5 * total), rtol=1e-5)

    np.testing.assert_array_equal(tf.crelu(Z), np.maximum(np.concatenate([Z, -Z], -1), 0))


def test_losses():
    assert float(tf.l2_loss(Z)) == pytest.approx((Z**2).sum() / 2, rel=1e-5)
    weighted = -(3 * Y * np.log(P) + (1 - Y) * np.log(1 - P))
    np.testing.assert_allclose(
        tf.weighted_cross_entropy_with_logits(Y, Z, 3.0), weighted, rtol=1e-4
    )
    np.testing.assert_allclose(tf.log_poisson_loss(Y, Z), np.exp(Z) - Y * Z, rtol=1e-5)
    full = tf.log_poisson_loss([3.0], [1.0], compute_full_loss=True)
    stirling = 3 * np.log(3) - 3 + 0.5 * np.log(6 * np.pi)
    np.testing.assert_allclose(full, [np.e - 3 + stirling], rtol=1e-5)
    assert float(tf.compute_average_loss([1.0, 3.0])) == 2
    assert float(tf.compute_average_loss([1.0, 3.0], [1.0, 0.0], global_batch_size=4)) == 0.25
    assert float(tf.scale_regularization_loss([1.0, 2.0])) == 3


def test_ctc_by_time_and_by_batch():
    scores = np.random.RandomState(2).randn(5, 2, 4).astype("float32")
    labels, lengths = np.array([[1, 2], [3, 3]]), np.array([2, 2])
    steps = np.array([5, 5])
    first = tf.ctc_loss(labels, scores, lengths, steps)
    second = tf.ctc_loss(labels, scores.swapaxes(0, 1), lengths, steps, logits_time_major=False)
    np.testing.assert_allclose(first, second, rtol=1e-6)
    last = tf.ctc_loss(labels - 1, np.roll(scores, -1, -1), lengths, steps, blank_index=-1)
    np.testing.assert_allclose(first, last, rtol=1e-5)
