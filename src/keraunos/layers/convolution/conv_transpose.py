"""Transposed convolutions: from a coarse grid to a finer one."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.convolution.conv import BaseConv
from keraunos.ops import windows
from keraunos.ops.convolution import transpose_crops, transpose_out


class ConvTranspose(BaseConv):
    """A transposed convolution with a kernel (*window, filters, channels)."""

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        output_padding: Any = None, data_format: str | None = None, dilation_rate: Any = 1,
        activation: Any = None, use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros", kernel_regularizer: Any = None, bias_regularizer: Any = None,
        activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self.filters = self._count("filters", filters)
        self._setup(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip
        self.output_padding = self._output_padding(output_padding)

    def _output_padding(self, given: Any) -> windows.Sizes | None:
        if given is None:
            return None
        who = type(self).__name__
        extra = windows.as_sizes(given, self.rank, who, "output_padding", least=0)
        if any(more >= s for more, s in zip(extra, self.strides)):
            raise ValueError(
                bad(who, "output_padding", f"below strides {self.strides} on each axis", extra,
                    "Leave it None for the usual size.")
            )  # fmt: skip
        return extra

    def build(self, input_shape: Shape) -> None:
        """Make kernel (*window, filters, channels) and bias (filters,)."""
        shape = (*self.kernel_size, self.filters, self._channels(input_shape))
        self.kernel = self.add_ruled_weight("kernel", shape)
        self._build_bias(self.filters)

    def _convolve(self, inputs: Array) -> Array:
        return ops.conv_transpose(
            inputs, self.kernel, self.strides, self.padding, self.output_padding, self.data_format,
            self.dilation_rate,
        )  # fmt: skip

    def _filters(self, channels: int | None) -> int:
        return self.filters

    def _out_sizes(self, shape: Shape) -> Shape:
        spatial, _ = windows.split_shape(shape, self.data_format)
        moves = (self.kernel_size, self.strides, self.dilation_rate)
        crops = transpose_crops(self.padding, *moves, self.output_padding)
        return transpose_out(spatial, *moves, crops)


@register("keras.layers.Conv1DTranspose", "keras.layers.Convolution1DTranspose")
class Conv1DTranspose(ConvTranspose):
    """A transposed convolution over a sequence.

    Args: as of `Conv2DTranspose`.
    Shapes: (batch, steps, channels) -> (batch, out, filters); kernel (window, filters, channels).
    Raises: ValueError for an argument outside its range.
    Example:
        >>> Conv1DTranspose(4, 3, strides=2, padding="same")(ops.zeros((2, 10, 8))).shape
        (2, 20, 4)
    """

    rank = 1


@register("keras.layers.Conv2DTranspose", "keras.layers.Convolution2DTranspose")
class Conv2DTranspose(ConvTranspose):
    """A transposed convolution over an image.

    Each input adds its multiple of the kernel to the output, `strides` apart: the gradient of a convolution.

    Args:
        output_padding: what is added at the end of each axis, an int in [0, stride); None: as much as
            makes "same" give size · stride, "valid" size · stride + max(window - stride, 0).
        The rest as of `Conv2D`.
    Shapes: (batch, height, width, channels) -> (batch, out, out, filters); kernel
        (height, width, filters, channels).
    Raises: ValueError for an argument outside its range.
    Example:
        >>> Conv2DTranspose(4, 3, strides=2, padding="same")(ops.zeros((2, 7, 7, 8))).shape
        (2, 14, 14, 4)
    """

    rank = 2


@register("keras.layers.Conv3DTranspose", "keras.layers.Convolution3DTranspose")
class Conv3DTranspose(ConvTranspose):
    """A transposed convolution over a volume.

    Each input adds its multiple of the kernel to the output, `strides` apart: the gradient of a convolution.

    Args:
        output_padding: what is added at the end of each axis, an int in [0, stride); None: as much as
            makes "same" give size · stride, "valid" size · stride + max(window - stride, 0).
        The rest as of `Conv2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, out, out, out, filters); kernel
        (depth, height, width, filters, channels).
    Raises: ValueError for an argument outside its range.
    Example:
        >>> Conv3DTranspose(4, 3, strides=2, padding="same")(ops.zeros((1, 2, 2, 2, 8))).shape
        (1, 4, 4, 4, 4)
    """

    rank = 3

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, output_padding: Any = None, dilation_rate: Any = 1,
        activation: Any = None, use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros", kernel_regularizer: Any = None, bias_regularizer: Any = None,
        activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            filters, kernel_size, strides, padding, output_padding, data_format, dilation_rate,
            activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
            bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, **base,
        )  # fmt: skip


Convolution1DTranspose, Convolution2DTranspose = Conv1DTranspose, Conv2DTranspose
Convolution3DTranspose = Conv3DTranspose
