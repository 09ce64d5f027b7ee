"""Angles, circular and hyperbolic functions; angles in radians."""

from typing import Any

import jax.numpy as jnp

from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.public import elementwise


@elementwise("numpy")
def sin(x: Any) -> Any:
    """The sine."""
    return jnp.sin(_array(x))


@elementwise("numpy")
def cos(x: Any) -> Any:
    """The cosine."""
    return jnp.cos(_array(x))


@elementwise("numpy")
def tan(x: Any) -> Any:
    """The tangent."""
    return jnp.tan(_array(x))


@elementwise("numpy")
def sinh(x: Any) -> Any:
    """The hyperbolic sine."""
    return jnp.sinh(_array(x))


@elementwise("numpy")
def cosh(x: Any) -> Any:
    """The hyperbolic cosine."""
    return jnp.cosh(_array(x))


@elementwise("numpy")
def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return jnp.tanh(_float(x))


@elementwise("numpy")
def arcsin(x: Any) -> Any:
    """The angle in [-π/2, π/2] whose sine is x."""
    return jnp.arcsin(_array(x))


@elementwise("numpy")
def arccos(x: Any) -> Any:
    """The angle in [0, π] whose cosine is x."""
    return jnp.arccos(_array(x))


@elementwise("numpy")
def arctan(x: Any) -> Any:
    """The angle in (-π/2, π/2) whose tangent is x."""
    return jnp.arctan(_array(x))


@elementwise("numpy")
def arctan2(x1: Any, x2: Any) -> Any:
    """The angle in [-π, π] of the point (x2, x1)."""
    return jnp.arctan2(_float(x1), _float(x2))


@elementwise("numpy")
def arcsinh(x: Any) -> Any:
    """The number whose hyperbolic sine is x."""
    return jnp.arcsinh(_array(x))


@elementwise("numpy")
def arccosh(x: Any) -> Any:
    """The number >= 0 whose hyperbolic cosine is x."""
    return jnp.arccosh(_array(x))


@elementwise("numpy")
def arctanh(x: Any) -> Any:
    """The number whose hyperbolic tangent is x."""
    return jnp.arctanh(_array(x))


@elementwise("numpy")
def deg2rad(x: Any) -> Any:
    """Degrees to radians: x · π/180."""
    return jnp.deg2rad(_array(x))


@elementwise("numpy")
def rad2deg(x: Any) -> Any:
    """Radians to degrees: x · 180/π."""
    return jnp.rad2deg(_array(x))
