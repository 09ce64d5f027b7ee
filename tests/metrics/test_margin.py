"""Hinges, watched."""

import numpy as np
import pytest

from keraunos import losses, metrics

SIGNS, P = np.array([[-1.0, 1.0], [1.0, 1.0]]), np.array([[0.5, -2.0], [3.0, 0.0]])


@pytest.mark.parametrize("name", ["Hinge", "SquaredHinge"])
def test_batches_average_to_the_loss(name):
    metric = getattr(metrics, name)()
    metric.update_state(SIGNS[:1], P[:1])
    metric.update_state(SIGNS[1:], P[1:])
    assert float(metric.result()) == pytest.approx(float(getattr(losses, name)()(SIGNS, P)))


def test_shapes_that_differ_are_refused():
    with pytest.raises(
        ValueError, match="categorical_hinge: y_true and y_pred must have the same shape"
    ):
        metrics.CategoricalHinge()(SIGNS, P[:, :1])
