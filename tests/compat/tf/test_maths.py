"""TensorFlow's further maths, against numpy."""

import numpy as np
import pytest

from keraunos.compat.tf import maths as tf

X = np.array([[1.0, 2.0, 0.0], [3.0, -4.0, 1.0]], np.float32)
S = np.array([[[2.0, 1.0], [1.0, 3.0]]], np.float32)
IDS = np.array([0, 2, 2])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: tf.squared_difference(X, 1.0), (X - 1) ** 2),
        (lambda: tf.multiply_no_nan([np.inf, 2.0], [0.0, 3.0]), [0, 6]),
        (lambda: tf.xlogy(X * 0, X * 0), X * 0),
        (lambda: tf.xlogy([2.0], [3.0]), [2 * np.log(3)]),
        (lambda: tf.add_n([X, X, X]), 3 * X),
        (lambda: tf.scalar_mul(2.0, X), 2 * X),
        (lambda: tf.saturate_cast([-3.0, 300.0, 7.0], "uint8"), [0, 255, 7]),
        (lambda: tf.zero_fraction(X), 1 / 6),
        (lambda: tf.is_non_decreasing([1, 1, 2]), True),
        (lambda: tf.is_non_decreasing([1, 0]), False),
        (lambda: tf.polyval([1.0, 2.0, 3.0], X), X**2 + 2 * X + 3),
        (lambda: tf.reduce_euclidean_norm(X, 1), np.linalg.norm(X, axis=1)),
        (lambda: tf.bincount(IDS), [1, 0, 2]),
        (lambda: tf.bincount(IDS, maxlength=2), [1, 0]),
        (lambda: tf.segment_sum(X.T, IDS), np.stack([X.T[0], X.T[0] * 0, X.T[1] + X.T[2]])),
        (lambda: tf.segment_max(X[0], [0, 0, 1]), [2, 0]),
        (lambda: tf.segment_mean(X[0], [0, 0, 1]), [1.5, 0]),
        (lambda: tf.unsorted_segment_sum(X[0], IDS, 4), [1, 0, 2, 0]),
        (lambda: tf.unsorted_segment_max(X[0], [1, 0, 1], 2), [2, 1]),
        (lambda: tf.unsorted_segment_mean(X.T, IDS, 4)[3], [0, 0]),
        (lambda: tf.band_part(X, 0, -1), np.triu(X)),
        (lambda: tf.band_part(X, -1, 0), np.tril(X)),
        (lambda: tf.band_part(X, 0, 1), np.triu(np.tril(X, 1))),
        (lambda: tf.diag(X), np.stack([np.diag(r) for r in X])),
        (lambda: tf.diag_part(S), [[2, 3]]),
        (lambda: tf.set_diag(S, [[7.0, 8.0]]), [[[7, 1], [1, 8]]]),
        (lambda: tf.trace(S), [5]),
        (lambda: tf.matvec(X, [1.0, 1.0, 1.0]), X.sum(1)),
        (lambda: tf.matvec(X, [1.0, 1.0], transpose_a=True), X.sum(0)),
        (lambda: tf.normalize(X, axis=1)[0], X / np.linalg.norm(X, axis=1, keepdims=True)),
        (lambda: tf.svd(S[0], compute_uv=False), np.linalg.svd(S[0])[1]),
    ],
)
def test_values(found, expected):
    np.testing.assert_allclose(np.asarray(found()), expected, rtol=1e-5, atol=1e-6)


def test_singular_vectors_are_columns():
    values, left, right = (np.asarray(part) for part in tf.svd(S[0]))
    np.testing.assert_allclose(left @ np.diag(values) @ right.T, S[0], rtol=1e-5)


def test_sums_and_products_up_to_each_place():
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], np.float32)
    assert tf.cumsum(x).tolist() == [[1, 2, 3], [5, 7, 9]]
    assert tf.cumsum(x, axis=1, exclusive=True).tolist() == [[0, 1, 3], [0, 4, 9]]
    assert tf.cumsum(x, axis=-1, reverse=True).tolist() == [[6, 5, 3], [15, 11, 6]]
    assert tf.cumprod(x, axis=-1, exclusive=True).tolist() == [[1, 1, 2], [1, 4, 20]]
    assert tf.cumprod(x, 1, True, True).tolist() == [[6, 3, 1], [30, 6, 1]]


def test_parts_of_complex_numbers():
    assert tf.complex([1.0], [2.0]).tolist() == [1 + 2j]
    assert tf.reciprocal_no_nan(np.array([0.0, 4.0])).tolist() == [0, 0.25]
