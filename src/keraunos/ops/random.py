"""Random numbers inside and outside of programs, from an int, a SeedGenerator, or the process's seed.

An int gives the same numbers at each call, a SeedGenerator others at each call. Normal and uniform
numbers, masks and orders come from the light hash of `noise`; the rest from the engine's threefry.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer

from keraunos.core.config import floatx
from keraunos.core.dtypes import is_float, is_int, standardize_dtype
from keraunos.core.errors import ShapeError, bad
from keraunos.core.random import SeedGenerator, global_seed_generator
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.ops.core import as_array, as_float
from keraunos.ops.noise import normal_noise, random_bits, uniform_noise
from keraunos.ops.shaped import shaped


def seed_pair(seed: Any, owner: str) -> Any:
    """Two uint32, key and counter, from what a user passes as a seed.

    Raises: ValueError if it is no seed, or None within a program, where it would be frozen.
    """
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if seed is None:
        return _process_seed(owner)
    if isinstance(seed, (int, np.integer)) and not isinstance(seed, bool):
        return np.array([int(seed) % 2**32, 0], np.uint32)
    if getattr(seed, "shape", None) == (2,):
        return seed
    raise ValueError(bad(owner, "seed", "an int, a SeedGenerator or None", seed, ""))


def _process_seed(owner: str) -> Any:
    if isinstance(jnp.zeros(()) + 0, Tracer):
        raise ValueError(
            f"{owner}: within a compiled program `seed` must be given: without one the numbers would be the "
            "same at every step. Make keraunos.random.SeedGenerator() in the layer's __init__ and pass it."
        )
    return global_seed_generator().next()


def _key(seed: Any, owner: str) -> Any:
    """A key of the engine's own generator."""
    pair = jnp.asarray(seed_pair(seed, owner), jnp.uint32)
    return jax.random.wrap_key_data(pair, impl="threefry2x32")


def _float_name(dtype: Any, owner: str) -> str:
    name = floatx() if dtype is None else standardize_dtype(dtype)
    if not is_float(name):
        raise ValueError(bad(owner, "dtype", "a floating dtype", dtype, ""))
    return name


def _sizes(shape: Any, owner: str) -> tuple[int, ...]:
    sizes = tuple(shape)
    if None in sizes:
        raise ShapeError(
            f"{owner}: the shape {sizes} has an unknown size, as that of a symbolic tensor. Draw inside a "
            "Layer's call(), where sizes are known."
        )
    return tuple(int(size) for size in sizes)


@register("keras.random.normal")
def normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None
) -> Any:
    """Numbers from a normal distribution.

    Args: stddev: the deviation, >= 0. dtype: a float; None: floatx. seed: an int, a SeedGenerator or None.
    Raises: ValueError for a dtype that is no float.
    Example:
        >>> bool((normal((2,), seed=1) == normal((2,), seed=1)).all())
        True
    """
    name, sizes = _float_name(dtype, "random.normal"), _sizes(shape, "random.normal")
    noise = normal_noise(seed_pair(seed, "random.normal"), sizes)
    return (noise * as_array(stddev) + as_array(mean)).astype(name)


@register("keras.random.truncated_normal")
def truncated_normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None
) -> Any:
    """Numbers from a normal distribution, none further than two deviations from the mean.

    x = mean + stddev · Φ⁻¹(u), u uniform in (Φ(-2), Φ(2))
    """
    owner = "random.truncated_normal"
    name, sizes = _float_name(dtype, owner), _sizes(shape, owner)
    edge = jax.lax.erf(jnp.sqrt(jnp.float32(2)))
    u = (2 * uniform_noise(seed_pair(seed, owner), sizes) - 1) * edge
    noise = jnp.clip(jnp.sqrt(jnp.float32(2)) * jax.lax.erf_inv(u), -2, 2)
    return (noise * as_array(stddev) + as_array(mean)).astype(name)


@register("keras.random.uniform")
def uniform(
    shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Any = None
) -> Any:
    """Numbers drawn evenly from [minval, maxval).

    Raises: ValueError for a dtype that is no float; see `randint` for integers.
    """
    owner = "random.uniform"
    name, sizes = _float_name(dtype, owner), _sizes(shape, owner)
    low, high = (jnp.asarray(as_array(x), name) for x in (minval, maxval))
    u = uniform_noise(seed_pair(seed, owner), sizes)
    numbers = (low + u * (high - low)).astype(name)
    return jnp.minimum(numbers, jnp.maximum(jnp.nextafter(high, low), low))


