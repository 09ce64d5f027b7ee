"""Complex numbers: their parts, and arrays of pairs seen as complex."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.public import elementwise, op


@elementwise("numpy")
def real(x: Any) -> Any:
    """The real part."""
    return jnp.real(_array(x))


@elementwise("numpy")
def imag(x: Any) -> Any:
    """The imaginary part."""
    return jnp.imag(_array(x))


@elementwise("numpy")
def conj(x: Any) -> Any:
    """The number with its imaginary part negated."""
    return jnp.conj(_array(x))


@elementwise("numpy")
def conjugate(x: Any) -> Any:
    """The number with its imaginary part negated."""
    return jnp.conjugate(_array(x))


@elementwise("numpy")
def angle(x: Any) -> Any:
    """The angle to the positive real axis, in radians, in (-π, π]."""
    return jnp.angle(_array(x))


@elementwise("nn")
def polar(abs_: Any, angle: Any) -> Any:
    """abs_ · (cos(angle) + i·sin(angle)); the angle in radians."""
    size, turn = _float(abs_), _float(angle)
    return jax.lax.complex(
        (size * jnp.cos(turn)).astype("float32"), (size * jnp.sin(turn)).astype("float32")
    )


@op()
def view_as_complex(x: Any) -> Any:
    """Pairs (real, imaginary) as complex numbers.

    Shapes: (..., 2) -> (...).
    Raises: ValueError if the last axis does not have 2.
    """
    pairs = _float(x)
    if pairs.ndim < 1 or pairs.shape[-1] != 2:
        raise ShapeError(bad("ops.view_as_complex", "x", "of shape (..., 2)", pairs, ""))
    return jax.lax.complex(pairs[..., 0], pairs[..., 1])


@op()
def view_as_real(x: Any) -> Any:
    """Complex numbers as pairs (real, imaginary).

    Shapes: (...) -> (..., 2).
    """
    numbers = jnp.asarray(_array(x))
    return jnp.stack([jnp.real(numbers), jnp.imag(numbers)], axis=-1)
