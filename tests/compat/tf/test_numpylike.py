"""`tf.experimental.numpy`."""

import importlib

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import numpylike as tnp


def test_functions_of_numpy_on_tensors(old):
    assert importlib.import_module("tensorflow").experimental.numpy.ones((2,)).sum() == 2
    assert (
        importlib.import_module(
            "tensorflow.experimental.numpy"
        ).experimental_enable_numpy_behavior()
        is None
    )
    assert tnp.matmul(ops.ones((2, 3)), tnp.ones((3, 1))).tolist() == [[3], [3]]
    assert tnp.allclose(tnp.random.rand(3), 0.5, atol=0.5)
    assert tnp.float32 is np.float32 and tnp.pi == np.pi
    assert isinstance(tnp.array([1.0]), tnp.ndarray)
    with pytest.raises(AttributeError):
        tnp.nonsense  # noqa: B018
