"""tf.nn's windows, against sums by hand."""

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import windows as tf

CUBE = np.arange(27.0, dtype=np.float32).reshape(1, 3, 3, 3, 1)


def test_convolutions():
    ones = np.ones((2, 2, 2, 1, 2), np.float32)
    found = np.asarray(tf.conv3d(CUBE, ones, [1, 1, 1, 1, 1], "VALID"))
    assert found.shape == (1, 2, 2, 2, 2)
    assert found[0, 0, 0, 0, 0] == CUBE[0, :2, :2, :2].sum()
    line = np.arange(4.0, dtype=np.float32).reshape(1, 4, 1)
    kernel = np.ones((2, 1, 1), np.float32)
    assert np.ravel(tf.convolution(line, kernel)).tolist() == [1, 3, 5]
    assert np.ravel(tf.convolution(line, kernel, strides=2, padding="SAME")).tolist() == [1, 5]
    first = tf.convolution(line.reshape(1, 1, 4), kernel, data_format="NCW")
    assert np.asarray(first).shape == (1, 1, 3)
    image = np.ones((1, 3, 3, 2), np.float32)
    depth, point = np.ones((2, 2, 2, 1), np.float32), np.ones((1, 1, 2, 3), np.float32)
    found = np.asarray(tf.separable_conv2d(image, depth, point, [1, 1, 1, 1], "VALID"))
    assert found.shape == (1, 2, 2, 3) and (found == 8).all()


def test_pools():
    line = np.arange(4.0, dtype=np.float32).reshape(1, 4, 1)
    assert np.ravel(tf.max_pool1d(line, 2, 2, "VALID")).tolist() == [1, 3]
    assert np.ravel(tf.avg_pool1d(line, [1, 2, 1], [1, 2, 1], "VALID")).tolist() == [0.5, 2.5]
    assert np.ravel(tf.max_pool3d(CUBE, 3, 3, "VALID")).tolist() == [26]
    assert np.ravel(tf.avg_pool3d(CUBE, 3, 3, "VALID")).tolist() == [13]


@pytest.mark.parametrize("padding", ["SAME", "VALID"])
@pytest.mark.parametrize("with_batch", [False, True])
def test_places_of_the_largest(padding, with_batch):
    x = np.random.default_rng(0).random((2, 5, 5, 3)).astype("float32")
    values, places = tf.max_pool_with_argmax(x, 2, 2, padding, include_batch_in_index=with_batch)
    rows = np.zeros((2, 1, 1, 1), int) if with_batch else np.array([0, 75]).reshape(2, 1, 1, 1)
    assert np.array_equal(x.ravel()[np.asarray(places) + rows], values)
    assert np.array_equal(values, ops.max_pool(x, 2, 2, padding.lower()))


def test_holes_and_ways_back():
    x, filters = np.ones((1, 7, 7, 2), "float32"), np.ones((3, 3, 2, 4), "float32")
    assert tf.atrous_conv2d(x, filters, 2, "VALID").shape == (1, 3, 3, 4)
    found = tf.conv1d_transpose(x[0], np.ones((3, 4, 2), "float32"), (7, 13, 4), 2)
    assert found.shape == (7, 13, 4)
