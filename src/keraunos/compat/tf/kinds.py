"""TensorFlow's names of kinds of things, and questions about tensors that need no numbers."""

import time
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.ragged import Ragged
from keraunos.compat.tf.values import TensorSpec, as_dtype
from keraunos.core.symbolic import KerasTensor
from keraunos.core.symbolic import Operation as Operation
from keraunos.core.typing import Array
from keraunos.core.variable import Variable

TypeSpec = TensorSpec


class RaggedTensorSpec(TensorSpec):
    """A shape and a dtype of ragged rows."""


class SparseTensorSpec(TensorSpec):
    """A shape and a dtype of a sparse tensor."""


class IndexedSlices:
    """A gradient as a few rows; gradients here have all rows, so nothing is one."""


def type_spec_from_value(value: Any) -> TensorSpec:
    """The shape and the dtype."""
    kind = RaggedTensorSpec if isinstance(value, Ragged) else TensorSpec
    return kind(value.shape, value.dtype)


def is_symbolic_tensor(tensor: Any) -> bool:
    """Whether it has no numbers."""
    return isinstance(tensor, KerasTensor)


def get_static_value(tensor: Any, partial: bool = False) -> Any:
    """The numbers, None of what has none yet."""
    if isinstance(tensor, KerasTensor):
        return None
    return np.asarray(tensor.value if isinstance(tensor, Variable) else tensor)


def identity_n(input: Any, name: Any = None) -> list[Any]:
    """The tensors themselves."""
    return list(input)


def grad_pass_through(f: Any) -> Any:
    """A function whose gradient is that of the identity."""

    def call(x: Any) -> Any:
        return x + ops.stop_gradient(f(x) - x)

    return call


def timestamp(name: Any = None) -> float:
    """Seconds since 1970."""
    return time.time()


def unravel_index(indices: Any, dims: Any, name: Any = None) -> Array:
    """The coordinates of places in an array of these sizes, one row an axis."""
    return ops.stack(ops.unravel_index(indices, tuple(int(n) for n in dims)))


def truncatediv(x: Any, y: Any, name: Any = None) -> Array:
    """The whole part of x / y, towards zero."""
    whole = ops.floor_divide(ops.abs(x), ops.abs(y))
    return whole * ops.cast(ops.sign(x), whole.dtype) * ops.cast(ops.sign(y), whole.dtype)


def truncatemod(x: Any, y: Any, name: Any = None) -> Array:
    """What `truncatediv` leaves."""
    return ops.subtract(x, ops.multiply(truncatediv(x, y), y))


def histogram_fixed_width(
    values: Any, value_range: Any, nbins: int = 100, dtype: Any = "int32", name: Any = None
) -> Array:
    """How many values are in each of equal bins; those beyond the range count in the outer bins."""
    bins = histogram_fixed_width_bins(values, value_range, nbins)
    return ops.cast(ops.bincount(ops.reshape(bins, (-1,)), minlength=int(nbins)), as_dtype(dtype))


def histogram_fixed_width_bins(
    values: Any, value_range: Any, nbins: int = 100, dtype: Any = "int32", name: Any = None
) -> Array:
    """The number of each value's bin."""
    low, high = value_range
    share = (ops.cast(values, "float32") - low) / (high - low)
    return ops.cast(ops.clip(ops.floor(share * nbins), 0, nbins - 1), as_dtype(dtype))
