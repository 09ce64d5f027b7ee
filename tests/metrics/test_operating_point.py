"""One rate where another is good enough."""

import numpy as np
import pytest

from keraunos import metrics

Y, P = np.array([0, 0, 0, 1, 1]), np.array([0.0, 0.3, 0.8, 0.3, 0.8], "float32")
ARGUMENTS = {
    "SensitivityAtSpecificity": "specificity",
    "SpecificityAtSensitivity": "sensitivity",
    "PrecisionAtRecall": "recall",
    "RecallAtPrecision": "precision",
}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("SensitivityAtSpecificity", 0.5, 0.5), ("SensitivityAtSpecificity", 0.0, 1.0),
     ("SpecificityAtSensitivity", 0.5, 2 / 3), ("PrecisionAtRecall", 0.9, 0.5),
     ("RecallAtPrecision", 0.5, 1.0), ("RecallAtPrecision", 0.9, 0.0)],
)  # fmt: skip
def test_known_points(name, value, expected):
    assert float(getattr(metrics, name)(value)(Y, P)) == pytest.approx(expected)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_before_any_batch_and_attributes(name):
    metric = getattr(metrics, name)(0.5, num_thresholds=3, class_id=0)
    assert float(metric.result()) == 0.0
    assert getattr(metric, ARGUMENTS[name]) == metric.get_config()[ARGUMENTS[name]] == 0.5
    assert metric.thresholds == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_bad_arguments_are_refused(name):
    with pytest.raises(
        ValueError, match=rf"{name}: `{ARGUMENTS[name]}` must be in \[0, 1\]; got 1.5"
    ):
        getattr(metrics, name)(1.5)
    with pytest.raises(ValueError, match=f"{name}: `num_thresholds` must be an int > 0; got 0"):
        getattr(metrics, name)(0.5, num_thresholds=0)
