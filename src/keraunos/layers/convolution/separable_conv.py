"""Separable convolutions: first over space, channel by channel, then over channels, place by place."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.convolution.conv import BaseConv


class SeparableConv(BaseConv):
    """A depthwise kernel (*window, channels, multiplier), then a pointwise one (*ones, …, filters)."""

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1, depth_multiplier: int = 1,
        activation: Any = None, use_bias: bool = True, depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None, pointwise_regularizer: Any = None,
        bias_regularizer: Any = None, activity_regularizer: Any = None,
        depthwise_constraint: Any = None, pointwise_constraint: Any = None,
        bias_constraint: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self.filters = self._count("filters", filters)
        self.depth_multiplier = self._count("depth_multiplier", depth_multiplier)
        self._setup(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            depthwise_initializer=depthwise_initializer, pointwise_initializer=pointwise_initializer,
            bias_initializer=bias_initializer, depthwise_regularizer=depthwise_regularizer,
            pointwise_regularizer=pointwise_regularizer, bias_regularizer=bias_regularizer,
            depthwise_constraint=depthwise_constraint, pointwise_constraint=pointwise_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make depthwise_kernel, pointwise_kernel and bias (filters,)."""
        channels, multiplier = self._channels(input_shape), self.depth_multiplier
        depthwise = (*self.kernel_size, channels, multiplier)
        pointwise = (*(1,) * self.rank, channels * multiplier, self.filters)
        self.depthwise_kernel = self.add_ruled_weight(
            "depthwise_kernel", depthwise, rules="depthwise"
        )
        self.pointwise_kernel = self.add_ruled_weight(
            "pointwise_kernel", pointwise, rules="pointwise"
        )
        self._build_bias(self.filters)

    def _convolve(self, inputs: Array) -> Array:
        return ops.separable_conv(
            inputs, self.depthwise_kernel, self.pointwise_kernel, self.strides, self.padding,
            self.data_format, self.dilation_rate,
        )  # fmt: skip

    def _filters(self, channels: int | None) -> int:
        return self.filters


@register("keras.layers.SeparableConv1D", "keras.layers.SeparableConvolution1D")
class SeparableConv1D(SeparableConv):
    """A depthwise convolution over a sequence, then a mix of the channels at each step.

    y = activation(pointwise · depthwise(x) + bias)

    Args: as of `SeparableConv2D`.
    Shapes: (batch, steps, channels) -> (batch, out, filters).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Example:
        >>> SeparableConv1D(4, 3)(ops.zeros((2, 10, 8))).shape
        (2, 8, 4)
    """

    rank = 1


@register("keras.layers.SeparableConv2D", "keras.layers.SeparableConvolution2D")
class SeparableConv2D(SeparableConv):
    """A depthwise convolution over an image, then a mix of the channels at each place.

    y = activation(pointwise · depthwise(x) + bias)

    Args:
        filters: the channels that come out, an int >= 1.
        depth_multiplier: the depthwise kernels of each channel, an int >= 1.
        depthwise_* and pointwise_*: initializer, regularizer and constraint of the two kernels.
        The rest as of `Conv2D`.
    Shapes: (batch, height, width, channels) -> (batch, out, out, filters).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Source: Chollet 2017, arXiv:1610.02357.
    Example:
        >>> SeparableConv2D(4, 3)(ops.zeros((2, 28, 28, 8))).shape
        (2, 26, 26, 4)
    """

    rank = 2


SeparableConvolution1D, SeparableConvolution2D = SeparableConv1D, SeparableConv2D
