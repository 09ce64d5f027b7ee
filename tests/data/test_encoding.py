"""One-hot rows and unit vectors against Keras."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import keras

from keraunos.data.encoding import normalize, to_categorical

LABELS = [
    [0, 1, 2],
    np.array([[0], [3]]),
    np.array([[0, 1], [2, 1]], "uint8"),
    np.array([[[1]]]),
    [1.7, 0.2],
    3,
    [True, False],
]


@pytest.mark.parametrize("labels", LABELS, ids=str)
@pytest.mark.parametrize("num_classes", [None, 0, 5])
def test_one_hot_as_keras(labels, num_classes):
    expected = keras.utils.to_categorical(labels, num_classes)
    rows = to_categorical(labels, num_classes)
    assert isinstance(rows, np.ndarray)
    assert rows.dtype == expected.dtype
    np.testing.assert_array_equal(rows, expected)


def test_one_hot_of_a_jax_array_stays_on_the_device_as_keras():
    labels = jnp.array([[0], [2]])
    rows, expected = to_categorical(labels, 3), keras.utils.to_categorical(labels, 3)
    assert isinstance(rows, jax.Array)
    assert rows.dtype == expected.dtype
    np.testing.assert_array_equal(rows, expected)
    assert to_categorical(labels).shape == (2, 3)


@pytest.mark.parametrize("labels", [[0, 5], [-1, 2]])
def test_numbers_without_a_column_are_refused(labels):
    with pytest.raises(IndexError, match=rf"in \[0, 3\).*got numbers from {min(labels)} to"):
        to_categorical(labels, 3)
    with pytest.raises(IndexError, match="num_classes="):
        to_categorical(jnp.array(labels), 3)


def test_bad_labels():
    with pytest.raises(ValueError, match="`x` must be at least one class number"):
        to_categorical([])
    with pytest.raises(ValueError, match="Map names to numbers first"):
        to_categorical(["a", "b"])
    with pytest.raises(TypeError, match="`num_classes` must be an int >= 1; got 2.5"):
        to_categorical([0, 1], 2.5)


@pytest.mark.parametrize(("axis", "order"), [(-1, 1), (-1, 2), (1, 3)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_normalize_as_keras(axis, order, dtype):
    x = np.random.default_rng(0).normal(size=(4, 5)).astype(dtype)
    x[1] = 0
    expected = keras.utils.normalize(x, axis, order)
    y = normalize(x, axis, order)
    assert y.dtype == expected.dtype
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)
    on_device = normalize(jnp.asarray(x, "float32"), axis, order)
    assert isinstance(on_device, jax.Array)
    np.testing.assert_allclose(on_device, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("x", [[[3.0, 4.0]], [3.0, 4.0], 2.0])
def test_normalize_lists_as_keras(x):
    expected = np.asarray(keras.utils.normalize(x))
    y = normalize(x)
    assert y.dtype == expected.dtype
    assert y.shape == expected.shape
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)


def test_normalize_gradient_as_keras():
    x = jnp.array([[1.0, -2.0, 0.5], [0.3, 0.1, 4.0]])
    ours = jax.grad(lambda v: (normalize(v) ** 3).sum())(x)
    theirs = jax.grad(lambda v: (keras.utils.normalize(v) ** 3).sum())(x)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_normalize_takes_integers_and_other_axes():
    np.testing.assert_allclose(normalize(np.array([[3, 0], [4, 0]]), axis=0), [[0.6, 0], [0.8, 0]])
    with pytest.raises(ValueError, match="`order` must be an int >= 1; got inf"):
        normalize([1.0], order=np.inf)
