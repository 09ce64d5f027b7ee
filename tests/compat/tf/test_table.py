"""TensorFlow's functions."""

import numpy as np
import pytest

from keraunos.compat.tf.table import TABLES, module

X = np.array([[1.0, 2.0, 0.5], [3.0, -4.0, 1.0]], np.float32)
tf, math, nn, linalg, random = map(module, ("core", "math", "nn", "linalg", "random"))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: tf.reduce_mean(X), X.mean()),
        (lambda: tf.reduce_sum(X, axis=1, keepdims=True), X.sum(1, keepdims=True)),
        (lambda: tf.reduce_max(input_tensor=X, axis=0), X.max(0)),
        (lambda: math.reduce_std(X), X.std()),
        (lambda: tf.argmax(X), X.argmax(0)),
        (lambda: tf.argmax(X, axis=1), X.argmax(1)),
        (lambda: tf.matmul(X, X, transpose_b=True), X @ X.T),
        (lambda: tf.concat([X, X], axis=0), np.concatenate([X, X])),
        (lambda: tf.transpose(X, perm=[1, 0]), X.T),
        (lambda: tf.reshape(X, [3, 2]), X.reshape(3, 2)),
        (lambda: tf.expand_dims(X, 0), X[None]),
        (lambda: tf.clip_by_value(X, 0, 1), X.clip(0, 1)),
        (lambda: tf.one_hot([0, 2], depth=3), np.eye(3)[[0, 2]]),
        (lambda: tf.range(2, 8, 3), [2, 5]),
        (lambda: tf.tile(X, [1, 2]), np.tile(X, (1, 2))),
        (lambda: tf.pad(X, [[0, 0], [1, 1]]), np.pad(X, [(0, 0), (1, 1)])),
        (lambda: tf.split(X, [1, 2], axis=1)[1], X[:, 1:]),
        (lambda: tf.boolean_mask(X, X[:, 0] > 1), X[1:]),
        (lambda: tf.fill([2, 2], 3), np.full((2, 2), 3)),
        (lambda: tf.where(X > 0, X, 0.0), np.maximum(X, 0)),
        (lambda: tf.pow(X, 2), X**2),
        (lambda: tf.stack([X, X], axis=1), np.stack([X, X], 1)),
        (lambda: math.log(np.abs(X)), np.log(np.abs(X))),
        (lambda: math.divide_no_nan(X, 0.0), X * 0),
        (lambda: nn.relu(X), np.maximum(X, 0)),
        (lambda: nn.leaky_relu(X, alpha=0.5), np.where(X > 0, X, X / 2)),
        (lambda: nn.softmax(X), np.exp(X) / np.exp(X).sum(-1, keepdims=True)),
        (lambda: nn.l2_normalize(X, axis=1), X / np.linalg.norm(X, axis=1, keepdims=True)),
        (lambda: linalg.norm(X), np.linalg.norm(X)),
        (lambda: math.confusion_matrix([0, 1], [1, 1]), [[0, 1], [0, 1]]),
        (lambda: tf.map_fn(lambda r: r * 2, X), X * 2),
    ],
)
def test_values(found, expected):
    np.testing.assert_allclose(np.asarray(found()), expected, rtol=1e-5, atol=1e-6)


def test_crossentropies():
    labels, p = np.eye(3)[[1, 0]], np.exp(X) / np.exp(X).sum(-1, keepdims=True)
    expected = -np.log((p * labels).sum(-1))
    for found in (
        nn.softmax_cross_entropy_with_logits(labels=labels, logits=X),
        nn.sparse_softmax_cross_entropy_with_logits(labels=np.array([1, 0]), logits=X),
    ):
        np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-5)
    s = 1 / (1 + np.exp(-X))
    expected = -(labels * np.log(s) + (1 - labels) * np.log(1 - s))
    found = nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=X)
    np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-4)


def test_random():
    assert tuple(tf.shape(random.normal([2, 3]))) == (2, 3)
    whole = np.asarray(random.uniform([50], 0, 4, dtype=tf.int32))
    assert set(whole) <= {0, 1, 2, 3}
    random.set_seed(4)
    first = np.asarray(random.normal((3,)))
    random.set_seed(4)
    np.testing.assert_array_equal(random.normal((3,)), first)
    assert sorted(np.asarray(random.shuffle([1, 2, 3]))) == [1, 2, 3]


def test_modules_list_their_names():
    for name, table in TABLES.items():
        assert module(name).__all__ == sorted(table)
    with pytest.raises(AttributeError):
        tf.no_such_function  # noqa: B018
