"""Kinds of things, and questions about tensors."""

import time

import numpy as np

from keraunos import Input, Variable, ops
from keraunos.compat.tf import kinds, tape
from keraunos.compat.tf.ragged import constant


def test_kinds():
    assert kinds.type_spec_from_value(ops.ones((2, 3))).shape == (2, 3)
    assert isinstance(kinds.type_spec_from_value(constant([[1], [2, 3]])), kinds.RaggedTensorSpec)
    assert not isinstance(ops.ones(2), kinds.IndexedSlices)
    assert kinds.is_symbolic_tensor(Input((2,))) and not kinds.is_symbolic_tensor(ops.ones(1))
    assert kinds.get_static_value(Input((2,))) is None
    assert kinds.get_static_value(Variable(2.0)) == 2
    assert kinds.identity_n((1, 2)) == [1, 2]
    assert abs(kinds.timestamp() - time.time()) < 60


def test_a_gradient_passes_through():
    x = Variable(0.4)
    with tape.GradientTape() as recording:
        y = kinds.grad_pass_through(ops.round)(x.value) * 3
    assert float(y) == 0 and float(recording.gradient(y, x)) == 3


def test_numbers():
    assert np.asarray(kinds.unravel_index([3, 1], [2, 2])).tolist() == [[1, 0], [1, 1]]
    assert kinds.truncatediv(np.array([-7, 7]), 2).tolist() == [-3, 3]
    assert kinds.truncatemod(np.array([-7, 7]), 2).tolist() == [-1, 1]
    assert kinds.histogram_fixed_width([-1.0, 0.1, 0.6, 9.0], [0.0, 1.0], 2).tolist() == [2, 2]
