"""Noise inside programs: a light hash of index and counter, uniform or normal, that no cryptography needs."""

from functools import partial
from math import prod
from typing import Any

import jax
import jax.numpy as jnp

_program = partial(jax.jit, static_argnames=("shape", "dtype"), inline=True)
"""Compiled when called by itself, a part of the program when called within one."""


def _mix(x: Any) -> Any:
    """A finaliser: every bit of the input flips each bit of the output about half of the time."""
    x = (x ^ (x >> 16)) * jnp.uint32(0x7FEB352D)
    x = (x ^ (x >> 15)) * jnp.uint32(0x846CA68B)
    return x ^ (x >> 16)


@partial(jax.jit, static_argnames="shape", inline=True)
def random_bits(seed: Any, shape: tuple[int, ...]) -> Any:
    """Uniform uint32 numbers from a seed (two uint32: key, counter), one hash an element.

    bits[i] = mix(mix(i ⊕ mix(key)) + mix(counter ⊕ golden)); no two elements of one draw are equal.
    """
    key, counter = jnp.asarray(seed, jnp.uint32)
    index = jax.lax.iota(jnp.uint32, prod(shape)).reshape(shape)
    return _mix(_mix(index ^ _mix(key)) + _mix(counter ^ jnp.uint32(0x9E3779B9)))


@_program
def uniform_noise(seed: Any, shape: tuple[int, ...], dtype: Any = "float32") -> Any:
    """Numbers in (0, 1), uniform, from a seed (two uint32: key and counter).

    Example:
        >>> bool(((0 < (u := uniform_noise([1, 2], (100,)))) & (u < 1)).all())
        True
    """
    bits = random_bits(seed, shape) >> 9  # 23 of them fill a float32's fraction
    return ((bits.astype("float32") + 0.5) * 2.0**-23).astype(dtype)


@_program
def normal_noise(seed: Any, shape: tuple[int, ...], dtype: Any = "float32") -> Any:
    """Numbers of mean 0 and deviation 1, normal, from a seed.

    x = √2 · erf⁻¹(2u - 1), u uniform
    """
    u = uniform_noise(seed, shape)
    return (jnp.sqrt(jnp.float32(2)) * jax.lax.erf_inv(2 * u - 1)).astype(dtype)