@register("keras.random.randint")
def randint(shape: Any, minval: Any, maxval: Any, dtype: Any = "int32", seed: Any = None) -> Any:
    """Integers drawn evenly from [minval, maxval).

    Raises: ValueError for a dtype that is no integer.
    """
    name = standardize_dtype(dtype)
    if not is_int(name):
        raise ValueError(bad("random.randint", "dtype", "an integer dtype", dtype, ""))
    sizes, key = _sizes(shape, "random.randint"), _key(seed, "random.randint")
    return jax.random.randint(key, sizes, as_array(minval), as_array(maxval), dtype=name)


def _sampled(logits: Any, num_samples: int, *_args: Any, **_kwargs: Any) -> KerasTensor:
    dtype = _args[0] if _args else _kwargs.get("dtype", "int32")
    return KerasTensor((logits.shape[0], num_samples), dtype)


def _alike(x: Any, *_args: Any, **_kwargs: Any) -> KerasTensor:
    return KerasTensor(x.shape, x.dtype)


@register("keras.random.categorical")
@shaped(_sampled)
def categorical(logits: Any, num_samples: int, dtype: Any = "int32", seed: Any = None) -> Any:
    """Class numbers drawn with probabilities softmax(logits).

    Shapes: logits (batch, classes) -> (batch, num_samples).
    Raises: ValueError if the logits are not 2-D.
    """
    scores = as_float(logits)
    if scores.ndim != 2:
        raise ShapeError(bad("random.categorical", "logits", "2-D (batch, classes)", scores, ""))
    sizes = (scores.shape[0], num_samples, scores.shape[1])
    gumbel = -jnp.log(-jnp.log(uniform_noise(seed_pair(seed, "random.categorical"), sizes)))
    return jnp.argmax(scores[:, None, :] + gumbel, axis=-1).astype(standardize_dtype(dtype))


@register("keras.random.gamma")
def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> Any:
    """Numbers from a gamma distribution of shape `alpha` > 0 and scale 1; alpha broadcasts to the shape."""
    name, sizes = _float_name(dtype, "random.gamma"), _sizes(shape, "random.gamma")
    return jax.random.gamma(_key(seed, "random.gamma"), as_array(alpha), sizes, dtype=name)


@register("keras.random.beta")
def beta(shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None) -> Any:
    """Numbers in (0, 1) from a beta distribution; alpha, beta > 0 broadcast to the shape."""
    name, sizes = _float_name(dtype, "random.beta"), _sizes(shape, "random.beta")
    key = _key(seed, "random.beta")
    return jax.random.beta(key, as_array(alpha), as_array(beta), sizes, dtype=name)


@register("keras.random.binomial")
def binomial(
    shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None
) -> Any:
    """How many of `counts` trials succeed, each with such a probability in [0, 1]; both broadcast."""
    name, sizes = _float_name(dtype, "random.binomial"), _sizes(shape, "random.binomial")
    n, p = (jnp.asarray(as_array(x), name) for x in (counts, probabilities))
    return jax.random.binomial(_key(seed, "random.binomial"), n, p, sizes, dtype=name)


@register("keras.random.shuffle")
@shaped(_alike)
def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Any:
    """The slices of x along an axis in another order."""
    array = jnp.asarray(as_array(x))
    bits = random_bits(seed_pair(seed, "random.shuffle"), (array.shape[axis],))
    return jnp.take(array, jnp.argsort(bits), axis=axis)


@register("keras.random.dropout")
@shaped(_alike)
def dropout(inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None) -> Any:
    """Elements set to 0 with probability `rate`, the others scaled by 1/(1-rate).

    Args:
        rate: a float in [0, 1].
        noise_shape: the mask's shape, which broadcasts; None in it means the input's size.
        seed: an int, a SeedGenerator, None, or two uint32 as `SeedGenerator.next()` gives.
    Shapes: any -> the same.
    """
    x = jnp.asarray(as_array(inputs))
    if rate >= 1:
        return jnp.zeros_like(x)
    sizes = noise_shape or (None,) * x.ndim
    shape = tuple(own if size is None else size for size, own in zip(sizes, x.shape))
    bits = random_bits(seed_pair(seed, "random.dropout"), shape)
    kept = bits >= jnp.uint32(min(int(rate * 2**32), 2**32 - 1))
    return jnp.where(kept, x / jnp.asarray(1 - rate, x.dtype), jnp.zeros((), x.dtype))
