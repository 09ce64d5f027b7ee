"""Maxima and means over windows, over one, two or three spatial axes, in both layouts."""

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import lax

from keraunos.core import config
from keraunos.core.dtypes import is_float
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Shape
from keraunos.ops import windows
from keraunos.ops.core import as_array
from keraunos.ops.lowering import pooling
from keraunos.ops.shaped import shaped
from keraunos.ops.windows import Pads, Sizes


class Moves(NamedTuple):
    """How a window moves, all arguments read and checked."""

    data_format: str
    window: Sizes
    strides: Sizes
    padding: str


def _rank(owner: str, x: Any) -> int:
    rank = len(x.shape) - 2
    if rank not in (1, 2, 3):
        raise ShapeError(
            bad(f"ops.{owner}", "inputs", "(batch, *spatial, channels) with 1 to 3 spatial axes", x,
                "One sample is x[None, ...]; one channel is x[..., None].")
        )  # fmt: skip
    return rank


def _plan(
    owner: str, x: Any, pool_size: Any, strides: Any, padding: Any, layout: Any
) -> tuple[Moves, Shape]:
    """The arguments as read, and the shape that comes out."""
    rank = _rank(owner, x)
    window = windows.as_sizes(pool_size, rank, owner, "pool_size")
    moves = Moves(
        config.standardize_data_format(layout, owner),
        window,
        window if strides is None else windows.as_sizes(strides, rank, owner, "strides"),
        windows.as_padding(padding, owner),
    )
    ones = (1,) * rank
    outs = windows.out_sizes(
        f"ops.{owner}",
        "pool_size",
        x.shape,
        moves.data_format,
        window,
        moves.strides,
        ones,
        moves.padding,
    )
    _, channels = windows.split_shape(x.shape, moves.data_format)
    return moves, windows.joined_shape(x.shape[0], outs, channels, moves.data_format)


def _channels_last(x: Any, layout: str, pool: Callable[[Any], Any]) -> Any:
    if layout == "channels_last":
        return pool(x)
    return jnp.moveaxis(pool(jnp.moveaxis(x, 1, -1)), -1, 1)


def _pads(x: Any, moves: Moves) -> Pads:
    ones = (1,) * len(moves.window)
    return windows.pads_of(moves.padding, x.shape[1:-1], moves.window, moves.strides, ones)


# --- max and average ----------------------------------------------------------------------------


def _max_spec(
    inputs: Any, pool_size: Any, strides: Any = None, padding: str = "valid",
    data_format: str | None = None,
) -> KerasTensor:  # fmt: skip
    return KerasTensor(
        _plan("max_pool", inputs, pool_size, strides, padding, data_format)[1], inputs.dtype
    )


@register("keras.ops.max_pool", "keras.ops.nn.max_pool")
@shaped(_max_spec)
def max_pool(
    inputs: Any, pool_size: Any, strides: Any = None, padding: str = "valid",
    data_format: str | None = None,
) -> Any:  # fmt: skip
    """The largest element of each window, channel by channel.

    Args:
        inputs: (batch, *spatial, channels), or (batch, channels, *spatial) for "channels_first".
        pool_size: sizes of the window, an int >= 1 or one for each axis.
        strides: steps of the window, the same; None: those of the window.
        padding: "valid" (none) or "same" (the output has ceil(size / stride)); what is padded never counts.
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, *spatial, channels) -> (batch, *out, channels).
    Raises: ShapeError (a ValueError) if no window fits; ValueError for another argument.
    Example:
        >>> max_pool(jnp.arange(4.0).reshape(1, 4, 1), 2).ravel().tolist()
        [1.0, 3.0]
    """
    x = jnp.asarray(as_array(inputs))
    moves, _ = _plan("max_pool", x, pool_size, strides, padding, data_format)

    def pool(x: Any) -> Any:
        return pooling.max_pool(x, moves.window, moves.strides, _pads(x, moves))

    return _channels_last(x, moves.data_format, pool)


def _mean_dtype(dtype: Any) -> str:
    name = getattr(dtype, "name", dtype)
    return name if is_float(name) else config.floatx()


def _average_spec(
    inputs: Any, pool_size: Any, strides: Any = None, padding: str = "valid",
    data_format: str | None = None,
) -> KerasTensor:  # fmt: skip
    _, shape = _plan("average_pool", inputs, pool_size, strides, padding, data_format)
    return KerasTensor(shape, _mean_dtype(inputs.dtype))


@register("keras.ops.average_pool", "keras.ops.nn.average_pool")
@shaped(_average_spec)
def average_pool(
    inputs: Any, pool_size: Any, strides: Any = None, padding: str = "valid",
    data_format: str | None = None,
) -> Any:  # fmt: skip
    """The mean of each window, channel by channel; padded places do not count.

    Args: as of `max_pool`.
    Shapes: (batch, *spatial, channels) -> (batch, *out, channels).
    Raises: ShapeError (a ValueError) if no window fits; ValueError for another argument.
    Example:
        >>> average_pool(jnp.arange(4.0).reshape(1, 4, 1), 2).ravel().tolist()
        [0.5, 2.5]
    """
    x = jnp.asarray(as_array(inputs))
    moves, _ = _plan("average_pool", x, pool_size, strides, padding, data_format)

    def pool(x: Any) -> Any:
        pads = _pads(x, moves)
        total = pooling.sum_pool(x, moves.window, moves.strides, pads)
        return total / jnp.asarray(_counts(x.shape[1:-1], moves, pads), x.dtype)

    return _channels_last(x.astype(_mean_dtype(x.dtype)), moves.data_format, pool)


