"""What TensorFlow's tensors answer and arrays do not: `numpy()` and `get_shape()`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.values import TensorShape
from keraunos.core.symbolic import KerasTensor
from keraunos.core.variable import Variable


def changes() -> Iterator[tuple[type, str, Any]]:
    """The methods that arrays, variables and symbolic tensors get: (class, name, function)."""
    yield type(ops.convert_to_tensor(0)), "numpy", _numpy
    for kind in (type(ops.convert_to_tensor(0)), KerasTensor, Variable):
        yield kind, "get_shape", _get_shape


def _numpy(self: Any) -> np.ndarray:
    """The values on the host."""
    return np.asarray(self)


def _get_shape(self: Any) -> TensorShape:
    """The shape, with TensorFlow's methods."""
    return TensorShape(self.shape)
