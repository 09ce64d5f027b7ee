"""Which shapes belong together, and which are refused."""

import numpy as np
import pytest

from keraunos.core.errors import ShapeError
from keraunos.core.symbolic import KerasTensor
from keraunos.losses.shapes import along, check_same, pair, same_rank


@pytest.mark.parametrize(
    ("t", "p", "expected"),
    [
        ((4,), (4, 1), (4, 1)),
        ((4, 1), (4,), (4, 1)),
        ((4, 3, 1), (4, 3), (4, 3)),
        ((4, 3), (4, 3, 1), (4, 3)),
        ((4, 3), (4, 3), (4, 3)),
    ],
)
def test_an_axis_of_one_more_or_less(t, p, expected):
    y_true, y_pred = same_rank(np.zeros(t), np.zeros(p))
    assert y_true.shape == y_pred.shape == expected


def test_ranks_that_differ_otherwise_stay():
    y_true, y_pred = same_rank(np.zeros(4), np.zeros((4, 3)))
    assert (y_true.shape, y_pred.shape) == ((4,), (4, 3))


def test_a_column_is_never_spread_over_a_square():
    y_true, y_pred = pair("loss", np.arange(4), np.arange(4.0)[:, None])
    assert y_true.shape == y_pred.shape == (4, 1)


def test_the_targets_take_the_dtype_of_the_outputs():
    y_true, _ = pair("loss", np.arange(4), np.zeros(4, "float16"))
    assert y_true.dtype == "float16"


@pytest.mark.parametrize(
    ("t", "p"), [((4,), (4, 3)), ((4, 1), (4, 3)), ((4, 3), (5, 3)), ((3,), (2,))]
)
def test_shapes_that_differ_are_refused(t, p):
    with pytest.raises(
        ShapeError, match=r"mse: y_true and y_pred must have the same shape; got \("
    ) as error:
        check_same("mse", np.zeros(t), np.zeros(p))
    assert str(t) in str(error.value)
    assert str(p) in str(error.value)


@pytest.mark.parametrize(("t", "p"), [((1, 3), (4, 3)), ((4, 1, 3), (4, 5, 3)), ((4, 3), (4, 3))])
def test_axes_of_one_before_the_last_stretch(t, p):
    assert check_same("mse", np.zeros(t), np.zeros(p)) is None


def test_sizes_not_known_yet_fit():
    assert check_same("mse", KerasTensor((None, 3)), KerasTensor((4, 3))) is None


@pytest.mark.parametrize(
    ("given", "shape", "expected"),
    [((4,), (4, 3), (4, 1)), ((4, 3, 1), (4, 3), (4, 3)), ((), (4, 3), ()), ((4,), (), (4,))],
)
def test_weights_stand_beside_the_first_axes(given, shape, expected):
    assert along("loss", "sample_weight", np.zeros(given), shape).shape == expected


def test_weights_of_another_length_are_refused():
    with pytest.raises(
        ShapeError, match=r"first axes of \(4, 3\); got \(3,\). Give one weight a sample"
    ):
        along("loss", "sample_weight", np.zeros(3), (4, 3))
