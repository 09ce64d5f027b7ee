"""What TensorFlow's tensors answer and arrays do not: `numpy()` and `get_shape()`."""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.control import ensure_shape
from keraunos.compat.tf.values import TensorShape
from keraunos.core import tree
from keraunos.core.programs import TRACED
from keraunos.core.symbolic import KerasTensor
from keraunos.core.variable import Variable
from keraunos.data.dataset import Dataset


def changes() -> Iterator[tuple[type, str, Any]]:
    """The methods that arrays, variables and symbolic tensors get: (class, name, function)."""
    array = type(ops.convert_to_tensor(0))
    yield array, "numpy", _numpy
    yield array, "__array_function__", _numpys_own
    for name in ("__int__", "__float__"):
        yield array, name, _of_one(getattr(array, name))
    for name in _OPERATORS:
        yield array, name, _with_lists(getattr(array, name))
    for kind in (array, TRACED, KerasTensor, Variable):
        yield kind, "get_shape", _get_shape
    for kind in (array, TRACED, KerasTensor):
        yield kind, "set_shape", _set_shape
    for kind in (array, TRACED, Variable):
        yield kind, "shape", property(_tensors_shape(kind.shape.fget))
    yield KerasTensor, "shape", property(_symbols_shape, _keep_shape)
    yield Dataset, "_handed", staticmethod(_as_tensors)


class HostTensor(np.ndarray):
    """A numpy array with the methods of TensorFlow's tensors: what functions of data sets are handed."""

    def numpy(self) -> np.ndarray:
        """Numpy's own array."""
        return np.asarray(self)

    @property
    def shape(self) -> TensorShape:
        """The shape, with TensorFlow's methods."""
        return TensorShape(np.ndarray.shape.__get__(self))

    @shape.setter
    def shape(self, value: Any) -> None:
        np.ndarray.shape.__set__(self, value)

    def get_shape(self) -> TensorShape:
        """The shape, with TensorFlow's methods."""
        return self.shape

    def set_shape(self, shape: Any) -> None:
        """Nothing, if the shape is the tensor's; see `_set_shape`."""
        _set_shape(self, shape)


def _as_tensors(x: Any) -> Any:
    """An element with its arrays of numbers as host tensors."""
    return tree.map_structure(_as_tensor, x)


def _as_tensor(x: Any) -> Any:
    numbers = type(x) is np.ndarray and x.dtype.kind in "biufc"
    return x.view(HostTensor) if numbers else x


def _numpy(self: Any) -> np.ndarray:
    """The values on the host, in an array of the caller's own."""
    return np.array(self)


def _of_one(plain: Any) -> Any:
    """A conversion to a number, of an array of one element whatever its axes, as a row of a batch of one."""

    @functools.wraps(plain)
    def convert(self: Any) -> Any:
        return plain(self.reshape(()) if self.size == 1 else self)

    return convert


def _tensors_shape(plain: Any) -> Any:
    """A reader of shapes that gives them TensorFlow's methods."""

    def shape(self: Any) -> TensorShape:
        return TensorShape(plain(self))

    return shape


def _symbols_shape(self: KerasTensor) -> TensorShape:
    return TensorShape(self.__dict__["shape"])


def _keep_shape(self: KerasTensor, shape: Any) -> None:
    self.__dict__["shape"] = shape


def _set_shape(self: Any, shape: Any) -> None:
    """Nothing, if the shape is the tensor's; None fits every size.

    Raises: ValueError if it is another.
    """
    ensure_shape(self, tuple(shape))


def _get_shape(self: Any) -> TensorShape:
    """The shape, with TensorFlow's methods."""
    return TensorShape(self.shape)


_OPERATORS = tuple(
    f"__{side}{name}__" for name in ("add", "sub", "mul", "truediv", "pow") for side in ("", "r")
)


def _with_lists(plain: Any) -> Any:
    """An operator that takes a list for the other operand, and leaves a symbolic tensor to it."""

    @functools.wraps(plain)
    def apply(self: Any, other: Any) -> Any:
        if isinstance(other, KerasTensor):
            return NotImplemented
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
