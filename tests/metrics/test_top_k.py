"""Accuracies among the k largest."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos import metrics

LABELS = np.array([2, 1, 0])
P = np.array([[0.5, 0.5, 0.5], [0.1, 0.1, 0.8], [0.6, 0.3, 0.1]], "float32")


@pytest.mark.parametrize("k", [1, 2, 3, 9])
def test_ties_and_large_k_equal_keras(k):
    for name, y in (
        ("sparse_top_k_categorical_accuracy", LABELS),
        ("top_k_categorical_accuracy", np.eye(3)[LABELS]),
    ):
        ours, theirs = (getattr(lib, name)(y, P, k=k) for lib in (metrics, keras.metrics))
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_labels_keep_their_shape(shape):
    labels = LABELS.reshape(shape)
    ours, theirs = (
        lib.sparse_top_k_categorical_accuracy(labels, P, k=1) for lib in (metrics, keras.metrics)
    )
    assert ours.shape == theirs.shape == shape


@pytest.mark.parametrize("k", [1, 2])
def test_sorted_ids_equal_keras(k):
    ids = np.argsort(-P)[:, :2]
    found = []
    for lib in (metrics, keras.metrics):
        metric = lib.SparseTopKCategoricalAccuracy(k=k, from_sorted_ids=True)
        found.append(float(metric(LABELS, ids)))
        assert metric.get_config()["from_sorted_ids"] is True
    assert found[0] == pytest.approx(found[1])
