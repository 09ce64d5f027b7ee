"""Convolutions over one, two or three spatial axes, in both layouts."""

from typing import Any, NamedTuple

import jax.numpy as jnp

from keraunos.core import config
from keraunos.core.dtypes import result_type
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Shape
from keraunos.ops import windows
from keraunos.ops.core import as_array
from keraunos.ops.lowering.convolution import convolve
from keraunos.ops.lowering.geometry import Geometry
from keraunos.ops.shaped import shaped
from keraunos.ops.windows import Pads, Sizes


class Moves(NamedTuple):
    """How a window moves, all arguments read and checked."""

    data_format: str
    strides: Sizes
    dilation: Sizes
    padding: str


def _read(
    owner: str, x: Any, kernel: Any, strides: Any, padding: Any, layout: Any, dilation: Any
) -> Moves:
    rank = len(x.shape) - 2
    if rank not in (1, 2, 3) or len(kernel.shape) != rank + 2:
        raise ShapeError(
            bad(f"ops.{owner}", "inputs", "(batch, *spatial, channels), as many axes as the kernel has, "
                f"here {len(kernel.shape)}", x, "One sample is x[None, ...]; one channel is x[..., None].")
        )  # fmt: skip
    return Moves(
        config.standardize_data_format(layout, owner),
        windows.as_sizes(strides, rank, owner, "strides"),
        windows.as_sizes(dilation, rank, owner, "dilation_rate"),
        windows.as_padding(padding, owner, ("valid", "same", "causal")),
    )


def _shape_out(owner: str, shape: Shape, window: Sizes, filters: int, moves: Moves) -> Shape:
    outs = windows.out_sizes(
        f"ops.{owner}",
        "kernel",
        shape,
        moves.data_format,
        window,
        moves.strides,
        moves.dilation,
        moves.padding,
    )
    return windows.joined_shape(shape[0], outs, filters, moves.data_format)


def _spec(x: Any, kernel: Any, shape: Shape) -> KerasTensor:
    return KerasTensor(shape, result_type(x.dtype, kernel.dtype))


def _run(x: Any, kernel: Any, layout: str, geometry: Geometry) -> Any:
    """Convolve with channels last inside, whatever the layout outside."""
    dtype = jnp.result_type(x, kernel)
    first = layout == "channels_first"
    x = jnp.moveaxis(x, 1, -1) if first else x
    y = convolve(x.astype(dtype), kernel.astype(dtype), geometry)
    return jnp.moveaxis(y, -1, 1) if first else y


def _dense(owner: str, x: Any, kernel: Any, groups: int, moves: Moves) -> Any:
    """The convolution whose kernel is (*window, channels / groups, filters)."""
    window = kernel.shape[:-2]
    spatial, _ = windows.split_shape(x.shape, moves.data_format)
    _shape_out(owner, x.shape, window, kernel.shape[-1], moves)
    pads = windows.pads_of(moves.padding, spatial, window, moves.strides, moves.dilation)
    ones = (1,) * len(window)
    geometry = Geometry(moves.strides, pads, moves.dilation, ones, groups)
    return _run(x, kernel, moves.data_format, geometry)


# --- conv ---------------------------------------------------------------------------------------


