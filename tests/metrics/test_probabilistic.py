"""Crossentropies, watched."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import metrics

LABELS, P = np.array([0, 1, 1]), np.full((3, 4), 0.25, "float32")


@pytest.mark.parametrize("weights", [None, np.array([1.0, 2.0, 3.0])])
def test_ignored_classes_count_as_in_keras(weights):
    states = []
    for lib in (metrics, keras.metrics):
        metric = lib.SparseCategoricalCrossentropy(ignore_class=0)
        metric.update_state(LABELS, P, sample_weight=weights)
        states.append([np.asarray(v.value) for v in metric.variables])
    np.testing.assert_allclose(*states, **TOLERANCE["float32"])


def test_options_are_attributes_and_in_the_config():
    metric = metrics.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    assert (metric.from_logits, metric.label_smoothing, metric.axis) == (True, 0.1, -1)
    again = metrics.CategoricalCrossentropy.from_config(metric.get_config())
    assert again.label_smoothing == 0.1


def test_shapes_that_differ_are_refused():
    with pytest.raises(ValueError, match="sparse_categorical_crossentropy: for y_pred of shape"):
        metrics.SparseCategoricalCrossentropy()(LABELS[:2], P)
    with pytest.raises(
        ValueError, match="kl_divergence: y_true and y_pred must have the same shape"
    ):
        metrics.KLDivergence()(P[:, :2], P)
