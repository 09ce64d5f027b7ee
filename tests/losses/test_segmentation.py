"""Dice and Tversky."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import losses

RNG = np.random.default_rng(1)
Y, P = (
    (RNG.random((2, 4, 4, 3)) > 0.5).astype("float32"),
    RNG.random((2, 4, 4, 3)).astype("float32"),
)


@pytest.mark.parametrize("axis", [None, (1, 2), [1, 2, 3], -1])
def test_sums_over_axes_equal_keras(axis):
    for name, options in (("Dice", {}), ("Tversky", {"alpha": 0.2, "beta": 0.7})):
        ours, theirs = (
            getattr(lib, name)(axis=axis, **options)(Y, P) for lib in (losses, keras.losses)
        )
        np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


def test_perfect_overlap_costs_nothing_and_none_costs_one():
    assert float(losses.dice(Y, Y)) == pytest.approx(0.0, abs=1e-6)
    assert float(losses.dice(Y, 1 - Y)) == pytest.approx(1.0, abs=1e-6)


def test_nothing_to_find_and_nothing_found_costs_one_as_in_keras():
    for lib in (losses, keras.losses):
        assert float(lib.dice(Y * 0, Y * 0)) == float(lib.tversky(Y * 0, Y * 0)) == 1.0


def test_alpha_weighs_what_is_missed_as_in_keras():
    missed, false = np.array([[1.0, 1.0]]), np.array([[1.0, 0.0]])
    for lib in (losses, keras.losses):
        assert float(lib.tversky(missed, false, alpha=1.0, beta=0.0)) == pytest.approx(0.5)
        assert float(lib.tversky(false, missed, alpha=1.0, beta=0.0)) == pytest.approx(
            0.0, abs=1e-6
        )


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="dice: y_true and y_pred must have the same shape"):
        losses.dice(Y, P[..., 0])
