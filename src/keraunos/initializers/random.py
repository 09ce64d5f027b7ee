"""Initializers that draw from a distribution."""

from math import ceil, prod, sqrt
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.initializers.initializer import RandomInitializer

_TRUNCATED_STDDEV = 0.87962566103423978  # of a standard normal cut at ±2


def truncated_normal(stream: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal numbers, those beyond ±2 drawn again."""
    count = prod(shape)
    values = np.empty(0, np.float32)
    while values.size < count:
        missing = count - values.size
        new = stream.standard_normal(ceil(missing * 1.06) + 8, dtype=np.float32)
        values = np.concatenate([values, new[np.abs(new) <= 2.0]])
    return values[:count].reshape(shape)


@register(
    "keras.initializers.RandomNormal",
    "keras.initializers.random_normal",
    "keras.initializers.normal",
)
class RandomNormal(RandomInitializer):
    """Normal numbers.

    Args: mean: their mean. stddev: their standard deviation, >= 0. seed: as of RandomInitializer.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None) -> None:
        self.mean, self.stddev = mean, stddev
        super().__init__(seed)

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Values in this shape."""
        values = self.stream().standard_normal(tuple(shape), dtype=np.float32)
        return self.drawn(self.mean + self.stddev * values, dtype)


@register("keras.initializers.TruncatedNormal", "keras.initializers.truncated_normal")
class TruncatedNormal(RandomInitializer):
    """Normal numbers, none further than two standard deviations from the mean.

    Args: mean: of the uncut distribution. stddev: likewise, >= 0. seed: as of RandomInitializer.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None) -> None:
        self.mean, self.stddev = mean, stddev
        super().__init__(seed)

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Values in this shape."""
        values = truncated_normal(self.stream(), tuple(shape))
        return self.drawn(self.mean + self.stddev * values, dtype)


@register(
    "keras.initializers.RandomUniform",
    "keras.initializers.random_uniform",
    "keras.initializers.uniform",
)
class RandomUniform(RandomInitializer):
    """Uniform numbers in [minval, maxval).

    Args: minval, maxval: the bounds. seed: as of RandomInitializer.
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: Any = None) -> None:
        self.minval, self.maxval = minval, maxval
        super().__init__(seed)

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Values in this shape."""
        values = self.stream().random(tuple(shape), dtype=np.float32)
        return self.drawn(self.minval + (self.maxval - self.minval) * values, dtype)


def fans(
    shape: tuple[int, ...], input_axes: Any = None, output_axes: Any = None
) -> tuple[int, int]:
    """How many inputs reach an output, and how many outputs an input reaches.

    Args: input_axes, output_axes: if both are given, the sizes of these axes alone count.
    Example:
        >>> fans((3, 3, 16, 32))
        (144, 288)
    """
    if input_axes is not None and output_axes is not None:
        ins, outs = np.atleast_1d(input_axes), np.atleast_1d(output_axes)
        return prod(shape[i] for i in ins), prod(shape[i] for i in outs)
    if len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    field = prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


@register(
    "keras.initializers.VarianceScaling", "keras.initializers.variance_scaling"
)  # fmt: skip
class VarianceScaling(RandomInitializer):
    """Numbers whose variance is scale / n, n the fan that `mode` names.

    Args:
        scale: a float > 0. mode: "fan_in", "fan_out" or "fan_avg".
        distribution: "truncated_normal", "untruncated_normal" or "uniform".
        seed: as of RandomInitializer. input_axes, output_axes: axes that count as inputs and outputs.
    Raises: ValueError if one of them is something else.
    """

    def __init__(
        self, scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal",
        seed: Any = None, input_axes: Any = None, output_axes: Any = None,
    ) -> None:  # fmt: skip
        if scale <= 0:
            raise ValueError(bad("VarianceScaling", "scale", "a float > 0", scale, ""))
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(bad("VarianceScaling", "mode", "fan_in, fan_out or fan_avg", mode, ""))
        distribution = distribution.lower()
        distribution = "truncated_normal" if distribution == "normal" else distribution
        known = ("uniform", "truncated_normal", "untruncated_normal")
        if distribution not in known:
            raise ValueError(
                bad("VarianceScaling", "distribution", f"one of {known}", distribution, "")
            )
        self.scale, self.mode, self.distribution = scale, mode, distribution
        self.input_axes, self.output_axes = input_axes, output_axes
        super().__init__(seed)

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Values in this shape."""
        shape = tuple(shape)
        fan_in, fan_out = fans(shape, self.input_axes, self.output_axes)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance, stream = self.scale / max(1.0, fan), self.stream()
        if self.distribution == "uniform":
            limit = np.float32(sqrt(3.0 * variance))
            return self.drawn((2 * stream.random(shape, dtype=np.float32) - 1) * limit, dtype)
        if self.distribution == "truncated_normal":
            spread = np.float32(sqrt(variance) / _TRUNCATED_STDDEV)
            return self.drawn(truncated_normal(stream, shape) * spread, dtype)
        return self.drawn(
            stream.standard_normal(shape, dtype=np.float32) * np.float32(sqrt(variance)), dtype
        )


