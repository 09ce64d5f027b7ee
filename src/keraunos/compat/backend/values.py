"""K functions that make, read, write and describe tensors and variables."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.random import draw_seed, host_generator
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.layers import Input


def _raw(x: Any) -> Any:
    return x.value if isinstance(x, Variable) else x


# --- making -------------------------------------------------------------------------------------


def variable(
    value: Any, dtype: Any = None, name: str | None = None, constraint: Any = None
) -> Variable:
    """A Variable with this value."""
    made = Variable(np.asarray(_raw(value)), dtype=dtype or config.floatx(), name=name)
    made.constraint = constraint
    return made


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str | None = None) -> Array:
    """An array with this value, repeated to a shape if one is given."""
    array = np.asarray(value, dtype or config.floatx())
    return ops.convert_to_tensor(array if shape is None else np.broadcast_to(array, shape))


def placeholder(
    shape: Any = None, ndim: int | None = None, dtype: Any = None, sparse: bool = False,
    name: str | None = None,
) -> KerasTensor:  # fmt: skip
    """A symbolic tensor at which a graph begins; `shape` has the batch axis."""
    sizes = tuple(shape) if shape is not None else (None,) * (ndim or 0)
    return Input(batch_shape=sizes, dtype=dtype, sparse=sparse, name=name)


def _filled(fill: float) -> Any:
    def make(shape: Any, dtype: Any = None, name: str | None = None) -> Variable:
        return variable(np.full(tuple(shape), fill), dtype, name)

    make.__doc__ = f"A Variable of {fill:g}s."
    return make


zeros = _filled(0.0)
ones = _filled(1.0)


def eye(size: Any, dtype: Any = None, name: str | None = None) -> Variable:
    """A Variable that holds the identity matrix."""
    return variable(np.eye(*(size if isinstance(size, (tuple, list)) else (size,))), dtype, name)


def random_uniform_variable(
    shape: Any,
    low: float,
    high: float,
    dtype: Any = None,
    name: str | None = None,
    seed: Any = None,
) -> Variable:
    """A Variable with values drawn evenly from [low, high)."""
    draw = host_generator(draw_seed() if seed is None else seed)
    return variable(draw.uniform(low, high, tuple(shape)), dtype, name)


def random_normal_variable(
    shape: Any,
    mean: float,
    scale: float,
    dtype: Any = None,
    name: str | None = None,
    seed: Any = None,
) -> Variable:
    """A Variable with values drawn from a normal distribution."""
    draw = host_generator(draw_seed() if seed is None else seed)
    return variable(draw.normal(mean, scale, tuple(shape)), dtype, name)


def identity(x: Any, name: str | None = None) -> Any:
    """The tensor itself."""
    return _raw(x)


def cast(x: Any, dtype: Any) -> Any:
    """The tensor in another dtype."""
    return ops.cast(_raw(x), dtype)


def cast_to_floatx(x: Any) -> Any:
    """The array in the process's float type; a numpy array stays one."""
    if isinstance(x, (Variable, KerasTensor)) or hasattr(x, "devices"):
        return ops.cast(_raw(x), config.floatx())
    return np.asarray(x, config.floatx())


# --- reading and writing ------------------------------------------------------------------------


def get_value(x: Any) -> Any:
    """The value as a numpy array; of a scalar variable as a number."""
    array = np.array(_raw(x))
    return array[()] if array.ndim == 0 else array


def eval(x: Any) -> Any:
    """As `get_value`."""
    return get_value(x)


def batch_get_value(tensors: Any) -> list[Any]:
    """The values of several variables."""
    return [get_value(x) for x in tensors]


def set_value(x: Variable, value: Any) -> None:
    """Assign a variable, such as the learning rate of an optimizer."""
    x.assign(value)


def batch_set_value(tuples: Any) -> None:
    """Assign several variables: pairs (variable, value)."""
    for x, value in tuples:
        x.assign(value)


def update(x: Variable, new_x: Any) -> Any:
    """Assign a variable; gives the new value, for a symbolic one the pair that `K.function` takes."""
    return (x, new_x) if isinstance(new_x, KerasTensor) else x.assign(_raw(new_x))


def update_add(x: Variable, increment: Any) -> Any:
    """Add to a variable, as `update` does."""
    return update(x, ops.add(x, _raw(increment)))


def update_sub(x: Variable, decrement: Any) -> Any:
    """Subtract from a variable, as `update` does."""
    return update(x, ops.subtract(x, _raw(decrement)))


def moving_average_update(x: Variable, value: Any, momentum: float) -> Any:
    """x · momentum + value · (1 - momentum), assigned and returned."""
    return x.assign(x.value * momentum + _raw(value) * (1 - momentum))


def print_tensor(x: Any, message: str = "", summarize: int = 3) -> Any:
    """Print a value, where there is one; returns the tensor."""
    print(message, np.asarray(_raw(x)) if is_tensor(x) or is_variable(x) else x)
    return x


# --- describing ---------------------------------------------------------------------------------


def int_shape(x: Any) -> tuple[Any, ...]:
    """The sizes; None where a symbolic tensor's are not known."""
    return tuple(x.shape)


get_variable_shape = int_shape


def ndim(x: Any) -> int:
    """The number of axes."""
    return len(x.shape)


def count_params(x: Any) -> int:
    """The number of elements."""
    return int(np.prod(x.shape))


def dtype(x: Any) -> str:
    """The dtype's name."""
    return getattr(x.dtype, "name", str(x.dtype))


def is_keras_tensor(x: Any) -> bool:
    """Whether it is symbolic."""
    return isinstance(x, KerasTensor)


is_symbolic = is_keras_tensor


def is_placeholder(x: Any) -> bool:
    """Whether it is where a graph begins."""
    history = getattr(x, "_keras_history", None)
    return history is not None and history.operation._inbound_nodes[history.node_index].is_input


def is_variable(x: Any) -> bool:
    """Whether it is a Variable."""
    return isinstance(x, Variable)


def is_tensor(x: Any) -> bool:
    """Whether it is an array on a device, or symbolic."""
    return ops.is_tensor(x) or isinstance(x, KerasTensor)


def is_sparse(tensor: Any) -> bool:
    """Whether a symbolic tensor stands for sparse data."""
    return bool(getattr(tensor, "sparse", False))


def to_dense(tensor: Any) -> Any:
    """The tensor, as arrays are dense."""
    return _raw(tensor)
