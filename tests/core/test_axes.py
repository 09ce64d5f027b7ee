"""Axes that are there, and those that are not."""

import numpy as np
import pytest

from keraunos import layers, ops
from keraunos.core.axes import axes_within

X = np.ones((2, 3), "float32")


def test_they_are_counted_from_the_front():
    assert axes_within(1, 2) == axes_within(-1, 2) == (1,)
    assert axes_within([0, -1], 3) == (0, 2)


@pytest.mark.parametrize("axis", [2, -3, (0, 5)])
def test_what_is_not_there_is_refused(axis):
    with pytest.raises(ValueError, match="is out of bounds for an array of 2 axes"):
        axes_within(axis, 2)


@pytest.mark.parametrize(
    "ask",
    [lambda axis: ops.softmax(X, axis), lambda axis: ops.softmax(layers.Input((3,)), axis),
     lambda axis: layers.Softmax(axis)(X), lambda axis: ops.moments(X, [axis]),
     lambda axis: ops.layer_normalization(X, axis=axis), lambda axis: ops.rms_normalization(X, axis=axis),
     lambda axis: layers.Dot(axis)([X, X])],
)  # fmt: skip
@pytest.mark.parametrize("axis", [2, -4])
def test_no_op_wraps_an_axis_around(ask, axis):
    with pytest.raises(ValueError, match="out of bounds"):
        ask(axis)