def _groups(shape: Shape, kernel: Any, moves: Moves) -> int:
    _, channels = windows.split_shape(shape, moves.data_format)
    inner, filters = kernel.shape[-2:]
    if channels is None or channels % inner or filters % (channels // inner):
        hint = windows.layout_hint(shape, moves.data_format, inner)
        raise ShapeError(
            f"ops.conv: a kernel of shape {tuple(kernel.shape)} takes {inner} channels, or a multiple "
            f"of them that divides into its {filters} filters; got {channels} channels (input shape "
            f"{windows.shape_text(shape)}, {moves.data_format}). {hint or 'Make the kernel for them.'}"
        )
    return channels // inner


def _conv_spec(
    inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Any = 1,
) -> KerasTensor:  # fmt: skip
    moves = _read("conv", inputs, kernel, strides, padding, data_format, dilation_rate)
    _groups(inputs.shape, kernel, moves)
    shape = _shape_out("conv", inputs.shape, kernel.shape[:-2], kernel.shape[-1], moves)
    return _spec(inputs, kernel, shape)


@register("keras.ops.conv", "keras.ops.nn.conv")
@shaped(_conv_spec)
def conv(
    inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Any = 1,
) -> Any:  # fmt: skip
    """Slide a kernel over the inputs: y[o] = Σ x[stride·o + dilation·k] · kernel[k] over places and channels.

    Args:
        inputs: (batch, *spatial, channels), or (batch, channels, *spatial) for "channels_first".
        kernel: (*window, channels / groups, filters); the number of groups follows from the channels.
        strides: steps of the window, an int >= 1 or one for each axis.
        padding: "valid" (none), "same" (the output has ceil(size / stride)), or "causal" (as much before
            the start as the window reaches back, so that no output sees what comes after it).
        data_format: "channels_last", "channels_first", or None: the process's.
        dilation_rate: steps between the places of the window, an int >= 1 or one for each axis.
    Shapes: (batch, *spatial, channels) -> (batch, *out, filters).
    Raises: ShapeError (a ValueError) if ranks, channels or sizes do not fit; ValueError for another argument.
    Differs: "causal" is taken here too.
    Example:
        >>> conv(jnp.ones((1, 4, 1)), jnp.ones((3, 1, 1))).ravel().tolist()
        [3.0, 3.0]
    """
    x, kernel = as_array(inputs), as_array(kernel)
    moves = _read("conv", x, kernel, strides, padding, data_format, dilation_rate)
    return _dense("conv", x, kernel, _groups(x.shape, kernel, moves), moves)


# --- depthwise and separable --------------------------------------------------------------------


def _check_depthwise(owner: str, shape: Shape, kernel: Any, moves: Moves) -> None:
    _, channels = windows.split_shape(shape, moves.data_format)
    if channels != kernel.shape[-2]:
        hint = windows.layout_hint(shape, moves.data_format, kernel.shape[-2])
        raise ShapeError(
            f"ops.{owner}: a depthwise kernel of shape {tuple(kernel.shape)} takes "
            f"{kernel.shape[-2]} channels; got {channels} (input shape "
            f"{windows.shape_text(shape)}, {moves.data_format}). {hint or 'Make the kernel for them.'}"
        )


def _depthwise_spec(
    inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Any = 1,
) -> KerasTensor:  # fmt: skip
    moves = _read("depthwise_conv", inputs, kernel, strides, padding, data_format, dilation_rate)
    _check_depthwise("depthwise_conv", inputs.shape, kernel, moves)
    *window, channels, multiplier = kernel.shape
    shape = _shape_out("depthwise_conv", inputs.shape, tuple(window), channels * multiplier, moves)
    return _spec(inputs, kernel, shape)


@register("keras.ops.depthwise_conv", "keras.ops.nn.depthwise_conv")
@shaped(_depthwise_spec)
def depthwise_conv(
    inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Any = 1,
) -> Any:  # fmt: skip
    """Slide over each channel a kernel of its own.

    Args: kernel: (*window, channels, multiplier); the rest as of `conv`.
    Shapes: (batch, *spatial, channels) -> (batch, *out, channels · multiplier).
    Raises: ShapeError (a ValueError) if ranks, channels or sizes do not fit.
    Example:
        >>> depthwise_conv(jnp.ones((1, 4, 2)), jnp.ones((3, 2, 1))).shape
        (1, 2, 2)
    """
    x, kernel = as_array(inputs), as_array(kernel)
    moves = _read("depthwise_conv", x, kernel, strides, padding, data_format, dilation_rate)
    _check_depthwise("depthwise_conv", x.shape, kernel, moves)
    *window, channels, multiplier = kernel.shape
    return _dense(
        "depthwise_conv", x, kernel.reshape(*window, 1, channels * multiplier), channels, moves
    )


def _separable_spec(
    inputs: Any, depthwise_kernel: Any, pointwise_kernel: Any, strides: Any = 1,
    padding: str = "valid", data_format: str | None = None, dilation_rate: Any = 1,
) -> KerasTensor:  # fmt: skip
    between = _depthwise_spec(
        inputs, depthwise_kernel, strides, padding, data_format, dilation_rate
    )
    return _conv_spec(between, pointwise_kernel, data_format=data_format)


@register("keras.ops.separable_conv", "keras.ops.nn.separable_conv")
@shaped(_separable_spec)
def separable_conv(
    inputs: Any, depthwise_kernel: Any, pointwise_kernel: Any, strides: Any = 1,
    padding: str = "valid", data_format: str | None = None, dilation_rate: Any = 1,
) -> Any:  # fmt: skip
    """A depthwise convolution, then one of window 1 that mixes the channels.

    Args:
        depthwise_kernel: (*window, channels, multiplier).
        pointwise_kernel: (*ones, channels · multiplier, filters); the rest as of `conv`.
    Shapes: (batch, *spatial, channels) -> (batch, *out, filters).
    Raises: ShapeError (a ValueError) if ranks, channels or sizes do not fit.
    Example:
        >>> separable_conv(jnp.ones((1, 4, 2)), jnp.ones((3, 2, 1)), jnp.ones((1, 2, 5))).shape
        (1, 2, 5)
    """
    between = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(between, pointwise_kernel, data_format=data_format)


# --- transposed ---------------------------------------------------------------------------------


def transpose_crops(
    padding: str, window: Sizes, strides: Sizes, dilation: Sizes, extra: Any
) -> Pads:
    """What a transposed convolution cuts from (low, high) of its full output; negative adds zeros."""
    pairs = []
    extras = (None,) * len(window) if extra is None else extra
    for k, s, d, more in zip(window, strides, dilation, extras):
        reach = (k - 1) * d + 1
        if padding == "valid":
            pairs.append((0, -(max(s - reach, 0) if more is None else more)))
            continue
        total = reach - s if more is None else 2 * (reach // 2) - more
        low = max(total, 0) // 2
        pairs.append((low, total - low))
    return tuple(pairs)


def transpose_out(
    sizes: Shape, window: Sizes, strides: Sizes, dilation: Sizes, crops: Pads
) -> Shape:
    """The spatial sizes of a transposed convolution's output."""
    return tuple(
        None if size is None else (size - 1) * s + (k - 1) * d + 1 - low - high
        for size, k, s, d, (low, high) in zip(sizes, window, strides, dilation, crops)
    )


def _transpose_plan(x: Any, kernel: Any, strides: Any, padding: str, extra: Any, layout: Any,
                    dilation: Any) -> tuple[Moves, Pads, Shape]:  # fmt: skip
    moves = _read("conv_transpose", x, kernel, strides, padding, layout, dilation)
    windows.as_padding(padding, "conv_transpose")
    spatial, channels = windows.split_shape(x.shape, moves.data_format)
    window, (filters, inner) = kernel.shape[:-2], kernel.shape[-2:]
    if channels != inner:
        hint = windows.layout_hint(x.shape, moves.data_format, inner)
        raise ShapeError(
            f"ops.conv_transpose: a kernel of shape {tuple(kernel.shape)} (*window, filters, channels) takes "
            f"{inner} channels; got {channels} (input shape {windows.shape_text(x.shape)}, "
            f"{moves.data_format}). {hint or 'Make the kernel for them.'}"
        )
    if extra is not None:
        extra = windows.as_sizes(extra, len(window), "conv_transpose", "output_padding", least=0)
    crops = transpose_crops(moves.padding, window, moves.strides, moves.dilation, extra)
    outs = transpose_out(spatial, window, moves.strides, moves.dilation, crops)
    return moves, crops, windows.joined_shape(x.shape[0], outs, filters, moves.data_format)


def _transpose_spec(
    inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid", output_padding: Any = None,
    data_format: str | None = None, dilation_rate: Any = 1,
) -> KerasTensor:  # fmt: skip
    plan = _transpose_plan(
        inputs, kernel, strides, padding, output_padding, data_format, dilation_rate
    )
    return _spec(inputs, kernel, plan[2])


@register("keras.ops.conv_transpose", "keras.ops.nn.conv_transpose")
@shaped(_transpose_spec)
def conv_transpose(
    inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid", output_padding: Any = None,
    data_format: str | None = None, dilation_rate: Any = 1,
) -> Any:  # fmt: skip
    """The gradient of a convolution as an operation: each input adds its multiple of the kernel.

    Args:
        kernel: (*window, filters, channels).
        padding: "valid" or "same". The rest as of `conv`.
        output_padding: what is added at the end of each axis, an int >= 0 or one for each; None: as much
            as makes "same" give size · stride, and "valid" size · stride + max(window - stride, 0).
    Shapes: (batch, *spatial, channels) -> (batch, *out, filters).
    Raises: ShapeError (a ValueError) if ranks or channels do not fit.
    Example:
        >>> conv_transpose(jnp.ones((1, 2, 1)), jnp.ones((2, 1, 1)), strides=2).ravel().tolist()
        [1.0, 1.0, 1.0, 1.0]
    """
    x, kernel = as_array(inputs), as_array(kernel)
    moves, crops, _ = _transpose_plan(
        x, kernel, strides, padding, output_padding, data_format, dilation_rate
    )
    window = kernel.shape[:-2]
    reach = [(k - 1) * d for k, d in zip(window, moves.dilation)]
    pads = tuple((r - low, r - high) for r, (low, high) in zip(reach, crops))
    turned = jnp.swapaxes(jnp.flip(kernel, range(len(window))), -1, -2)
    ones = (1,) * len(window)
    return _run(x, turned, moves.data_format, Geometry(ones, pads, moves.dilation, moves.strides))
