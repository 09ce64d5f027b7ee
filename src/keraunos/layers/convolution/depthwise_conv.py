"""Depthwise convolutions: each channel has kernels of its own and sees no other."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.convolution.conv import BaseConv


class DepthwiseConv(BaseConv):
    """A convolution with a kernel (*window, channels, depth_multiplier)."""

    def __init__(
        self, kernel_size: Any, strides: Any = 1, padding: str = "valid", depth_multiplier: int = 1,
        data_format: str | None = None, dilation_rate: Any = 1, activation: Any = None,
        use_bias: bool = True, depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros", depthwise_regularizer: Any = None,
        bias_regularizer: Any = None, activity_regularizer: Any = None,
        depthwise_constraint: Any = None, bias_constraint: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self.depth_multiplier = self._count("depth_multiplier", depth_multiplier)
        self._setup(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            depthwise_initializer=depthwise_initializer, bias_initializer=bias_initializer,
            depthwise_regularizer=depthwise_regularizer, bias_regularizer=bias_regularizer,
            depthwise_constraint=depthwise_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make kernel (*window, channels, multiplier) and bias (channels · multiplier,)."""
        channels = self._channels(input_shape)
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        self.kernel = self.add_ruled_weight("kernel", shape, rules="depthwise")
        self._build_bias(channels * self.depth_multiplier)

    def _convolve(self, inputs: Array) -> Array:
        return ops.depthwise_conv(
            inputs, self.kernel, self.strides, self.padding, self.data_format, self.dilation_rate
        )

    def _filters(self, channels: int | None) -> int | None:
        return None if channels is None else channels * self.depth_multiplier


@register("keras.layers.DepthwiseConv1D")
class DepthwiseConv1D(DepthwiseConv):
    """A window slides over each channel of a sequence by itself.

    y[o, c·m + j] = activation(Σ over places k of x[stride·o + dilation·k, c] · kernel[k, c, j] + bias)

    Args: as of `DepthwiseConv2D`.
    Shapes: (batch, steps, channels) -> (batch, out, channels · m); kernel (window, channels, m).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Example:
        >>> DepthwiseConv1D(3, depth_multiplier=2)(ops.zeros((2, 10, 8))).shape
        (2, 8, 16)
    """

    rank = 1


@register("keras.layers.DepthwiseConv2D")
class DepthwiseConv2D(DepthwiseConv):
    """A window slides over each channel of an image by itself.

    y[o, c·m + j] = activation(Σ over places k of x[stride·o + dilation·k, c] · kernel[k, c, j] + bias)

    Args:
        depth_multiplier: the kernels m of each channel, an int >= 1.
        depthwise_*: initializer, regularizer and constraint of the kernel.
        The rest as of `Conv2D`.
    Shapes: (batch, height, width, channels) -> (batch, out, out, channels · m); kernel
        (height, width, channels, m).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Source: Howard et al. 2017, arXiv:1704.04861.
    Example:
        >>> DepthwiseConv2D(3)(ops.zeros((2, 28, 28, 8))).shape
        (2, 26, 26, 8)
    """

    rank = 2
