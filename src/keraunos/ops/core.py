"""Conversions: to arrays, to the host, to other dtypes; and what an array is."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core import config, tree
from keraunos.core.dtypes import host_dtype, is_float, standardize_dtype
from keraunos.core.errors import DataError, bad
from keraunos.core.symbolic import KerasTensor, operation
from keraunos.core.texts import is_text
from keraunos.core.variable import Variable
from keraunos.ops.public import elementwise, plain

_HELD = (jax.Array, Variable)  # what numpy cannot look into, at least within a trace


def as_array(x: Any) -> Any:
    """The jax array of anything array-like; Python's numbers stay weakly typed, float64 becomes floatx."""
    if isinstance(x, (jax.Array, bool, int, float, complex)):
        return x
    if isinstance(x, Variable):
        return x.value
    if isinstance(x, (list, tuple)) and any(isinstance(leaf, _HELD) for leaf in tree.flatten(x)):
        return jnp.stack([jnp.asarray(as_array(part)) for part in x])
    if hasattr(x, "__jax_array__"):  # a size of a program for any number of rows
        return jnp.asarray(x)
    array = np.asarray(x)
    if is_text(array):
        fix = (
            "Make all rows equally long; for texts call a StringLookup or TextVectorization first."
        )
        raise DataError(bad("ops", "x", "an array of numbers", x, fix))
    if not isinstance(x, np.ndarray) and array.dtype == np.int64:
        return jnp.asarray(array, "int32")
    return jnp.asarray(array.astype(host_dtype(array), copy=False))  # int64 becomes int32 quietly


def as_float(x: Any) -> Any:
    """As `as_array`, with integers as floatx; Python's numbers become arrays of floatx too."""
    array = jnp.asarray(as_array(x), config.floatx() if isinstance(x, float) else None)
    return array if jnp.issubdtype(array.dtype, jnp.inexact) else array.astype(config.floatx())


def as_arrays(structure: Any) -> Any:
    """A structure of anything array-like as one of jax arrays; None stays."""
    return tree.map_structure(lambda x: x if x is None else jnp.asarray(as_array(x)), structure)


def is_float_array(x: Any) -> bool:
    """Whether x is an array of floats."""
    return hasattr(x, "dtype") and is_float(getattr(x.dtype, "name", x.dtype))


@plain()
def convert_to_tensor(x: Any, dtype: Any = None, sparse: Any = None, ragged: Any = None) -> Any:
    """The array of anything array-like, on the device.

    Args: dtype: of the result; None: that of x, floatx for Python floats and float64 arrays.
    Example:
        >>> convert_to_tensor([1.0, 2.0]).dtype.name
        'float32'
    """
    if isinstance(x, KerasTensor):
        return x if dtype is None or standardize_dtype(dtype) == x.dtype else cast(x, dtype)
    array = jnp.asarray(as_array(x))
    if dtype is None:
        return array.astype(config.floatx()) if isinstance(x, float) else array
    return _as_type(array, dtype)


def _as_type(array: Any, dtype: Any) -> Any:
    return array.astype(jax.dtypes.canonicalize_dtype(jnp.dtype(standardize_dtype(dtype))))


@plain()
def convert_to_numpy(x: Any) -> np.ndarray:
    """A copy of the numbers on the host; what is no array yet is what numpy makes of it."""
    return np.array(as_array(x) if hasattr(x, "dtype") else x)


@plain()
def is_tensor(x: object) -> bool:
    """Whether x is an array of the engine or a symbolic tensor."""
    return isinstance(x, (jax.Array, KerasTensor))


@plain()
def shape(x: Any) -> tuple[Any, ...]:
    """The sizes of x as a tuple; None where a symbolic tensor's are unknown."""
    return tuple(x.shape) if hasattr(x, "shape") else np.shape(x)


@plain()
def dtype(x: Any) -> str:
    """The name of the dtype of x.

    Example:
        >>> dtype(np.zeros(2, "int8"))
        'int8'
    """
    return standardize_dtype(x.dtype if hasattr(x, "dtype") else jnp.asarray(as_array(x)).dtype)


@elementwise()
def cast(x: Any, dtype: Any) -> Any:
    """x in another dtype."""
    return _as_type(jnp.asarray(as_array(x)), dtype)


@elementwise()
def saturate_cast(x: Any, dtype: Any) -> Any:
    """x in another dtype; numbers beyond its range become its smallest or largest.

    Example:
        >>> saturate_cast([-1.0, 300.0], "uint8").tolist()
        [0, 255]
    """
    array, target = jnp.asarray(as_array(x)), jnp.dtype(standardize_dtype(dtype))
    if target == jnp.bool_:
        return jnp.clip(array, 0, 1).astype(target)
    if array.dtype == jnp.bool_:
        return array.astype(target)
    low, high = (float(limit(target)) for limit in (_least, _most))
    own_low, own_high = (float(limit(array.dtype)) for limit in (_least, _most))
    array = jnp.clip(
        array, _limit(low, own_low, array.dtype, max), _limit(high, own_high, array.dtype, min)
    )
    return array.astype(target)


def _least(dtype: Any) -> Any:
    return (jnp.finfo if jnp.issubdtype(dtype, jnp.floating) else jnp.iinfo)(dtype).min


def _most(dtype: Any) -> Any:
    return (jnp.finfo if jnp.issubdtype(dtype, jnp.floating) else jnp.iinfo)(dtype).max


def _limit(wanted: float, own: float, dtype: Any, stricter: Any) -> Any:
    """The stricter of two limits, in the dtype that is about to be clipped."""
    limit = stricter(wanted, own)
    return np.asarray(limit if jnp.issubdtype(dtype, jnp.floating) else int(limit)).astype(dtype)


@elementwise()
def stop_gradient(variable: Any) -> Any:
    """The same value, through which no gradient flows."""
    return jax.lax.stop_gradient(as_array(variable))


@plain()
def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose gradient you write.

    Args: f: (*args) -> (output, gradient), where gradient(*upstream) gives one gradient for each
        argument; upstream is the gradient of what follows with respect to the output.
    Example:
        >>> @custom_gradient
        ... def twice(x):
        ...     return 2 * x, lambda upstream: 10 * upstream
        >>> import jax; float(jax.grad(twice)(1.0))
        10.0
    """
    differentiable = jax.custom_gradient(f)

    def call(*args: Any, **kwargs: Any) -> Any:
        plain_args = tree.map_structure(_unwrapped, args)
        return differentiable(*plain_args, **kwargs)

    call.__name__ = getattr(f, "__name__", "custom_gradient")
    return operation(call)


def _unwrapped(x: Any) -> Any:
    return x.value if isinstance(x, Variable) else x
