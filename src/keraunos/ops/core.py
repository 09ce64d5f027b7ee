"""Conversions, control flow, and what has no home in numpy."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core import config
from keraunos.core.dtypes import host_dtype, is_float, standardize_dtype
from keraunos.core.errors import DataError, bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor, operation
from keraunos.core.variable import Variable


def as_array(x: Any) -> Any:
    """The jax array of anything array-like; Python's numbers stay weakly typed, float64 becomes floatx."""
    if isinstance(x, (jax.Array, bool, int, float, complex)):
        return x
    if isinstance(x, Variable):
        return x.value
    array = np.asarray(x)
    if array.dtype == object:
        raise DataError(bad("ops", "x", "an array of numbers", x, "Make all rows equally long."))
    if not isinstance(x, np.ndarray) and array.dtype == np.int64:
        return jnp.asarray(array, "int32")
    return jnp.asarray(array, host_dtype(array))


def as_float(x: Any) -> Any:
    """As `as_array`, with integers as floatx."""
    array = jnp.asarray(as_array(x))
    return array if jnp.issubdtype(array.dtype, jnp.inexact) else array.astype(config.floatx())


@register("keras.ops.convert_to_tensor", "keras.ops.core.convert_to_tensor")
def convert_to_tensor(x: Any, dtype: Any = None, sparse: Any = None, ragged: Any = None) -> Any:
    """The array of anything array-like, on the device.

    Args: dtype: of the result; None: that of x, floatx for Python floats and float64 arrays.
    Example:
        >>> convert_to_tensor([1.0, 2.0]).dtype.name
        'float32'
    """
    if isinstance(x, KerasTensor):
        return x
    array = jnp.asarray(as_array(x))
    if dtype is None:
        return array.astype(config.floatx()) if isinstance(x, float) else array
    return array.astype(standardize_dtype(dtype))


@register("keras.ops.convert_to_numpy", "keras.ops.core.convert_to_numpy")
def convert_to_numpy(x: Any) -> np.ndarray:
    """A copy of the numbers on the host."""
    return np.array(as_array(x))


@register("keras.ops.is_tensor", "keras.ops.core.is_tensor")
def is_tensor(x: object) -> bool:
    """Whether x is an array of the engine or a symbolic tensor."""
    return isinstance(x, (jax.Array, KerasTensor))


@register("keras.ops.shape", "keras.ops.core.shape")
def shape(x: Any) -> tuple[Any, ...]:
    """The sizes of x as a tuple; None where a symbolic tensor's are unknown."""
    return tuple(x.shape) if hasattr(x, "shape") else np.shape(x)


@register("keras.ops.cast", "keras.ops.core.cast")
@operation
def cast(x: Any, dtype: Any) -> Any:
    """x in another dtype."""
    return jnp.asarray(as_array(x)).astype(standardize_dtype(dtype))


@register("keras.ops.stop_gradient", "keras.ops.core.stop_gradient")
@operation
def stop_gradient(variable: Any) -> Any:
    """The same value, through which no gradient flows."""
    return jax.lax.stop_gradient(as_array(variable))


@register("keras.ops.cond", "keras.ops.core.cond")
def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """What `true_fn()` gives if `pred` holds, else what `false_fn()` gives."""
    return jax.lax.cond(pred, true_fn, false_fn)


@register("keras.ops.while_loop", "keras.ops.core.while_loop")
def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: Any = None,
) -> Any:
    """Repeat `body` on the loop variables while `cond` holds, at most `maximum_iterations` times."""
    many = isinstance(loop_vars, (tuple, list))
    start = tuple(loop_vars) if many else (loop_vars,)

    def keep_going(carry: Any) -> Any:
        count, values = carry
        within = True if maximum_iterations is None else count < maximum_iterations
        return jnp.logical_and(cond(*values), within)

    def once(carry: Any) -> Any:
        count, values = carry
        new = body(*values)
        return count + 1, tuple(new) if isinstance(new, (tuple, list)) else (new,)

    _, values = jax.lax.while_loop(
        keep_going, once, (jnp.int32(0), jax.tree.map(jnp.asarray, start))
    )
    return values if many else values[0]


@register("keras.ops.fori_loop", "keras.ops.core.fori_loop")
def fori_loop(lower: Any, upper: Any, body_fun: Callable[..., Any], init_val: Any) -> Any:
    """body_fun(i, value) for i from lower up to upper, without upper."""
    return jax.lax.fori_loop(lower, upper, body_fun, init_val)


@register("keras.ops.scan", "keras.ops.core.scan")
def scan(
    f: Callable[..., Any], init: Any, xs: Any = None, length: int | None = None,
    reverse: bool = False, unroll: int | bool = 1,
) -> Any:  # fmt: skip
    """f(carry, x) -> (carry, y) along the first axis of xs; returns the last carry and all y."""
    return jax.lax.scan(f, init, xs, length=length, reverse=reverse, unroll=unroll)


def is_float_array(x: Any) -> bool:
    """Whether x is an array of floats."""
    return hasattr(x, "dtype") and is_float(getattr(x.dtype, "name", x.dtype))
