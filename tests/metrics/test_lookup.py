"""Metrics by name, config, class and callable."""

import pytest

from keraunos import metrics
from keraunos.core.registry import custom_object_scope


def test_a_name_means_the_class():
    assert isinstance(metrics.get("mean_squared_error"), metrics.MeanSquaredError)
    assert isinstance(metrics.get("MSE"), metrics.MeanSquaredError)
    assert isinstance(metrics.get("auc"), metrics.AUC)
    assert isinstance(metrics.get("f_beta_score"), metrics.FBetaScore)
    assert isinstance(metrics.get(metrics.Recall), metrics.Recall)


def test_functions_without_a_class_stay_functions():
    assert metrics.get("huber") is metrics.huber
    assert metrics.get(metrics.binary_accuracy) is metrics.binary_accuracy
    assert metrics.get(None) is None


def test_custom_objects_come_first():
    def mse(y_true, y_pred):
        return y_pred

    with custom_object_scope({"mse": mse}):
        assert metrics.get("mse") is mse


def test_configs():
    written = metrics.serialize(metrics.Precision(thresholds=[0.2, 0.4], name="p"))
    assert (written["module"], written["class_name"]) == ("keras.metrics", "Precision")
    again = metrics.get(written)
    assert (again.name, again.thresholds) == ("p", [0.2, 0.4])
    assert metrics.serialize(metrics.binary_accuracy)["config"] == "binary_accuracy"


def test_a_typo_lists_what_there_is():
    with pytest.raises(ValueError, match="metrics.get: unknown metric 'acurracy'. Did you mean "):
        metrics.get("acurracy")


def test_something_else_is_refused():
    with pytest.raises(ValueError, match="metrics.get: `identifier` must be a name, a config"):
        metrics.get(5)
