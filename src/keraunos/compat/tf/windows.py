"""`tf.nn`'s convolutions and pools of one and three spatial axes, and in depth and points."""

from collections.abc import Callable
from typing import Any

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
