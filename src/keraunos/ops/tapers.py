"""Tapering windows for signals: so many weights, small at both ends."""

from typing import Any

import jax.numpy as jnp

from keraunos.ops.core import convert_to_numpy
from keraunos.ops.public import plain


def _count(x: Any) -> int:
    return int(convert_to_numpy(x))


@plain("numpy")
def bartlett(x: Any) -> Any:
    """A triangle of x weights, 0 at both ends."""
    return jnp.bartlett(_count(x))


@plain("numpy")
def blackman(x: Any) -> Any:
    """x weights 0.42 - 0.5·cos(2πn/(x-1)) + 0.08·cos(4πn/(x-1))."""
    return jnp.blackman(_count(x))


@plain("numpy")
def hamming(x: Any) -> Any:
    """x weights 0.54 - 0.46·cos(2πn/(x-1))."""
    return jnp.hamming(_count(x))


@plain("numpy")
def hanning(x: Any) -> Any:
    """x weights 0.5 - 0.5·cos(2πn/(x-1))."""
    return jnp.hanning(_count(x))


@plain("numpy")
def kaiser(x: Any, beta: Any) -> Any:
    """x weights of a Bessel function; a larger beta makes the window narrower."""
    return jnp.kaiser(_count(x), beta)
