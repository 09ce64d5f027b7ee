"""Precision, recall and counts: thresholds, top k, weights of each element with a class."""

import numpy as np
import pytest

from keraunos import metrics

Y, P = np.array([[0, 1, 1], [1, 0, 0]]), np.array([[0.9, 0.6, 0.2], [0.7, 0.4, 0.8]], "float32")


def test_names_are_counted_and_state_is_named():
    first, second = metrics.Precision(), metrics.Precision()
    assert [first.name, second.name] == ["precision", "precision_1"]
    assert [v.path for v in metrics.FalsePositives().variables] == ["false_positives/accumulator"]


def test_one_threshold_gives_a_number_and_several_a_vector():
    assert metrics.Precision(thresholds=0.5)(Y, P).shape == ()
    assert metrics.Precision(thresholds=[0.5])(Y, P).shape == ()
    assert metrics.Recall(thresholds=[0.1, 0.65])(Y, P).tolist() == pytest.approx([1.0, 1 / 3])


def test_top_k_leaves_the_threshold_out():
    assert float(metrics.Recall(top_k=1)(Y, P)) == pytest.approx(0.0)
    assert float(metrics.Recall(top_k=2)(Y, P)) == pytest.approx(2 / 3)
    assert float(metrics.Precision(top_k=3)(Y, P)) == pytest.approx(0.5)


def test_element_weights_go_with_a_class():
    weights = np.array([[1.0, 5.0, 1.0], [1.0, 3.0, 1.0]])
    metric = metrics.Precision(class_id=1, thresholds=0.3)
    assert float(metric(Y, P, weights)) == pytest.approx(5 / 8)


def test_counts_without_any_batch():
    assert float(metrics.TruePositives().result()) == 0.0
    assert float(metrics.Precision().result()) == 0.0


def test_the_config_keeps_the_thresholds_as_given():
    assert metrics.Precision().get_config()["thresholds"] is None
    assert metrics.Precision(thresholds=0.3).get_config()["thresholds"] == 0.3
    assert metrics.TruePositives(thresholds=(0.1, 0.2)).get_config()["thresholds"] == [0.1, 0.2]


def test_thresholds_are_checked_at_once():
    with pytest.raises(ValueError, match=r"true_positives: `thresholds` must be in \[0, 1\]"):
        metrics.TruePositives(thresholds=[0.5, 2.0])
