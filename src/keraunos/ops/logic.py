"""Comparisons, logic, bits, and questions that an element answers with true or false."""

from typing import Any

import jax.numpy as jnp

from keraunos.ops.core import as_array as _array
from keraunos.ops.public import elementwise, op


@elementwise("numpy")
def equal(x1: Any, x2: Any) -> Any:
    """x1 == x2."""
    return jnp.equal(_array(x1), _array(x2))


@elementwise("numpy")
def not_equal(x1: Any, x2: Any) -> Any:
    """x1 != x2."""
    return jnp.not_equal(_array(x1), _array(x2))


@elementwise("numpy")
def less(x1: Any, x2: Any) -> Any:
    """x1 < x2."""
    return jnp.less(_array(x1), _array(x2))


@elementwise("numpy")
def less_equal(x1: Any, x2: Any) -> Any:
    """x1 <= x2."""
    return jnp.less_equal(_array(x1), _array(x2))


@elementwise("numpy")
def greater(x1: Any, x2: Any) -> Any:
    """x1 > x2."""
    return jnp.greater(_array(x1), _array(x2))


@elementwise("numpy")
def greater_equal(x1: Any, x2: Any) -> Any:
    """x1 >= x2."""
    return jnp.greater_equal(_array(x1), _array(x2))


@elementwise("numpy")
def logical_and(x1: Any, x2: Any) -> Any:
    """Whether both hold; what is not 0 holds."""
    return jnp.logical_and(_array(x1), _array(x2))


@elementwise("numpy")
def logical_or(x1: Any, x2: Any) -> Any:
    """Whether either holds."""
    return jnp.logical_or(_array(x1), _array(x2))


@elementwise("numpy")
def logical_xor(x1: Any, x2: Any) -> Any:
    """Whether just one holds."""
    return jnp.logical_xor(_array(x1), _array(x2))


@elementwise("numpy")
def logical_not(x: Any) -> Any:
    """Whether x does not hold."""
    return jnp.logical_not(_array(x))


@elementwise("numpy")
def bitwise_and(x: Any, y: Any) -> Any:
    """The bits that both have."""
    return jnp.bitwise_and(_array(x), _array(y))


@elementwise("numpy")
def bitwise_or(x: Any, y: Any) -> Any:
    """The bits that either has."""
    return jnp.bitwise_or(_array(x), _array(y))


@elementwise("numpy")
def bitwise_xor(x: Any, y: Any) -> Any:
    """The bits that just one has."""
    return jnp.bitwise_xor(_array(x), _array(y))


@elementwise("numpy")
def bitwise_not(x: Any) -> Any:
    """Every bit turned."""
    return jnp.bitwise_not(_array(x))


@elementwise("numpy")
def bitwise_invert(x: Any) -> Any:
    """Every bit turned."""
    return jnp.invert(_array(x))


@elementwise("numpy")
def bitwise_left_shift(x: Any, y: Any) -> Any:
    """The bits of x moved up by y places."""
    return jnp.left_shift(_array(x), _array(y))


@elementwise("numpy")
def bitwise_right_shift(x: Any, y: Any) -> Any:
    """The bits of x moved down by y places."""
    return jnp.right_shift(_array(x), _array(y))


@elementwise("numpy")
def left_shift(x: Any, y: Any) -> Any:
    """The bits of x moved up by y places."""
    return jnp.left_shift(_array(x), _array(y))


@elementwise("numpy")
def right_shift(x: Any, y: Any) -> Any:
    """The bits of x moved down by y places."""
    return jnp.right_shift(_array(x), _array(y))


@elementwise("numpy")
def isnan(x: Any) -> Any:
    """Whether x is NaN."""
    return jnp.isnan(_array(x))


@elementwise("numpy")
def isinf(x: Any) -> Any:
    """Whether x is infinite."""
    return jnp.isinf(_array(x))


@elementwise("numpy")
def isposinf(x: Any) -> Any:
    """Whether x is +∞."""
    return jnp.isposinf(_array(x))


@elementwise("numpy")
def isneginf(x: Any) -> Any:
    """Whether x is -∞."""
    return jnp.isneginf(_array(x))


@elementwise("numpy")
def isfinite(x: Any) -> Any:
    """Whether x is neither infinite nor NaN."""
    return jnp.isfinite(_array(x))


@elementwise("numpy")
def isreal(x: Any) -> Any:
    """Whether the imaginary part is 0."""
    return jnp.isreal(_array(x))


@elementwise("numpy")
def signbit(x: Any) -> Any:
    """Whether the sign is minus, that of -0 included."""
    return jnp.signbit(_array(x))


@elementwise("numpy")
def isclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Any:
    """Whether |x1 - x2| <= atol + rtol · |x2|."""
    return jnp.isclose(_array(x1), _array(x2), rtol, atol, equal_nan)


@op("numpy")
def allclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Any:
    """Whether |x1 - x2| <= atol + rtol · |x2| everywhere."""
    return jnp.allclose(_array(x1), _array(x2), rtol, atol, equal_nan)


@op("numpy")
def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    """For each element of x1 whether it is among those of x2; inverted: whether it is not."""
    return jnp.isin(_array(x1), _array(x2), assume_unique=assume_unique, invert=invert)