class _Named(VarianceScaling):
    """A VarianceScaling whose first three arguments are fixed."""

    fixed: tuple[float, str, str]

    def __init__(self, seed: Any = None, input_axes: Any = None, output_axes: Any = None) -> None:
        super().__init__(*self.fixed, seed=seed, input_axes=input_axes, output_axes=output_axes)


@register("keras.initializers.GlorotUniform", "keras.initializers.glorot_uniform")
class GlorotUniform(_Named):
    """Uniform within ±sqrt(6 / (fan_in + fan_out)).

    Source: Glorot & Bengio 2010, PMLR 9.
    """

    fixed = (1.0, "fan_avg", "uniform")


@register("keras.initializers.GlorotNormal", "keras.initializers.glorot_normal")
class GlorotNormal(_Named):
    """Truncated normal, standard deviation sqrt(2 / (fan_in + fan_out)).

    Source: Glorot & Bengio 2010, PMLR 9.
    """

    fixed = (1.0, "fan_avg", "truncated_normal")


@register("keras.initializers.HeUniform", "keras.initializers.he_uniform")
class HeUniform(_Named):
    """Uniform within ±sqrt(6 / fan_in).

    Source: He et al. 2015, arXiv:1502.01852.
    """

    fixed = (2.0, "fan_in", "uniform")


@register("keras.initializers.HeNormal", "keras.initializers.he_normal")
class HeNormal(_Named):
    """Truncated normal, standard deviation sqrt(2 / fan_in).

    Source: He et al. 2015, arXiv:1502.01852.
    """

    fixed = (2.0, "fan_in", "truncated_normal")


@register("keras.initializers.LecunUniform", "keras.initializers.lecun_uniform")
class LecunUniform(_Named):
    """Uniform within ±sqrt(3 / fan_in).

    Source: Klambauer et al. 2017, arXiv:1706.02515.
    """

    fixed = (1.0, "fan_in", "uniform")


@register("keras.initializers.LecunNormal", "keras.initializers.lecun_normal")
class LecunNormal(_Named):
    """Truncated normal, standard deviation sqrt(1 / fan_in).

    Source: Klambauer et al. 2017, arXiv:1706.02515.
    """

    fixed = (1.0, "fan_in", "truncated_normal")


@register(
    "keras.initializers.Orthogonal", "keras.initializers.OrthogonalInitializer",
    "keras.initializers.orthogonal",
)  # fmt: skip
class Orthogonal(RandomInitializer):
    """A matrix whose rows or columns are orthonormal, times a number; more axes are flattened into rows.

    Args: gain: the factor, a float. seed: as of RandomInitializer.
    Raises: ValueError for a shape of fewer than two sizes.
    Source: Saxe et al. 2014, arXiv:1312.6120.
    """

    def __init__(self, gain: float = 1.0, seed: Any = None) -> None:
        self.gain = gain
        super().__init__(seed)

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Values in this shape."""
        if len(shape) < 2:
            raise ValueError(bad("Orthogonal", "shape", "two sizes or more", tuple(shape), ""))
        rows, columns = prod(shape[:-1]), shape[-1]
        values = self.stream().standard_normal((max(rows, columns), min(rows, columns)))
        q, r = np.linalg.qr(values)
        q = q * np.sign(np.diag(r))
        return self.drawn(self.gain * (q if rows >= columns else q.T).reshape(shape), dtype)
