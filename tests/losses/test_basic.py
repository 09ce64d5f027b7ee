"""Squares, absolute values, Huber and log-cosh: what the grid of the contract does not reach."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import losses

FUNCTIONS = [
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error", "huber", "log_cosh",
]  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "shapes", [((3,), (3, 1)), ((3, 1), (3,)), ((2, 3, 1), (2, 3)), ((1, 1), (1, 1))]
)
def test_shapes_equal_keras(name, shapes):
    rng = np.random.default_rng(0)
    y_true, y_pred = (rng.random(s).astype("float32") for s in shapes)
    ours, theirs = (getattr(lib, name)(y_true, y_pred) for lib in (losses, keras.losses))
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_other_shapes_are_refused(name):
    with pytest.raises(ValueError, match=rf"{name}: y_true and y_pred must have the same shape"):
        getattr(losses, name)(np.zeros((4, 1)), np.zeros((4, 3)))


def test_aliases_are_the_functions():
    for short, name in (("mse", "mean_squared_error"), ("MAPE", "mean_absolute_percentage_error")):
        assert losses.get(short) is getattr(losses, name)


def test_huber_turns_at_delta():
    values = losses.huber(np.zeros((1, 2), "float32"), np.array([[0.5, 4.0]], "float32"), delta=2.0)
    assert float(values[0]) == pytest.approx((0.125 + 6.0) / 2)


def test_log_cosh_does_not_overflow():
    assert float(losses.log_cosh([[0.0]], [[1000.0]])[0]) == pytest.approx(1000 - np.log(2))


def test_targets_of_zero_do_not_divide_by_zero():
    assert np.isfinite(losses.mean_absolute_percentage_error([[0.0]], [[1e-3]])[0])
