"""One array in, one out, element by element: roots, exponentials, logarithms, rounding."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.public import elementwise


@elementwise("numpy")
def abs(x: Any) -> Any:
    """The absolute value."""
    return jnp.abs(_array(x))


@elementwise("numpy")
def absolute(x: Any) -> Any:
    """The absolute value."""
    return jnp.absolute(_array(x))


@elementwise("numpy")
def fabs(x: Any) -> Any:
    """The absolute value as a float."""
    return jnp.fabs(_float(x))


@elementwise("numpy")
def negative(x: Any) -> Any:
    """-x."""
    return jnp.negative(_array(x))


@elementwise("numpy")
def sign(x: Any) -> Any:
    """-1, 0 or 1."""
    return jnp.sign(_array(x))


@elementwise("numpy")
def reciprocal(x: Any) -> Any:
    """1 / x."""
    return jnp.reciprocal(_array(x))


@elementwise("numpy")
def square(x: Any) -> Any:
    """x²."""
    return jnp.square(_array(x))


@elementwise("numpy")
def sqrt(x: Any) -> Any:
    """The square root."""
    return jnp.sqrt(_array(x))


@elementwise()
def rsqrt(x: Any) -> Any:
    """1 / sqrt(x)."""
    return jax.lax.rsqrt(_float(x))


@elementwise("numpy")
def cbrt(x: Any) -> Any:
    """The cube root."""
    return jnp.cbrt(_array(x))


@elementwise("numpy")
def exp(x: Any) -> Any:
    """e^x."""
    return jnp.exp(_array(x))


@elementwise("numpy")
def exp2(x: Any) -> Any:
    """2^x."""
    return jnp.exp2(_array(x))


@elementwise("numpy")
def expm1(x: Any) -> Any:
    """e^x - 1, exact near 0."""
    return jnp.expm1(_array(x))


@elementwise("numpy")
def log(x: Any) -> Any:
    """The natural logarithm."""
    return jnp.log(_array(x))


@elementwise("numpy")
def log10(x: Any) -> Any:
    """The logarithm to base 10."""
    return jnp.log10(_array(x))


@elementwise("numpy")
def log1p(x: Any) -> Any:
    """log(1 + x), exact near 0."""
    return jnp.log1p(_array(x))


@elementwise("numpy")
def log2(x: Any) -> Any:
    """The logarithm to base 2."""
    return jnp.log2(_array(x))


@elementwise("numpy")
def ceil(x: Any) -> Any:
    """The nearest integer above, as a float."""
    return jnp.ceil(_float(x))


@elementwise("numpy")
def floor(x: Any) -> Any:
    """The nearest integer below, as a float."""
    return jnp.floor(_float(x))


@elementwise("numpy")
def trunc(x: Any) -> Any:
    """The nearest integer towards 0."""
    return jnp.trunc(_array(x))


@elementwise("numpy")
def round(x: Any, decimals: int = 0) -> Any:
    """x rounded to so many decimals; halves go to the even neighbour."""
    return jnp.round(_array(x), decimals)


@elementwise("numpy")
def nan_to_num(x: Any, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    """x with NaN and infinities replaced; None: by the largest and smallest finite number."""
    return jnp.nan_to_num(_array(x), nan=nan, posinf=posinf, neginf=neginf)


@elementwise()
def erf(x: Any) -> Any:
    """The error function: 2/√π · ∫ exp(-t²) dt from 0 to x."""
    return jax.lax.erf(_float(x))


@elementwise()
def erfc(x: Any) -> Any:
    """1 - erf(x), exact where erf(x) is near 1."""
    return jax.lax.erfc(_float(x))


@elementwise()
def erfinv(x: Any) -> Any:
    """The number whose error function is x; x in (-1, 1)."""
    return jax.lax.erf_inv(_float(x))


@elementwise("numpy")
def i0(x: Any) -> Any:
    """The modified Bessel function of the first kind, order 0."""
    return jnp.i0(_array(x))


@elementwise("numpy")
def sinc(x: Any) -> Any:
    """sin(πx) / (πx), and 1 at 0."""
    return jnp.sinc(_array(x))
