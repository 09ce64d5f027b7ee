"""Measures of Keras 1 and 2 by their formulas."""

import numpy as np
import pytest

import keraunos as k
from keraunos.compat import measures

TRUE = np.array([1, 1, 1, 0, 0, 0], "float32")
PRED = np.array([0.9, 0.8, 0.2, 0.7, 0.1, 0.3], "float32")  # 2 of 3 found, 1 wrong


def test_shares_of_one_batch():
    assert float(measures.precision(TRUE, PRED)) == pytest.approx(2 / 3, abs=1e-6)
    assert float(measures.recall(TRUE, PRED)) == pytest.approx(2 / 3, abs=1e-6)
    assert float(measures.fmeasure(TRUE, PRED)) == pytest.approx(2 / 3, abs=1e-6)
    assert float(measures.fbeta_score(TRUE, PRED, beta=2)) == pytest.approx(2 / 3, abs=1e-6)
    wanted = np.corrcoef(TRUE, PRED > 0.5)[0, 1]
    assert float(measures.matthews_correlation(TRUE, PRED)) == pytest.approx(wanted, abs=1e-6)
    with pytest.raises(ValueError, match="beta"):
        measures.fbeta_score(TRUE, PRED, beta=-1)


def test_the_mean_relative_error():
    metric = measures.MeanRelativeError(normalizer=[1, 3, 2, 3])
    metric.update_state([1, 3, 2, 3], [2, 4, 6, 8])
    assert float(metric.result()) == pytest.approx(1.25)
    assert metric.name == "mean_relative_error"
    again = measures.MeanRelativeError.from_config(metric.get_config())
    assert again.normalizer == [1, 3, 2, 3]


def test_metrics_are_made_anew():
    metric = k.metrics.Mean(name="m")
    metric.update_state([3.0])
    again, same = measures.clone_metrics([metric, len])
    assert (again.name, float(again.result()), same) == ("m", 0.0, len)
    assert measures.clone_metrics({"a": metric})["a"].name == "m"


def test_a_radial_kernel():
    w = np.arange(25, dtype="float32").reshape(5, 5, 1, 1)
    rings = np.asarray(measures.radial_constraint()(w))[..., 0, 0]
    assert rings[0].tolist() == [0] * 5
    assert rings[1].tolist() == [0, 6, 6, 6, 0]
    assert rings[2].tolist() == [0, 6, 12, 6, 0]
    with pytest.raises(ValueError, match="kernel"):
        measures.RadialConstraint()(np.ones((2, 3, 1, 1)))


def test_the_logger_splits_no_run():
    assert measures.BaseLogger(["lr"]).needs("train") == "clock"


def test_they_are_where_they_were(old):
    from keras.callbacks import BaseLogger
    from keras.metrics import fbeta_score, fmeasure

    assert (BaseLogger, fbeta_score) == (measures.BaseLogger, measures.fbeta_score)
    model = k.Sequential([k.Input((2,)), k.layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy", metrics=[fmeasure])
    assert "fmeasure" in model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0).history
