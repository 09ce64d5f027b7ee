"""Hinge losses."""

import numpy as np
import pytest

from keraunos import losses

P = np.array([[0.5, -2.0], [3.0, 0.0]], "float32")


def test_zeros_are_read_as_minus_one_if_all_are_zero_or_one():
    signs = np.array([[-1, 1], [1, -1]])
    for function in (losses.hinge, losses.squared_hinge):
        np.testing.assert_array_equal(function((signs + 1) // 2, P), function(signs, P))


def test_a_zero_among_signs_stays_a_zero():
    mixed = np.array([[-1, 0], [1, 1]])
    np.testing.assert_allclose(losses.hinge(mixed, P)[0], (1.5 + 1.0) / 2)


def test_nothing_is_gained_beyond_the_margin():
    assert (
        float(losses.hinge([[1.0]], [[1.0]])[0]) == float(losses.hinge([[1.0]], [[9.0]])[0]) == 0.0
    )
    assert float(losses.categorical_hinge([[1.0, 0.0]], [[2.0, 0.5]])[0]) == 0.0


@pytest.mark.parametrize("name", ["hinge", "squared_hinge", "categorical_hinge"])
def test_other_shapes_are_refused(name):
    with pytest.raises(ValueError, match=f"{name}: y_true and y_pred must have the same shape"):
        getattr(losses, name)(np.ones(2), np.ones((2, 3)))
