"""tf.image's patches and boxes."""

import numpy as np
import pytest

from keraunos.compat.tf import boxes as tf

X = np.random.RandomState(0).rand(2, 6, 4, 3).astype("float32")


def test_patches_padding_and_edges():
    found = tf.extract_patches(X, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "VALID")
    assert found.shape == (2, 3, 2, 12)
    np.testing.assert_allclose(found[0, 1, 1], X[0, 2:4, 2:4].ravel())
    wide = np.asarray(tf.pad_to_bounding_box(X, 1, 2, 9, 8))
    assert wide.shape == (2, 9, 8, 3) and wide.sum() == pytest.approx(X.sum(), rel=1e-5)
    np.testing.assert_array_equal(wide[:, 1:7, 2:6], X)
    assert tf.resize_with_pad(X, 8, 8).shape == (2, 8, 8, 3)
    np.testing.assert_array_equal(tf.transpose(X), X.swapaxes(1, 2))
    np.testing.assert_allclose(tf.adjust_gamma(X, 2.0, 3.0), 3 * X**2, rtol=1e-5)
    down, across = tf.image_gradients(X)
    np.testing.assert_allclose(down[:, :-1], np.diff(X, axis=1), rtol=1e-5)
    assert np.all(np.asarray(across)[:, :, -1] == 0)
    ramp = np.broadcast_to(np.arange(5.0)[:, None, None], (1, 5, 5, 1)).astype("float32")
    edges = np.asarray(tf.sobel_edges(ramp))
    assert (edges[0, 2, 2, 0].tolist(), edges.shape) == ([8.0, 0.0], (1, 5, 5, 1, 2))


def test_ssim_is_one_for_equal_images():
    image = np.random.RandomState(1).rand(1, 16, 16, 3).astype("float32")
    assert float(tf.ssim(image, image, 1.0)[0]) == pytest.approx(1.0, abs=1e-4)
    assert float(tf.ssim(image, 1 - image, 1.0)[0]) < 0.5


def test_boxes():
    drawn = np.asarray(tf.draw_bounding_boxes(X * 0, [[[0, 0, 1, 1]]] * 2, [[1.0, 0, 0]]))
    assert drawn[0, 0, 0].tolist() == [1, 0, 0] and drawn[0, 2, 2].sum() == 0
    whole = tf.crop_and_resize(X, [[0, 0, 1, 1]], [1], (6, 4))
    np.testing.assert_allclose(whole[0], X[1], atol=1e-5)
    corners = [[0, 0, 1, 1], [0, 0, 1, 0.9], [2, 2, 3, 3]]
    assert tf.non_max_suppression(corners, [0.5, 0.9, 0.7], 3).tolist() == [1, 2]
    assert tf.non_max_suppression(corners, [0.5, 0.9, 0.7], 1).tolist() == [1]
    assert tf.non_max_suppression(corners, [0.5, 0.9, 0.7], 3, score_threshold=0.8).tolist() == [1]
