"""Focal and generalized crossentropies."""

import numpy as np
import pytest

from keraunos import losses

Y = np.eye(3, dtype="float32")
P = np.array([[0.8, 0.1, 0.1], [0.3, 0.4, 0.3], [0.2, 0.2, 0.6]], "float32")


def test_without_focus_it_is_the_crossentropy():
    np.testing.assert_allclose(
        losses.binary_focal_crossentropy(Y, P, gamma=0.0),
        losses.binary_crossentropy(Y, P),
        rtol=1e-6,
    )
    np.testing.assert_allclose(
        losses.categorical_focal_crossentropy(Y, P, alpha=1.0, gamma=0.0),
        losses.categorical_crossentropy(Y, P),
        rtol=1e-6,
    )


def test_generalized_lies_between_its_limits():
    labels = np.arange(3)
    near_error = losses.categorical_generalized_cross_entropy(labels, P, q=0.999)
    np.testing.assert_allclose(near_error, 1 - P.diagonal(), rtol=2e-3)
    near_entropy = losses.categorical_generalized_cross_entropy(labels, P, q=1e-3)
    np.testing.assert_allclose(near_entropy, -np.log(P.diagonal()), rtol=2e-3)


def test_a_column_of_labels_is_read_as_labels():
    labels = np.arange(3)
    found = losses.categorical_generalized_cross_entropy(labels[:, None], P, q=0.5)
    assert found.shape == (3,)
    np.testing.assert_allclose(
        found, losses.categorical_generalized_cross_entropy(labels, P, q=0.5)
    )


@pytest.mark.parametrize("q", [0, 1, -0.5, 2.0])
def test_q_outside_of_its_range_is_refused(q):
    with pytest.raises(ValueError, match=r"`q` must be in \(0, 1\); got"):
        losses.CategoricalGeneralizedCrossEntropy(q=q)
    with pytest.raises(ValueError, match=r"`q` must be in \(0, 1\); got"):
        losses.categorical_generalized_cross_entropy(np.arange(3), P, q)
