"""Operations on each element alone."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float


def _divide_no_nan(a: Any, b: Any) -> Any:
    b = jnp.asarray(b)
    return jnp.where(b == 0, 0, jnp.divide(a, jnp.where(b == 0, 1, b)))


@register("keras.ops.abs", "keras.ops.numpy.abs")
@operation
def abs(x: Any) -> Any:
    """The absolute value."""
    return jnp.abs(_array(x))


@register("keras.ops.add", "keras.ops.numpy.add")
@operation
def add(x1: Any, x2: Any) -> Any:
    """x1 + x2."""
    return jnp.add(_array(x1), _array(x2))


@register("keras.ops.ceil", "keras.ops.numpy.ceil")
@operation
def ceil(x: Any) -> Any:
    """The nearest integer above."""
    return jnp.ceil(_float(x))


@register("keras.ops.clip", "keras.ops.numpy.clip")
@operation
def clip(x: Any, x_min: Any, x_max: Any) -> Any:
    """x kept within [x_min, x_max]."""
    return jnp.clip(_array(x), _array(x_min), _array(x_max))


@register("keras.ops.cos", "keras.ops.numpy.cos")
@operation
def cos(x: Any) -> Any:
    """The cosine; x in radians."""
    return jnp.cos(_array(x))


@register("keras.ops.cosh", "keras.ops.numpy.cosh")
@operation
def cosh(x: Any) -> Any:
    """The hyperbolic cosine."""
    return jnp.cosh(_array(x))


@register("keras.ops.divide", "keras.ops.numpy.divide")
@operation
def divide(x1: Any, x2: Any) -> Any:
    """x1 / x2."""
    return jnp.divide(_array(x1), _array(x2))


@register("keras.ops.divide_no_nan", "keras.ops.numpy.divide_no_nan")
@operation
def divide_no_nan(x1: Any, x2: Any) -> Any:
    """x1 / x2, and 0 where x2 is 0."""
    return _divide_no_nan(_array(x1), _array(x2))


@register("keras.ops.equal", "keras.ops.numpy.equal")
@operation
def equal(x1: Any, x2: Any) -> Any:
    """x1 == x2."""
    return jnp.equal(_array(x1), _array(x2))


@register("keras.ops.erf", "keras.ops.numpy.erf")
@operation
def erf(x: Any) -> Any:
    """The error function."""
    return jax.lax.erf(jnp.asarray(_float(x)))


@register("keras.ops.exp", "keras.ops.numpy.exp")
@operation
def exp(x: Any) -> Any:
    """e to the power of x."""
    return jnp.exp(_array(x))


@register("keras.ops.expm1", "keras.ops.numpy.expm1")
@operation
def expm1(x: Any) -> Any:
    """exp(x) - 1, exact near 0."""
    return jnp.expm1(_array(x))


@register("keras.ops.floor", "keras.ops.numpy.floor")
@operation
def floor(x: Any) -> Any:
    """The nearest integer below."""
    return jnp.floor(_float(x))


@register("keras.ops.floor_divide", "keras.ops.numpy.floor_divide")
@operation
def floor_divide(x1: Any, x2: Any) -> Any:
    """floor(x1 / x2)."""
    return jnp.floor_divide(_array(x1), _array(x2))


@register("keras.ops.greater", "keras.ops.numpy.greater")
@operation
def greater(x1: Any, x2: Any) -> Any:
    """x1 > x2."""
    return jnp.greater(_array(x1), _array(x2))


@register("keras.ops.greater_equal", "keras.ops.numpy.greater_equal")
@operation
def greater_equal(x1: Any, x2: Any) -> Any:
    """x1 >= x2."""
    return jnp.greater_equal(_array(x1), _array(x2))


@register("keras.ops.isfinite", "keras.ops.numpy.isfinite")
@operation
def isfinite(x: Any) -> Any:
    """Whether x is neither infinite nor NaN."""
    return jnp.isfinite(_array(x))


@register("keras.ops.isinf", "keras.ops.numpy.isinf")
@operation
def isinf(x: Any) -> Any:
    """Whether x is infinite."""
    return jnp.isinf(_array(x))


@register("keras.ops.isnan", "keras.ops.numpy.isnan")
@operation
def isnan(x: Any) -> Any:
    """Whether x is NaN."""
    return jnp.isnan(_array(x))


@register("keras.ops.less", "keras.ops.numpy.less")
@operation
def less(x1: Any, x2: Any) -> Any:
    """x1 < x2."""
    return jnp.less(_array(x1), _array(x2))


@register("keras.ops.less_equal", "keras.ops.numpy.less_equal")
@operation
def less_equal(x1: Any, x2: Any) -> Any:
    """x1 <= x2."""
    return jnp.less_equal(_array(x1), _array(x2))


@register("keras.ops.log", "keras.ops.numpy.log")
@operation
def log(x: Any) -> Any:
    """The natural logarithm."""
    return jnp.log(_array(x))


@register("keras.ops.log1p", "keras.ops.numpy.log1p")
@operation
def log1p(x: Any) -> Any:
    """log(1 + x), exact near 0."""
    return jnp.log1p(_array(x))


@register("keras.ops.log2", "keras.ops.numpy.log2")
@operation
def log2(x: Any) -> Any:
    """The logarithm to base 2."""
    return jnp.log2(_array(x))


@register("keras.ops.logaddexp", "keras.ops.numpy.logaddexp")
@operation
def logaddexp(x1: Any, x2: Any) -> Any:
    """log(exp(x1) + exp(x2)), without overflow."""
    return jnp.logaddexp(_array(x1), _array(x2))


@register("keras.ops.logical_and", "keras.ops.numpy.logical_and")
@operation
def logical_and(x1: Any, x2: Any) -> Any:
    """x1 and x2."""
    return jnp.logical_and(_array(x1), _array(x2))


@register("keras.ops.logical_not", "keras.ops.numpy.logical_not")
@operation
def logical_not(x: Any) -> Any:
    """not x."""
    return jnp.logical_not(_array(x))


@register("keras.ops.logical_or", "keras.ops.numpy.logical_or")
@operation
def logical_or(x1: Any, x2: Any) -> Any:
    """x1 or x2."""
    return jnp.logical_or(_array(x1), _array(x2))


@register("keras.ops.maximum", "keras.ops.numpy.maximum")
@operation
def maximum(x1: Any, x2: Any) -> Any:
    """The larger of the two."""
    return jnp.maximum(_array(x1), _array(x2))


@register("keras.ops.minimum", "keras.ops.numpy.minimum")
@operation
def minimum(x1: Any, x2: Any) -> Any:
    """The smaller of the two."""
    return jnp.minimum(_array(x1), _array(x2))


@register("keras.ops.mod", "keras.ops.numpy.mod")
@operation
def mod(x1: Any, x2: Any) -> Any:
    """The remainder of x1 / x2, with the sign of x2."""
    return jnp.mod(_array(x1), _array(x2))


@register("keras.ops.multiply", "keras.ops.numpy.multiply")
@operation
def multiply(x1: Any, x2: Any) -> Any:
    """x1 * x2."""
    return jnp.multiply(_array(x1), _array(x2))


@register("keras.ops.negative", "keras.ops.numpy.negative")
@operation
def negative(x: Any) -> Any:
    """-x."""
    return jnp.negative(_array(x))


@register("keras.ops.not_equal", "keras.ops.numpy.not_equal")
@operation
def not_equal(x1: Any, x2: Any) -> Any:
    """x1 != x2."""
    return jnp.not_equal(_array(x1), _array(x2))


@register("keras.ops.power", "keras.ops.numpy.power")
@operation
def power(x1: Any, x2: Any) -> Any:
    """x1 to the power of x2."""
    return jnp.power(_array(x1), _array(x2))


@register("keras.ops.reciprocal", "keras.ops.numpy.reciprocal")
@operation
def reciprocal(x: Any) -> Any:
    """1 / x."""
    return jnp.reciprocal(_array(x))


@register("keras.ops.round", "keras.ops.numpy.round")
@operation
def round(x: Any, decimals: int = 0) -> Any:
    """The nearest number of `decimals` decimals."""
    return jnp.round(_array(x), decimals)


@register("keras.ops.rsqrt", "keras.ops.numpy.rsqrt")
@operation
def rsqrt(x: Any) -> Any:
    """1 / sqrt(x)."""
    return jax.lax.rsqrt(jnp.asarray(_float(x)))


@register("keras.ops.sign", "keras.ops.numpy.sign")
@operation
def sign(x: Any) -> Any:
    """-1, 0 or 1."""
    return jnp.sign(_array(x))


@register("keras.ops.sin", "keras.ops.numpy.sin")
@operation
def sin(x: Any) -> Any:
    """The sine; x in radians."""
    return jnp.sin(_array(x))


@register("keras.ops.sinh", "keras.ops.numpy.sinh")
@operation
def sinh(x: Any) -> Any:
    """The hyperbolic sine."""
    return jnp.sinh(_array(x))


@register("keras.ops.sqrt", "keras.ops.numpy.sqrt")
@operation
def sqrt(x: Any) -> Any:
    """The square root."""
    return jnp.sqrt(_array(x))


@register("keras.ops.square", "keras.ops.numpy.square")
@operation
def square(x: Any) -> Any:
    """x * x."""
    return jnp.square(_array(x))


@register("keras.ops.subtract", "keras.ops.numpy.subtract")
@operation
def subtract(x1: Any, x2: Any) -> Any:
    """x1 - x2."""
    return jnp.subtract(_array(x1), _array(x2))


@register("keras.ops.tan", "keras.ops.numpy.tan")
@operation
def tan(x: Any) -> Any:
    """The tangent; x in radians."""
    return jnp.tan(_array(x))


@register("keras.ops.true_divide", "keras.ops.numpy.true_divide")
@operation
def true_divide(x1: Any, x2: Any) -> Any:
    """x1 / x2."""
    return jnp.true_divide(_array(x1), _array(x2))
