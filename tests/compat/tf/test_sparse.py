"""tf.sparse."""

import numpy as np

from keraunos.compat.tf import sparse as tf

ARRAY = np.array([[0, 5, 0], [6, 0, 7]], np.float32)


def test_there_and_back():
    x = tf.from_dense(ARRAY)
    assert x.indices.tolist() == [[0, 1], [1, 0], [1, 2]] and x.values.tolist() == [5, 6, 7]
    assert x.shape == x.get_shape() == (2, 3) and x.dense_shape.tolist() == [2, 3]
    assert x.dtype == "float32" and "3 values" in repr(x)
    assert tf.to_dense(x).tolist() == np.asarray(x).tolist() == ARRAY.tolist()
    assert tf.to_dense(x, -1).tolist()[0] == [-1, 5, -1] and tf.to_dense(ARRAY) is ARRAY
    texts = tf.SparseTensor([[1]], np.array(["a"], object), [2])
    assert tf.to_dense(texts).tolist() == ["", "a"] and texts.dtype == "string"
    assert texts.values.tolist() == ["a"]


def test_other_forms():
    x = tf.from_dense(ARRAY)
    mixed = tf.SparseTensor(x.indices[::-1], np.asarray(x.values)[::-1], x.shape)
    assert tf.reorder(mixed).values.tolist() == [5, 6, 7]
    np.testing.assert_array_equal(tf.to_dense(tf.transpose(x)), ARRAY.T)
    np.testing.assert_array_equal(tf.to_dense(tf.reshape(x, [3, -1])), ARRAY.reshape(3, 2))
    np.testing.assert_array_equal(tf.to_dense(x * 2), ARRAY * 2)
    assert tf.SparseTensor.stacked([x, x]).shape == (2, 2, 3)


def test_sums_and_products():
    x = tf.from_dense(ARRAY)
    assert tf.reduce_sum(x, axis=1).tolist() == [5, 13]
    other = np.arange(6, dtype=np.float32).reshape(3, 2)
    np.testing.assert_allclose(tf.sparse_dense_matmul(x, other), ARRAY @ other)
    turned = tf.sparse_dense_matmul(x, other.T[:, :2], adjoint_a=True)
    np.testing.assert_allclose(turned, ARRAY.T @ other.T[:, :2])
    np.testing.assert_allclose(tf.sparse_dense_matmul(x, other.T, adjoint_b=True), ARRAY @ other)