def _counts(sizes: Sizes, moves: Moves, pads: Pads) -> Any:
    """How many elements each window holds, (*out, 1); one number where all are full."""
    if not any(map(any, pads)):
        return float(prod(moves.window))
    total = np.ones((1,), np.float64)
    for size, k, s, (low, high) in zip(sizes, moves.window, moves.strides, pads):
        starts = np.arange(0, size + low + high - k + 1, s) - low
        inside = np.minimum(starts + k, size) - np.maximum(starts, 0)
        total = total[..., None] * inside
    return np.moveaxis(total, 0, -1)


# --- adaptive -----------------------------------------------------------------------------------


def _adaptive_plan(owner: str, x: Any, output_size: Any, layout: Any) -> tuple[str, Sizes, Shape]:
    rank = _rank(owner, x)
    layout = config.standardize_data_format(layout, owner)
    sizes = windows.as_sizes(output_size, rank, owner, "output_size")
    _, channels = windows.split_shape(x.shape, layout)
    return layout, sizes, windows.joined_shape(x.shape[0], sizes, channels, layout)


def _bounds(size: int, outs: int) -> list[tuple[int, int]]:
    """[floor(i·size / outs), ceil((i+1)·size / outs)) for each i: equal windows where size is a multiple."""
    return [(i * size // outs, -(-(i + 1) * size // outs)) for i in range(outs)]


def _adaptive_average_spec(
    inputs: Any, output_size: Any, data_format: str | None = None
) -> KerasTensor:
    _, _, shape = _adaptive_plan("adaptive_average_pool", inputs, output_size, data_format)
    return KerasTensor(shape, _mean_dtype(inputs.dtype))


@register("keras.ops.adaptive_average_pool", "keras.ops.nn.adaptive_average_pool")
@shaped(_adaptive_average_spec)
def adaptive_average_pool(inputs: Any, output_size: Any, data_format: str | None = None) -> Any:
    """The mean of as many windows as are asked for; window i is [⌊i·size/out⌋, ⌈(i+1)·size/out⌉).

    Args: output_size: the sizes that come out, an int >= 1 or one for each axis; the rest as of `max_pool`.
    Shapes: (batch, *spatial, channels) -> (batch, *output_size, channels).
    Raises: ValueError if output_size is not ints >= 1; ShapeError if the ranks do not fit.
    Example:
        >>> adaptive_average_pool(jnp.arange(4.0).reshape(1, 4, 1), 3).ravel().tolist()
        [0.5, 1.5, 2.5]
    """
    x = jnp.asarray(as_array(inputs))
    layout, sizes, _ = _adaptive_plan("adaptive_average_pool", x, output_size, data_format)

    def pool(x: Any) -> Any:
        for axis, outs in enumerate(sizes, 1):
            shares = np.zeros((x.shape[axis], outs))
            for i, (begin, end) in enumerate(_bounds(x.shape[axis], outs)):
                shares[begin:end, i] = 1 / (end - begin)
            x = jnp.moveaxis(jnp.tensordot(x, jnp.asarray(shares, x.dtype), (axis, 0)), -1, axis)
        return x

    return _channels_last(x.astype(_mean_dtype(x.dtype)), layout, pool)


def _adaptive_max_spec(
    inputs: Any, output_size: Any, data_format: str | None = None
) -> KerasTensor:
    return KerasTensor(
        _adaptive_plan("adaptive_max_pool", inputs, output_size, data_format)[2], inputs.dtype
    )


@register("keras.ops.adaptive_max_pool", "keras.ops.nn.adaptive_max_pool")
@shaped(_adaptive_max_spec)
def adaptive_max_pool(inputs: Any, output_size: Any, data_format: str | None = None) -> Any:
    """The largest of as many windows as are asked for; window i is [⌊i·size/out⌋, ⌈(i+1)·size/out⌉).

    Args: output_size: the sizes that come out, an int >= 1 or one for each axis; the rest as of `max_pool`.
    Shapes: (batch, *spatial, channels) -> (batch, *output_size, channels).
    Raises: ValueError if output_size is not ints >= 1; ShapeError if the ranks do not fit.
    Example:
        >>> adaptive_max_pool(jnp.arange(4.0).reshape(1, 4, 1), 3).ravel().tolist()
        [1.0, 2.0, 3.0]
    """
    x = jnp.asarray(as_array(inputs))
    layout, sizes, _ = _adaptive_plan("adaptive_max_pool", x, output_size, data_format)

    def pool(x: Any) -> Any:
        for axis, outs in enumerate(sizes, 1):
            cuts = [lax.slice_in_dim(x, *pair, 1, axis) for pair in _bounds(x.shape[axis], outs)]
            x = jnp.concatenate([cut.max(axis, keepdims=True) for cut in cuts], axis)
        return x

    return _channels_last(x, layout, pool)
