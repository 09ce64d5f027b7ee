"""`tf.random`: draws from more distributions, by a seed of their own, and generators."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.backend import noise
from keraunos.compat.tf.values import random_uniform
from keraunos.core.typing import Array
from keraunos.ops import random


def _sizes(shape: Any) -> tuple[int, ...]:
    return tuple(int(n) for n in np.atleast_1d(shape)) if np.size(shape) else ()


def gamma(
    shape: Any, alpha: Any, beta: Any = None, dtype: Any = "float32", seed: Any = None,
    name: Any = None,
) -> Array:  # fmt: skip
    """Numbers from gamma distributions: the shape, then the axes of alpha; beta: the inverse scale."""
    sizes = (*_sizes(shape), *np.shape(alpha))
    found = noise.drawn(
        seed, "tf.random.gamma", str(dtype),
        lambda draw: draw.gamma(np.asarray(alpha), size=sizes),
        lambda key: random.gamma(sizes, alpha, "float32", key),
    )  # fmt: skip
    return found if beta is None else found / beta


def poisson(
    shape: Any, lam: Any, dtype: Any = "float32", seed: Any = None, name: Any = None
) -> Array:
    """Counts from Poisson distributions: the shape, then the axes of lam."""
    sizes = (*_sizes(shape), *np.shape(lam))
    return noise.drawn(
        seed, "tf.random.poisson", str(dtype),
        lambda draw: draw.poisson(np.asarray(lam), size=sizes),
        lambda key: _small_counts(key, lam, sizes),
    )  # fmt: skip


def _small_counts(key: Any, lam: Any, sizes: tuple[int, ...]) -> Array:
    """Within a program: the count of factors of even draws that stay above e^-λ, up to 10 + 4 λ."""
    most = int(10 + 4 * np.max(np.asarray(lam)))
    draws = random.uniform((most, *sizes), 0.0, 1.0, "float32", key)
    alive = ops.cumprod(draws, axis=0) > ops.exp(-ops.convert_to_tensor(lam, "float32"))
    return ops.sum(ops.cast(alive, "float32"), axis=0)


def categorical(
    logits: Any, num_samples: int, dtype: Any = "int64", seed: Any = None, name: Any = None
) -> Array:
    """Classes drawn by their logits: (batch, classes) -> (batch, num_samples)."""
    logits = ops.convert_to_tensor(logits)
    sizes = (logits.shape[0], int(num_samples), logits.shape[-1])
    even = noise.random_uniform(sizes, 1e-20, 1.0, "float32", seed)
    scores = ops.expand_dims(ops.cast(logits, "float32"), 1) - ops.log(-ops.log(even))
    return ops.cast(ops.argmax(scores, axis=-1), str(dtype))


# --- by a seed of their own ---------------------------------------------------------------------


def seed_of(seed: Any) -> int:
    """One number out of the pair that stateless functions take."""
    pair = np.asarray(seed, np.uint32).ravel().tolist()
    return int(np.random.SeedSequence(pair).generate_state(1)[0] % 2**31)


def stateless_uniform(
    shape: Any, seed: Any, minval: Any = 0, maxval: Any = None, dtype: Any = "float32",
    name: Any = None, **_unused: Any,
) -> Array:  # fmt: skip
    """As `uniform`; the same seed gives the same numbers."""
    return random_uniform(shape, minval, maxval, dtype, seed_of(seed))


def stateless_normal(
    shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = "float32",
    name: Any = None, **_unused: Any,
) -> Array:  # fmt: skip
    """As `normal`; the same seed gives the same numbers."""
    return noise.random_normal(_sizes(shape), mean, stddev, str(dtype), seed_of(seed))


def stateless_categorical(
    logits: Any, num_samples: int, seed: Any, dtype: Any = "int64", name: Any = None
) -> Array:
    """As `categorical`; the same seed gives the same classes."""
    return categorical(logits, num_samples, dtype, seed_of(seed))


class Generator:
    """Draws one after the other from a seed.

    Args: seed: an int; None: drawn from the process's.
    """

    def __init__(self, seed: int | None = None, **_unused: Any) -> None:
        self._draw = np.random.default_rng(seed)
        self._seed = seed

    @classmethod
    def from_seed(cls, seed: int, alg: Any = None) -> "Generator":
        """A generator with this seed."""
        return cls(seed)

    @classmethod
    def from_non_deterministic_state(cls, alg: Any = None) -> "Generator":
        """A generator with a seed of the machine's."""
        return cls()

    def reset_from_seed(self, seed: int) -> None:
        """Begin again with this seed."""
        self._draw = np.random.default_rng(seed)

    def _next(self) -> int:
        return int(self._draw.integers(2**31))

    def normal(self, shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = "float32",
               name: Any = None) -> Array:  # fmt: skip
        """Numbers from a normal distribution."""
        return noise.random_normal(_sizes(shape), mean, stddev, str(dtype), self._next())

    def uniform(self, shape: Any, minval: Any = 0, maxval: Any = None, dtype: Any = "float32",
                name: Any = None) -> Array:  # fmt: skip
        """Numbers drawn evenly from [minval, maxval)."""
        return random_uniform(_sizes(shape), minval, maxval, dtype, self._next())

    def make_seeds(self, count: int = 1) -> Array:
        """Seeds for stateless functions: (2, count)."""
        return ops.convert_to_tensor(self._draw.integers(2**31, size=(2, count)), "int32")

    def split(self, count: int = 1) -> list["Generator"]:
        """So many new generators."""
        return [Generator(self._next()) for _ in range(count)]


_process: list[Generator] = []


def get_global_generator() -> Generator:
    """The process's generator."""
    if not _process:
        _process.append(Generator())
    return _process[0]
