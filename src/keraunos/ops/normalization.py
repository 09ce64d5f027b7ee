"""Means, variances, and arrays brought to mean 0 and variance 1."""

from typing import Any

import jax.numpy as jnp
from jax import lax

from keraunos.core import config
from keraunos.core.axes import axes_within
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array, as_float
from keraunos.ops.lowering.rows import mean_of_rows, spread


def _wide(x: Any) -> Any:
    """x in at least 32 bits: sums of 16-bit numbers overflow."""
    return x.astype(jnp.promote_types(x.dtype, jnp.float32))


@register("keras.ops.moments", "keras.ops.nn.moments")
@operation
def moments(x: Any, axes: Any, keepdims: bool = False, synchronized: bool = False) -> Any:
    """Mean and variance (of the population) over axes.

    Args:
        axes: an int or a tuple of ints.
        keepdims: whether the axes stay, with size 1.
        synchronized: taken; one program sees the whole batch, on however many devices it lies.
    Returns: a tuple (mean, variance), in the dtype of x.
    Differs: `synchronized=True` is not an error.
    Example:
        >>> [float(m) for m in moments(jnp.array([1.0, 3.0]), 0)]
        [2.0, 1.0]
    """
    x = as_float(x)
    axes = axes_within(axes, x.ndim)
    mean, variance = _moments(_wide(x), axes)
    if not keepdims:
        mean, variance = (jnp.squeeze(m, axes) for m in (mean, variance))
    if x.dtype in (jnp.float16, jnp.bfloat16):
        top = jnp.finfo(x.dtype).max.astype(jnp.float32)
        mean, variance = (jnp.clip(m, -top, top).astype(x.dtype) for m in (mean, variance))
    return mean, variance


def _moments(x: Any, axes: tuple[int, ...]) -> tuple[Any, Any]:
    mean = mean_of_rows(x, axes)
    return mean, mean_of_rows(jnp.square(x - mean), axes)


@register("keras.ops.batch_normalization", "keras.ops.nn.batch_normalization")
@operation
def batch_normalization(
    x: Any, mean: Any, variance: Any, axis: int, offset: Any = None, scale: Any = None,
    epsilon: float = 1e-3,
) -> Any:  # fmt: skip
    """y = (x - mean) / sqrt(variance + epsilon) · scale + offset, each a vector along an axis.

    Args: axis: the axis that mean, variance, offset and scale lie along. epsilon: a float > 0.
    Shapes: x any, mean, variance, offset, scale (size of the axis,) -> that of x.
    Example:
        >>> batch_normalization(jnp.array([[3.0]]), jnp.ones(1), jnp.ones(1), -1, epsilon=0.0).tolist()
        [[2.0]]
    """
    x = as_float(x)
    shape = [1] * x.ndim
    shape[axis] = x.shape[axis]

    def along(v: Any) -> Any:
        v = as_array(v)
        return spread(v.reshape(-1), x.shape) if shape[-1] == v.size else v.reshape(shape)

    factor = lax.rsqrt(as_array(variance) + epsilon)
    factor = factor if scale is None else factor * as_array(scale)
    y = (x - along(mean)) * along(factor)
    return y if offset is None else y + along(offset)


@register("keras.ops.layer_normalization", "keras.ops.nn.layer_normalization")
@operation
def layer_normalization(
    x: Any, gamma: Any = None, beta: Any = None, axis: Any = -1, epsilon: float | None = None,
) -> Any:  # fmt: skip
    """y = (x - mean) / sqrt(variance + epsilon) · gamma + beta, mean and variance over axes of each sample.

    Args:
        gamma, beta: of the axes' sizes, or None.
        axis: an int or a tuple of ints. epsilon: a float > 0; None: that of the process (1e-7).
    Shapes: any -> the same.
    Raises: ShapeError (a ValueError) if gamma or beta have other sizes.
    Example:
        >>> layer_normalization(jnp.array([[1.0, 3.0]])).round(3).tolist()
        [[-1.0, 1.0]]
    """
    x = as_float(x)
    axes, wide = axes_within(axis, x.ndim), _wide(x)
    mean, variance = _moments(wide, axes)
    y = (wide - mean) * lax.rsqrt(variance + _epsilon(epsilon))
    return _affine("layer_normalization", y, gamma, beta, axes).astype(x.dtype)


@register("keras.ops.rms_normalization", "keras.ops.nn.rms_normalization")
@operation
def rms_normalization(
    x: Any, scale: Any = None, axis: Any = -1, epsilon: float | None = None
) -> Any:
    """y = x / sqrt(mean(x²) + epsilon) · scale, the mean over axes of each sample.

    Args:
        scale: of the axes' sizes, or None.
        axis: an int or a tuple of ints. epsilon: a float > 0; None: that of the process (1e-7).
    Shapes: any -> the same.
    Raises: ShapeError (a ValueError) if scale has other sizes.
    Source: Zhang & Sennrich 2019, arXiv:1910.07467.
    Differs: scale lies along `axis` wherever that is, not along the last axes only.
    Example:
        >>> rms_normalization(jnp.array([[3.0, 3.0]], "float32"), epsilon=0.0).tolist()
        [[1.0, 1.0]]
    """
    x = as_float(x)
    axes, wide = axes_within(axis, x.ndim), _wide(x)
    y = wide * lax.rsqrt(jnp.mean(jnp.square(wide), axes, keepdims=True) + _epsilon(epsilon))
    return _affine("rms_normalization", y, scale, None, axes).astype(x.dtype)


def _epsilon(epsilon: float | None) -> float:
    return config.epsilon() if epsilon is None else epsilon


def _affine(owner: str, y: Any, gamma: Any, beta: Any, axes: tuple[int, ...]) -> Any:
    shape = [size if i in axes else 1 for i, size in enumerate(y.shape)]
    sizes = tuple(y.shape[a] for a in sorted(axes))
    for name, v in (("gamma", gamma), ("beta", beta)):
        if v is not None and tuple(v.shape) not in (sizes, tuple(shape)):
            raise ShapeError(
                f"ops.{owner}: {name} (or scale) must have the sizes of the axes, {sizes}; got "
                f"{tuple(v.shape)}. Reshape it, or name other axes."
            )
    last = tuple(range(y.ndim - len(axes), y.ndim)) == tuple(sorted(axes))

    def along(v: Any) -> Any:
        return spread(as_array(v).reshape(sizes), y.shape) if last else as_array(v).reshape(shape)

    y = y if gamma is None else y * along(gamma)
    return y if beta is None else y + along(beta)
