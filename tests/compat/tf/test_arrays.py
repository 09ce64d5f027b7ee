"""Arrays with TensorFlow's methods, only while they are asked for."""

import importlib

import numpy as np

from keraunos import Input, compat, ops


def test_numpy_and_get_shape(old):
    assert not hasattr(ops.ones((2,)), "get_shape")
    importlib.import_module("tensorflow")
    assert isinstance(ops.ones((2,)).numpy(), np.ndarray)
    assert ops.ones((2, 3)).get_shape().as_list() == [2, 3]
    assert Input((4,)).get_shape().as_list() == [None, 4]
    compat.uninstall()
    assert not hasattr(ops.ones((2,)), "numpy")
