"""Cosine similarity and circle loss at their edges."""

import jax
import numpy as np
import pytest
from support.oracle import keras

from keraunos import losses
from keraunos.losses.similarity import unit


def test_a_vector_of_zeros_passes_no_gradient():
    def total(p):
        return losses.cosine_similarity(np.ones((1, 2)), p).sum()

    value, gradient = jax.jit(jax.value_and_grad(total))(np.zeros((1, 2), "float32"))
    assert float(value) == 0.0
    np.testing.assert_array_equal(gradient, [[0.0, 0.0]])


def test_short_vectors_are_vectors():
    np.testing.assert_allclose(unit(np.array([[3e-7, 4e-7]], "float32")), [[0.6, 0.8]], rtol=1e-5)


def test_directions():
    same, opposite = np.array([[1.0, 2.0]]), np.array([[-2.0, -4.0]])
    assert float(losses.cosine_similarity(same, same)[0]) == pytest.approx(-1.0)
    assert float(losses.cosine_similarity(same, opposite)[0]) == pytest.approx(1.0)


def test_circle_needs_both_kinds_of_others():
    embeddings = np.eye(3, dtype="float32")
    run = jax.jit(losses.circle)
    np.testing.assert_array_equal(run(np.arange(3), embeddings), np.zeros(3))
    np.testing.assert_array_equal(run(np.zeros(3, "int32"), embeddings), np.zeros(3))


def test_circle_averages_over_the_rows_that_count_and_knows_no_similarity_above_one():
    labels, embeddings = np.array([0, 0, 1, 2]), np.eye(4, dtype="float32")[[0, 1, 0, 1]] + 0.5
    values = losses.circle(labels, embeddings)
    wanted = keras.losses.circle(labels, embeddings)
    np.testing.assert_allclose(values, wanted, rtol=1e-5)
    mean = losses.Circle()(labels, embeddings)
    assert float(mean) == pytest.approx(float(values[:2].mean()))
    assert float(mean) == pytest.approx(float(keras.losses.Circle()(labels, embeddings)))


@pytest.mark.parametrize("labels", [np.arange(4), np.zeros((3, 2))])
def test_labels_of_another_number_are_refused(labels):
    with pytest.raises(
        ValueError, match=r"circle: expects embeddings \(batch, d\) and a class number"
    ):
        losses.circle(labels, np.eye(3, dtype="float32"))
