"""Two arrays in, one out, element by element: sums, products, powers, remainders, the larger of two."""

from typing import Any

import jax.numpy as jnp

from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.lowering.rows import side_by_side
from keraunos.ops.public import elementwise


@elementwise("numpy")
def add(x1: Any, x2: Any) -> Any:
    """x1 + x2."""
    return jnp.add(*side_by_side(_array(x1), _array(x2)))


@elementwise("numpy")
def subtract(x1: Any, x2: Any) -> Any:
    """x1 - x2."""
    return jnp.subtract(*side_by_side(_array(x1), _array(x2)))


@elementwise("numpy")
def multiply(x1: Any, x2: Any) -> Any:
    """x1 · x2."""
    return jnp.multiply(*side_by_side(_array(x1), _array(x2)))


@elementwise("numpy")
def divide(x1: Any, x2: Any) -> Any:
    """x1 / x2; integers become floats."""
    return jnp.divide(_array(x1), _array(x2))


@elementwise("numpy")
def true_divide(x1: Any, x2: Any) -> Any:
    """x1 / x2; integers become floats."""
    return jnp.true_divide(_array(x1), _array(x2))


@elementwise("numpy")
def divide_no_nan(x1: Any, x2: Any) -> Any:
    """x1 / x2, and 0 where x2 is 0; the gradient there is 0 too."""
    over, under = _array(x1), _array(x2)
    zero = under == 0
    return jnp.where(zero, 0, over / jnp.where(zero, 1, under))


@elementwise("numpy")
def floor_divide(x1: Any, x2: Any) -> Any:
    """floor(x1 / x2)."""
    return jnp.floor_divide(_array(x1), _array(x2))


@elementwise("numpy")
def mod(x1: Any, x2: Any) -> Any:
    """The remainder of x1 / x2, with the sign of x2."""
    return jnp.mod(_array(x1), _array(x2))


@elementwise("numpy")
def fmod(x1: Any, x2: Any) -> Any:
    """The remainder of x1 / x2, with the sign of x1."""
    return jnp.fmod(_array(x1), _array(x2))


@elementwise("numpy")
def power(x1: Any, x2: Any) -> Any:
    """x1 to the power of x2."""
    return jnp.power(_array(x1), _array(x2))


@elementwise("numpy")
def maximum(x1: Any, x2: Any) -> Any:
    """The larger of x1 and x2; NaN if either is."""
    return jnp.maximum(_array(x1), _array(x2))


@elementwise("numpy")
def minimum(x1: Any, x2: Any) -> Any:
    """The smaller of x1 and x2; NaN if either is."""
    return jnp.minimum(_array(x1), _array(x2))


@elementwise("numpy")
def fmax(x1: Any, x2: Any) -> Any:
    """The larger of x1 and x2; the other one where one is NaN."""
    return jnp.fmax(_array(x1), _array(x2))


@elementwise("numpy")
def fmin(x1: Any, x2: Any) -> Any:
    """The smaller of x1 and x2; the other one where one is NaN."""
    return jnp.fmin(_array(x1), _array(x2))


@elementwise("numpy")
def clip(x: Any, x_min: Any, x_max: Any) -> Any:
    """x kept within [x_min, x_max]; booleans become int32."""
    array = jnp.asarray(_array(x))
    array = array.astype("int32") if array.dtype == jnp.bool_ else array
    return jnp.clip(array, _array(x_min), _array(x_max))


@elementwise("numpy")
def hypot(x1: Any, x2: Any) -> Any:
    """sqrt(x1² + x2²), without overflow."""
    return jnp.hypot(_array(x1), _array(x2))


@elementwise("numpy")
def logaddexp(x1: Any, x2: Any) -> Any:
    """log(exp(x1) + exp(x2)), without overflow; a Python number counts as floatx."""
    return jnp.logaddexp(_float(x1), _float(x2))


@elementwise("numpy")
def logaddexp2(x1: Any, x2: Any) -> Any:
    """log2(2^x1 + 2^x2), without overflow."""
    return jnp.logaddexp2(_float(x1), _float(x2))


@elementwise("numpy")
def heaviside(x1: Any, x2: Any) -> Any:
    """0 where x1 < 0, x2 where x1 = 0, else 1."""
    return jnp.heaviside(_array(x1), _array(x2))


@elementwise("numpy")
def gcd(x1: Any, x2: Any) -> Any:
    """The greatest common divisor of integers."""
    return jnp.gcd(_array(x1), _array(x2))


@elementwise("numpy")
def lcm(x1: Any, x2: Any) -> Any:
    """The least common multiple of integers."""
    return jnp.lcm(_array(x1), _array(x2))


@elementwise("numpy")
def ldexp(x1: Any, x2: Any) -> Any:
    """x1 · 2^x2, x2 of integers."""
    return jnp.ldexp(_array(x1), _array(x2))


@elementwise("numpy")
def nextafter(x1: Any, x2: Any) -> Any:
    """The float next to x1 in the direction of x2."""
    return jnp.nextafter(_float(x1), _float(x2))
