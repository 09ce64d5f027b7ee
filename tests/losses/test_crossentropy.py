"""Crossentropies: classes ignored, axes, labels out of range, and shapes that are refused."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import losses
from keraunos.losses.shapes import pair

P = np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3], [1.0, 0.0, 0.0]], "float32")


@pytest.mark.parametrize(
    "reduction", ["sum_over_batch_size", "mean_with_sample_weight", "sum", "none"]
)
@pytest.mark.parametrize("weights", [None, np.array([1.0, 2.0, 0.5])])
def test_ignored_classes_are_masked_as_in_keras(reduction, weights):
    labels = np.array([2, 0, 1])
    ours, theirs = (
        lib.SparseCategoricalCrossentropy(ignore_class=0, reduction=reduction)(labels, P, weights)
        for lib in (losses, keras.losses)
    )
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


def test_ignored_rows_pass_nothing_back():
    def total(p):
        return losses.SparseCategoricalCrossentropy(ignore_class=-1)(np.array([-1, 1, -1]), p)

    gradient = np.asarray(jax.jit(jax.grad(total))(P))
    assert not gradient[[0, 2]].any()
    assert gradient[1].any()


def test_labels_out_of_range_give_zero_as_in_keras():
    labels = np.array([0, 5, -1])
    ours, theirs = (
        lib.sparse_categorical_crossentropy(labels, P) for lib in (losses, keras.losses)
    )
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


def test_classes_along_another_axis():
    images = np.moveaxis(np.stack([P, P]), -1, 1)  # (batch, classes, places)
    labels = np.array([[0, 1, 2], [2, 1, 0]])
    found = losses.sparse_categorical_crossentropy(labels, images, axis=1)
    expected = losses.sparse_categorical_crossentropy(labels, np.stack([P, P]))
    np.testing.assert_allclose(found, expected, **TOLERANCE["float32"])


def test_saturated_probabilities_pass_nothing_back():
    def total(p):
        return losses.categorical_crossentropy(np.array([[0.0, 1.0, 0.0]]), p).sum()

    np.testing.assert_array_equal(jax.grad(total)(P[2:]), np.zeros((1, 3)))


@pytest.mark.parametrize("shape", [(3, 3), (2,), (3, 2)])
def test_sparse_targets_of_other_shapes_are_refused(shape):
    with pytest.raises(
        ValueError, match=r"y_true must be class numbers of shape \(3,\); got"
    ) as error:
        losses.sparse_categorical_crossentropy(np.zeros(shape, "int32"), P)
    assert "categorical_crossentropy" in str(error.value)


def test_class_numbers_for_one_hot_are_refused():
    with pytest.raises(
        ValueError, match="categorical_crossentropy: y_true and y_pred must have the same"
    ):
        losses.categorical_crossentropy(np.array([0, 1, 2]), P)


def test_one_class_is_warned_of_as_in_keras():
    with pytest.warns(SyntaxWarning, match="has one class, for which the loss is always 0"):
        losses.categorical_crossentropy(np.ones((2, 1)), np.ones((2, 1)))
    with pytest.warns(SyntaxWarning):
        keras.losses.categorical_crossentropy(np.ones((2, 1)), np.ones((2, 1)))


def test_the_very_outputs_reach_the_function():
    """What is known of an array (the logits behind a softmax) is known by the array itself."""
    seen = []

    def function(y_true, y_pred):
        seen.append(y_pred)
        return pair("loss", y_true, y_pred)[1]

    def run(y_pred):
        loss = losses.LossFunctionWrapper(function)(np.eye(3), y_pred)
        assert seen[0] is y_pred
        assert pair("loss", np.eye(3), y_pred)[1] is y_pred
        return loss

    assert float(jax.jit(run)(P)) == pytest.approx(float(P.mean()))
