"""`tf.nn`'s convolutions and pools of one and three spatial axes, and in depth and points."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.nets import spatial
from keraunos.core.typing import Array


def _layout(data_format: str | None) -> str:
    """TensorFlow's letters as Keras says them: the channels stand second, or last."""
    return "channels_first" if data_format and data_format[1] == "C" else "channels_last"


def conv3d(
    input: Any, filters: Any, strides: Any, padding: str, data_format: str = "NDHWC",
    dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """A 3-D convolution; strides: an int, 3 or 5 ints."""
    return _convolved(input, filters, 3, strides, padding, data_format, dilations)


def convolution(
    input: Any, filters: Any, strides: Any = None, padding: str = "VALID",
    data_format: str | None = None, dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """A convolution of as many axes as the filters have."""
    axes = len(filters.shape) - 2
    return _convolved(input, filters, axes, strides or 1, padding, data_format, dilations)


def _convolved(
    x: Any, filters: Any, axes: int, strides: Any, padding: str, data_format: Any, dilations: Any
) -> Array:
    layout = _layout(data_format)
    steps, wide = spatial(strides, axes, layout), spatial(dilations or 1, axes, layout)
    return ops.conv(x, filters, steps, padding.lower(), layout, wide)


def separable_conv2d(
    input: Any, depthwise_filter: Any, pointwise_filter: Any, strides: Any, padding: str,
    data_format: str | None = None, dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """Each channel convolved by itself, then all mixed at each point."""
    layout = _layout(data_format)
    steps, wide = spatial(strides, 2, layout), spatial(dilations or 1, 2, layout)
    filters = (depthwise_filter, pointwise_filter)
    return ops.separable_conv(input, *filters, steps, padding.lower(), layout, wide)


def _pool(op: str, axes: int) -> Callable[..., Array]:
    def pool(
        input: Any, ksize: Any, strides: Any, padding: str, data_format: str | None = None,
        name: Any = None,
    ) -> Array:  # fmt: skip
        layout = _layout(data_format)
        size, steps = spatial(ksize, axes, layout), spatial(strides, axes, layout)
        return getattr(ops, op)(input, size, steps, padding.lower(), layout)

    pool.__name__ = f"{op}{axes}d"
    return pool


max_pool1d, max_pool3d = _pool("max_pool", 1), _pool("max_pool", 3)
avg_pool1d, avg_pool3d = _pool("average_pool", 1), _pool("average_pool", 3)


def atrous_conv2d(value: Any, filters: Any, rate: int, padding: str, name: Any = None) -> Array:
    """A 2-D convolution with holes of `rate - 1` in its window."""
    return convolution(value, filters, 1, padding, None, rate)


def conv1d_transpose(
    input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME",
    data_format: str = "NWC", dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """A transposed 1-D convolution; the output is cut to output_shape."""
    layout = _layout(data_format)
    (steps,) = spatial(strides, 1, layout)
    found = ops.conv_transpose(input, filters, steps, padding.lower(), data_format=layout)
    (size,) = spatial(output_shape, 1, layout)
    return found[:, :size] if layout == "channels_last" else found[..., :size]


def max_pool_with_argmax(
    input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NHWC",
    output_dtype: Any = "int64", include_batch_in_index: bool = False, name: Any = None,
) -> tuple[Array, Array]:  # fmt: skip
    """The largest value of each window, and its place: (row · width + column) · channels + channel.

    Args: include_batch_in_index: count the places through the whole batch.
    """
    size, steps = spatial(ksize, 2, "channels_last"), spatial(strides, 2, "channels_last")
    x = ops.convert_to_tensor(input)
    _, height, width, channels = x.shape
    pooled = ops.max_pool(x, size, steps, padding.lower(), "channels_last")
    sides = [(0, 0)] * 4
    if padding.upper() == "SAME":
        for axis, (n, k, s) in enumerate(zip((height, width), size, steps), 1):
            missing = max((-(-n // s) - 1) * s + k - n, 0)
            sides[axis] = (missing // 2, missing - missing // 2)
    least = np.finfo("float32").min
    taken = [
        ops.image.extract_patches(ops.pad(part, sides, constant_values=fill), size, steps)
        for part, fill in ((x, least), (_places(x.shape, include_batch_in_index), -1))
    ]  # (rows, out, out, window · channels)
    values, places = (
        ops.reshape(part, (*pooled.shape[:3], size[0] * size[1], channels)) for part in taken
    )
    best = ops.argmax(values, axis=3, keepdims=True)
    return pooled, ops.cast(ops.take_along_axis(places, best, axis=3)[..., 0, :], output_dtype)


def _places(shape: Any, counts_rows: bool) -> Array:
    """The place of each element within its row of a batch, or within the batch."""
    one = np.arange(np.prod(shape[1:]), dtype="float32").reshape(1, *shape[1:])
    first = np.arange(shape[0], dtype="float32").reshape(-1, 1, 1, 1)
    return ops.convert_to_tensor(one + first * (one.size if counts_rows else 0))
