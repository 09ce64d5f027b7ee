"""K functions that draw numbers on the host, from the process's seed."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.random import draw_seed, host_generator
from keraunos.core.typing import Array


def _draw(seed: Any) -> np.random.Generator:
    return host_generator(draw_seed() if seed is None else int(seed))


def _array(values: Any, dtype: Any) -> Array:
    return ops.convert_to_tensor(np.asarray(values), dtype or config.floatx())


def random_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> Array:
    """Numbers from a normal distribution."""
    return _array(_draw(seed).normal(mean, stddev, tuple(shape)), dtype)


def random_uniform(
    shape: Any, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None, seed: Any = None
) -> Array:
    """Numbers drawn evenly from [minval, maxval)."""
    return _array(_draw(seed).uniform(minval, maxval, tuple(shape)), dtype)


def random_bernoulli(shape: Any, p: float = 0.0, dtype: Any = None, seed: Any = None) -> Array:
    """1 with probability p, else 0."""
    return _array(_draw(seed).random(tuple(shape)) < p, dtype)


random_binomial = random_bernoulli


def truncated_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> Array:
    """Numbers from a normal distribution, drawn again while further than two deviations off."""
    draw = _draw(seed)
    values = draw.normal(size=tuple(shape))
    while np.any(far := np.abs(values) > 2):
        values = np.where(far, draw.normal(size=values.shape), values)
    return _array(mean + stddev * values, dtype)
