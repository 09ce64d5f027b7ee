"""K functions that draw numbers: on the host from the process's seed, within a program from its state."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.programs import within_a_program
from keraunos.core.random import SeedGenerator, draw_seed, get_random_seed, host_generator
from keraunos.core.scope import current_scope
from keraunos.core.typing import Array
from keraunos.ops import random


@functools.cache
def generator() -> SeedGenerator:
    """What programs draw from: its state rides with every model's."""
    return SeedGenerator(get_random_seed(), name="drawn_within_programs")


def seed_within(seed: Any, owner: str) -> Any:
    """A fresh seed within a program, out of its state; the seed of a caller names the stream.

    Raises: ValueError in a program that does not carry the counter, where numbers would be frozen.
    """
    scope = current_scope()
    if scope is None:  # only the shape of the outcome is asked for
        return np.array([seed or 0, 0], np.uint32)
    if scope.get_current_value(generator().state) is None and not scope.takes_any_variable:
        raise ValueError(
            f"{owner}: this program carries no seed, and without one the numbers would be the same at "
            "every step. Draw in a layer's call(), with a keraunos.random.SeedGenerator of the layer."
        )
    pair = generator().next()
    return pair if seed is None else ops.stack([np.uint32(int(seed) % 2**32), pair[1]])


def drawn(
    seed: Any, owner: str, dtype: Any, host: Callable[[Any], Any], within: Callable[[Any], Any]
) -> Array:
    """Numbers from `host(generator of numpy)`, or within a program from `within(seed)`."""
    dtype = dtype or config.floatx()
    if within_a_program():
        return ops.cast(within(seed_within(seed, owner)), dtype)
    generator = host_generator(draw_seed() if seed is None else int(seed))
    return ops.convert_to_tensor(np.asarray(host(generator)), dtype)


def random_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> Array:
    """Numbers from a normal distribution."""
    return drawn(
        seed, "random_normal", dtype,
        lambda draw: draw.normal(mean, stddev, tuple(shape)),
        lambda key: random.normal(shape, mean, stddev, "float32", key),
    )  # fmt: skip


def random_uniform(
    shape: Any, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None, seed: Any = None
) -> Array:
    """Numbers drawn evenly from [minval, maxval)."""
    return drawn(
        seed, "random_uniform", dtype,
        lambda draw: draw.uniform(minval, maxval, tuple(shape)),
        lambda key: random.uniform(shape, minval, maxval, "float32", key),
    )  # fmt: skip


def random_bernoulli(shape: Any, p: float = 0.0, dtype: Any = None, seed: Any = None) -> Array:
    """1 with probability p, else 0."""
    return drawn(
        seed, "random_bernoulli", dtype,
        lambda draw: draw.random(tuple(shape)) < p,
        lambda key: random.uniform(shape, 0.0, 1.0, "float32", key) < p,
    )  # fmt: skip


random_binomial = random_bernoulli


def truncated_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> Array:
    """Numbers from a normal distribution, drawn again while further than two deviations off."""

    def host(draw: np.random.Generator) -> np.ndarray:
        values = draw.normal(size=tuple(shape))
        while np.any(far := np.abs(values) > 2):
            values = np.where(far, draw.normal(size=values.shape), values)
        return mean + stddev * values

    return drawn(
        seed, "truncated_normal", dtype, host,
        lambda key: random.truncated_normal(shape, mean, stddev, "float32", key),
    )  # fmt: skip
