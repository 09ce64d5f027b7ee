"""Differences, watched: the root of the whole mean, the cosine's sign, aliases."""

import numpy as np
import pytest

from keraunos import losses, metrics

Y, P = np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([[1.0, 1.0], [0.0, 4.0]])


def test_the_root_is_taken_of_the_mean_over_all_batches():
    metric = metrics.RootMeanSquaredError()
    metric.update_state(Y[:1], P[:1])
    metric.update_state(Y[1:], P[1:])
    assert float(metric.result()) == pytest.approx(np.sqrt(np.mean((Y - P) ** 2)))
    assert float(metrics.RootMeanSquaredError().result()) == 0.0


def test_the_cosine_is_the_loss_without_its_minus():
    assert float(metrics.CosineSimilarity()(Y, Y)) == pytest.approx(1.0)
    assert float(metrics.CosineSimilarity()(Y, P)) == pytest.approx(
        -float(losses.CosineSimilarity()(Y, P))
    )


def test_aliases():
    for short, cls in (
        ("mae", metrics.MeanAbsoluteError),
        ("MSLE", metrics.MeanSquaredLogarithmicError),
    ):
        assert isinstance(metrics.get(short), cls)


def test_shapes_that_differ_are_refused():
    with pytest.raises(
        ValueError, match="root_mean_squared_error: y_true and y_pred must have the same"
    ):
        metrics.RootMeanSquaredError()(Y, P[:, :1])
    with pytest.raises(
        ValueError, match="mean_squared_error: y_true and y_pred must have the same"
    ):
        metrics.MeanSquaredError()(Y, P[:1, :1])
