"""K functions with arithmetic of their own."""

import numpy as np
import pytest

from keraunos.compat.backend import maths as K

A = np.random.default_rng(1).normal(size=(2, 3, 4)).astype("f")
B = np.random.default_rng(2).normal(size=(2, 4, 5)).astype("f")
P = np.array([[0.2, 0.8], [0.6, 0.4]], "f")
T = np.array([[0.0, 1.0], [1.0, 0.0]], "f")


def close(found, expected):
    np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-5, atol=1e-6)


def test_products():
    close(K.batch_dot(A, B), A @ B)
    close(K.batch_dot(A, B, axes=(2, 1)), A @ B)
    close(K.batch_dot(A, A, axes=2), np.einsum("abc,adc->abd", A, A))
    close(K.batch_dot(P, T, axes=1), (P * T).sum(1, keepdims=True))
    close(K.bias_add(A, np.arange(4.0)), A + np.arange(4.0))
    close(K.bias_add(A, np.arange(3.0), "channels_first"), A + np.arange(3.0)[:, None])
    close(K.bias_add(A, np.ones((3, 4))), A + 1)
    close(K.l2_normalize(A, 2), A / np.linalg.norm(A, axis=2, keepdims=True))


def test_shapes():
    assert K.flatten(A).shape == (24,)
    assert K.batch_flatten(A).shape == (2, 12)
    close(K.repeat(P, 3), np.repeat(P[:, None], 3, 1))
    close(K.slice(A, (0, 1, 0), (1, 2, -1)), A[0:1, 1:3])
    assert K.temporal_padding(A, (1, 2)).shape == (2, 6, 4)
    image = A[..., None]
    assert K.spatial_2d_padding(image, ((1, 0), (2, 2))).shape == (2, 4, 8, 1)
    assert K.spatial_3d_padding(image[..., None]).shape == (2, 5, 6, 3, 1)
    close(K.resize_images(image, 2, 1, "channels_last"), image.repeat(2, 1))
    assert K.resize_volumes(image[..., None], 1, 2, 3, "channels_last").shape == (2, 3, 8, 3, 1)
    with pytest.raises(ValueError, match="`padding` must be 2 pairs"):
        K.spatial_2d_padding(image, ((1, 1),))


def test_activations():
    x = np.linspace(-4, 4, 9, dtype="f")
    close(K.hard_sigmoid(x), np.clip(0.2 * x + 0.5, 0, 1))
    close(K.relu(x, alpha=0.1, max_value=2.0), np.where(x < 0, 0.1 * x, np.minimum(x, 2)))
    kept = np.asarray(K.dropout(np.ones(1000, "f"), 0.3, seed=1))
    assert set(np.round(kept, 4)) == {0.0, np.float32(1.4286)}


def test_normalisation():
    mean, var = A.mean((0, 1)), A.var((0, 1))
    expected = (A - mean) / np.sqrt(var + 1e-3) * 2 + 1
    close(K.batch_normalization(A, mean, var, np.ones(4), 2 * np.ones(4)), expected)
    found, m, v = K.normalize_batch_in_training(A, 2 * np.ones(4), np.ones(4), [0, 1])
    close(found, expected)
    close(m, mean)
    close(v, var)


def test_losses():
    close(K.categorical_crossentropy(T, P), -np.log([0.8, 0.6]))
    close(K.sparse_categorical_crossentropy(np.array([1, 0]), P), -np.log([0.8, 0.6]))
    close(K.binary_crossentropy(T, P), -np.log([[0.8, 0.8], [0.6, 0.6]]))
    hit = np.array([0.8, 0.6])
    close(K.categorical_focal_crossentropy(T, P), -0.25 * (1 - hit) ** 2 * np.log(hit))
    both = hit[:, None] * np.ones(2)
    close(K.binary_focal_crossentropy(T, P), -((1 - both) ** 2) * np.log(both))


def test_control():
    close(K.switch(np.array([True, False]), P, T), [P[0], T[1]])
    close(K.switch(True, lambda: P, lambda: T), P)
    close(K.map_fn(lambda row: row * 2, P), P * 2)
    close(K.foldl(lambda a, b: a - b, np.array([1.0, 2.0, 4.0])), -5)
    close(K.foldr(lambda a, b: a - b, np.array([1.0, 2.0, 4.0])), 1)
    close(K.foldl(lambda a, b: a + b, np.array([1.0, 2.0]), 10.0), 13)


def test_a_recurrent_loop():
    def step(x, states):
        new = states[0] + x
        return new, [new]

    last, outputs, (state,) = K.rnn(step, A, [np.zeros((2, 4), "f")])
    close(outputs, A.cumsum(1))
    close(last, state)
    _, backwards, _ = K.rnn(step, A, [np.zeros((2, 4), "f")], go_backwards=True)
    close(backwards, A[:, ::-1].cumsum(1))
    mask = np.array([[True, False, True], [True, True, False]])
    _, _, (masked,) = K.rnn(step, A, [np.zeros((2, 4), "f")], mask=mask)
    close(masked, (A * mask[..., None]).sum(1))
