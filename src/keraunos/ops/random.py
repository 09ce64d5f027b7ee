"""Noise inside programs: a light hash of index and counter, for masks that no cryptography needs."""

from math import prod
from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array


def _mix(x: Any) -> Any:
    """A finaliser: every bit of the input flips each bit of the output about half of the time."""
    x = (x ^ (x >> 16)) * jnp.uint32(0x7FEB352D)
    x = (x ^ (x >> 15)) * jnp.uint32(0x846CA68B)
    return x ^ (x >> 16)


def random_bits(seed: Any, shape: tuple[int, ...]) -> Any:
    """Uniform uint32 numbers from a seed (two uint32: key, counter), one hash an element.

    bits[i] = mix(mix(i ⊕ mix(key)) + mix(counter ⊕ golden))
    """
    key, counter = jnp.asarray(seed, jnp.uint32)
    index = jax.lax.iota(jnp.uint32, prod(shape)).reshape(shape)
    return _mix(_mix(index ^ _mix(key)) + _mix(counter ^ jnp.uint32(0x9E3779B9)))


@register("keras.random.dropout")
@operation
def dropout(inputs: Any, rate: float, seed: Any, noise_shape: Any = None) -> Any:
    """Elements set to 0 with probability `rate`, the others scaled by 1/(1-rate).

    Args:
        rate: a float in [0, 1].
        seed: two uint32: key and counter, as `SeedGenerator.next()` gives.
        noise_shape: the mask's shape; None in it means the input's size.
    Shapes: any -> the same.
    """
    x = jnp.asarray(as_array(inputs))
    if rate >= 1:
        return jnp.zeros_like(x)
    sizes = noise_shape or (None,) * x.ndim
    shape = tuple(own if size is None else size for size, own in zip(sizes, x.shape))
    kept = random_bits(seed, shape) >= jnp.uint32(min(int(rate * 2**32), 2**32 - 1))
    return jnp.where(kept, x / jnp.asarray(1 - rate, x.dtype), jnp.zeros((), x.dtype))
