"""The share of variance that is explained."""

import numpy as np
import pytest

from keraunos import metrics

Y, P = (
    np.array([[1.0, 0.0], [2.0, 1.0], [4.0, 5.0]]),
    np.array([[1.5, 0.0], [2.0, 2.0], [3.0, 5.0]]),
)


def test_it_is_that_of_the_definition():
    expected = 1 - ((Y - P) ** 2).sum(0) / ((Y - Y.mean(0)) ** 2).sum(0)
    assert metrics.R2Score(class_aggregation=None)(Y, P).tolist() == pytest.approx(
        expected.tolist()
    )
    assert float(metrics.R2Score()(Y, P)) == pytest.approx(expected.mean())


def test_the_mean_explains_nothing_and_the_targets_all():
    assert float(metrics.R2Score()(Y, np.broadcast_to(Y.mean(0), Y.shape))) == pytest.approx(
        0.0, abs=1e-6
    )
    assert float(metrics.R2Score()(Y, Y)) == 1.0


def test_targets_that_do_not_vary_give_zero():
    assert float(metrics.R2Score()(np.ones((3, 1)), P[:, :1])) == 0.0


def test_rows_beside_a_column():
    assert metrics.R2Score()(Y[:, 0], P[:, :1]) == metrics.R2Score()(Y[:, :1], P[:, :1])


@pytest.mark.parametrize(
    ("options", "message"),
    [({"class_aggregation": "mean"}, "R2Score: `class_aggregation` must be one of"),
     ({"num_regressors": -1}, "R2Score: `num_regressors` must be an int >= 0; got -1")],
)  # fmt: skip
def test_bad_arguments_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        metrics.R2Score(**options)


def test_other_shapes_and_no_batches_are_refused():
    with pytest.raises(ValueError, match=r"r2_score: `y_pred` must be 2-D \(batch, outputs\)"):
        metrics.R2Score()(np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match="r2_score: no batch was seen yet"):
        metrics.R2Score().result()
