"""F scores."""

import numpy as np
import pytest

from keraunos import metrics

Y, P = (
    np.eye(2, dtype="float32")[[0, 1, 1]],
    np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], "float32"),
)


def test_the_largest_of_a_row_is_positive():
    assert metrics.F1Score()(Y, P).tolist() == pytest.approx([2 / 3, 2 / 3])
    nothing = metrics.F1Score()(Y, P * 0)
    assert nothing.tolist() == [0.0, 0.0]


def test_a_class_that_never_occurs_gives_zero():
    never = metrics.F1Score(threshold=0.5)(np.zeros((2, 1)), np.zeros((2, 1)))
    assert never.tolist() == [0.0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"average": "mean"}, "FBetaScore: `average` must be one of"),
        ({"beta": 0.0}, r"FBetaScore: `beta` must be a float > 0; got 0.0"),
        ({"beta": 2}, r"FBetaScore: `beta` must be a float > 0; got 2 \(int\)"),
        ({"threshold": 1}, r"FBetaScore: `threshold` must be None or a float in \(0, 1\]; got 1"),
        ({"threshold": 1.5}, "FBetaScore: `threshold` must be None or a float"),
    ],
)
def test_bad_arguments_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        metrics.FBetaScore(**options)


def test_other_shapes_are_refused():
    with pytest.raises(
        ValueError, match=r"f1_score: `y_pred` must be 2-D \(batch, classes\); got float32\[3\]"
    ):
        metrics.F1Score()(np.ones(3), np.ones(3))


def test_the_result_before_any_batch_is_refused():
    with pytest.raises(ValueError, match="f1_score: no batch was seen yet"):
        metrics.F1Score().result()
    metrics.F1Score().reset_state()
