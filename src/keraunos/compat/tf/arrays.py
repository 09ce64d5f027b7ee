"""What TensorFlow's tensors answer and arrays do not: `numpy()` and `get_shape()`."""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.values import TensorShape
from keraunos.core.symbolic import KerasTensor
from keraunos.core.variable import Variable


def changes() -> Iterator[tuple[type, str, Any]]:
    """The methods that arrays, variables and symbolic tensors get: (class, name, function)."""
    array = type(ops.convert_to_tensor(0))
    yield array, "numpy", _numpy
    yield array, "__array_function__", _numpys_own
    for name in _OPERATORS:
        yield array, name, _with_lists(getattr(array, name))
    for kind in (type(ops.convert_to_tensor(0)), KerasTensor, Variable):
        yield kind, "get_shape", _get_shape


def _numpy(self: Any) -> np.ndarray:
    """The values on the host."""
    return np.asarray(self)


def _get_shape(self: Any) -> TensorShape:
    """The shape, with TensorFlow's methods."""
    return TensorShape(self.shape)


_OPERATORS = tuple(
    f"__{side}{name}__" for name in ("add", "sub", "mul", "truediv", "pow") for side in ("", "r")
)


def _with_lists(plain: Any) -> Any:
    """An operator that takes a list for the other operand."""

    @functools.wraps(plain)
    def apply(self: Any, other: Any) -> Any:
        return plain(self, np.asarray(other) if isinstance(other, (list, tuple)) else other)

    return apply


def _numpys_own(self: Any, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
    """A function of numpy on tensors works on their values and gives numpy's arrays."""
    kind = type(self)

    def plain(x: Any) -> Any:
        if isinstance(x, kind):
            return np.asarray(x)
        return type(x)(map(plain, x)) if type(x) in (list, tuple) else x

    return function(*map(plain, args), **{name: plain(x) for name, x in kwargs.items()})
