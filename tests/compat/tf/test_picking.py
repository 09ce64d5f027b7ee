"""Picking, placing, sorting and bounding."""

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import picking as tf

X = ops.convert_to_tensor(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], np.float32))


def test_picking_and_placing():
    assert tf.gather(X, [1]).tolist() == [[4, 5, 6]]
    assert tf.gather(X, [0, 2], axis=1).tolist() == [[1, 3], [4, 6]]
    assert tf.gather(X, np.array([[0], [2]]), batch_dims=1).tolist() == [[1], [6]]
    assert tf.gather_nd(X, [[0, 1], [1, 2]]).tolist() == [2, 6]
    assert tf.gather_nd(X, [[1]]).tolist() == [[4, 5, 6]]
    assert tf.scatter_nd([[0], [2]], [1.0, 2.0], [3]).tolist() == [1, 0, 2]
    assert tf.tensor_scatter_nd_update(X, [[0, 0]], [9.0])[0, 0] == 9
    assert tf.broadcast_to(X[0], [2, 3]).shape == (2, 3)
    with pytest.raises(ValueError, match="batch_dims"):
        tf.gather(X, [0], batch_dims=2)
    with pytest.raises(ValueError, match="batch_dims"):
        tf.gather_nd(X, [0], batch_dims=1)


def test_orders():
    assert tf.argsort(X[0], direction="DESCENDING").tolist() == [2, 1, 0]
    assert tf.sort(X[0], direction="DESCENDING").tolist() == [3, 2, 1]
    found = tf.top_k(X, k=2)
    assert (found.values.tolist(), found.indices.tolist()) == ([[3, 2], [6, 5]], [[2, 1], [2, 1]])
    assert tf.unique([3, 1, 3]).y.tolist() == [3, 1]
    assert tf.unique([3, 1, 3]).idx.tolist() == [0, 1, 0]
    assert tf.unique_with_counts([3, 1, 3]).count.tolist() == [2, 1]
    assert tf.sequence_mask([1, 3]).tolist() == [[True, False, False], [True, True, True]]


def test_norms():
    np.testing.assert_allclose(tf.global_norm([X, None]), np.sqrt(91), rtol=1e-6)
    clipped, norm = tf.clip_by_global_norm([X, None], 1.0)
    assert clipped[1] is None
    np.testing.assert_allclose([norm, tf.global_norm(clipped)], [np.sqrt(91), 1], rtol=1e-6)
    np.testing.assert_allclose(tf.clip_by_norm(X, 100.0), X)
    np.testing.assert_allclose(np.linalg.norm(tf.clip_by_norm(X, 2.0)), 2, rtol=1e-6)


def test_loops_and_lists():
    assert int(tf.while_loop(lambda i: i < 5, lambda i: (i + 1,), [0])[0]) == 5
    parts = tf.TensorArray("float32", size=0, dynamic_size=True)
    parts = parts.write(1, [3.0]).write(0, [1.0])
    assert parts.stack().tolist() == [[1.0], [3.0]]
    assert parts.concat().tolist() == [1.0, 3.0]
    assert (parts.read(1).tolist(), parts.size()) == ([3.0], 2)
    assert tf.TensorArray().unstack(X).read(1).tolist() == [4, 5, 6]


def test_blocks_and_rows():
    assert tf.tensor_scatter_nd_add(X, [[0, 0]], [9.0])[0, 0] == 10
    assert tf.tensor_scatter_nd_sub(X, [[0, 0]], [9.0])[0, 0] == -8
    assert tf.slice(X, [0, 1], [-1, 2]).tolist() == [[2, 3], [5, 6]]
    assert tf.strided_slice(X, [0, 0], [2, 3], [1, 2]).tolist() == [[1, 3], [4, 6]]
    assert tf.strided_slice(X, [1, 0], [2, 1], end_mask=2).tolist() == [[4, 5, 6]]
    assert tf.reverse_sequence(X, [2, 3], 1, 0).tolist() == [[2, 1, 3], [6, 5, 4]]
    assert [p.tolist() for p in tf.dynamic_partition([1, 2, 3], [0, 1, 0], 2)] == [[1, 3], [2]]
    found = tf.dynamic_stitch([[0, 1], [1, 2]], [ops.array([[1], [2]]), ops.array([[3], [4]])])
    assert found.tolist() == [[1], [3], [4]]
    with pytest.raises(ValueError, match="seq_axis"):
        tf.reverse_sequence(X, [1], 0, 1)
