"""Convolution layers: what all kinds share, and those with a kernel of their own for each filter."""

from typing import Any, ClassVar

from keraunos import activations, ops
from keraunos.core import config
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.layers.low_rank import LowRank
from keraunos.ops import windows


class BaseConv(Layer):
    """What all convolutions share: arguments, checks, shapes, the bias and the activation.

    A kind writes `build` (its kernels, then `_build_bias`) and `_convolve`.
    """

    batch_independent = True
    _shows_activity_regularizer = True
    rank: ClassVar[int] = 2
    paddings: ClassVar[tuple[str, ...]] = ("valid", "same")

    def _setup(
        self, kernel_size: Any, strides: Any, padding: str, data_format: str | None,
        dilation_rate: Any, activation: Any, use_bias: bool, **weights: Any,
    ) -> None:  # fmt: skip
        """Check and store; weights: *_initializer, *_regularizer, *_constraint by name."""
        who = type(self).__name__
        self.kernel_size = windows.as_sizes(kernel_size, self.rank, who, "kernel_size")
        self.strides = windows.as_sizes(strides, self.rank, who, "strides")
        self.dilation_rate = windows.as_sizes(dilation_rate, self.rank, who, "dilation_rate")
        self.padding = windows.as_padding(padding, who, self.paddings)
        self.data_format = config.standardize_data_format(data_format, who)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                bad(who, "strides", f"1 with dilation_rate {self.dilation_rate}", self.strides,
                    "Use one of the two.")
            )  # fmt: skip
        if self.padding == "causal" and self.data_format == "channels_first":
            raise ValueError(
                bad(who, "padding", "'valid' or 'same' with channels_first", padding,
                    "Use data_format='channels_last'.")
            )  # fmt: skip
        self.activation, self.use_bias = activations.get(activation), use_bias
        self.keep_rules(**weights)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _count(self, name: str, value: Any) -> int:
        """An argument that counts something.

        Raises: ValueError if it is not an int >= 1.
        """
        if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
            raise ValueError(bad(type(self).__name__, name, "an int >= 1", value, ""))
        return int(value)

    def _channels(self, input_shape: Shape) -> int:
        """The input's channels, which from now on are required.

        Raises: ShapeError (a ValueError) if they are unknown.
        """
        _, channels = windows.split_shape(input_shape, self.data_format)
        if channels is None:
            raise ShapeError(
                f"{self._who()} needs the number of channels to make its kernel; got input shape "
                f"{windows.shape_text(input_shape)}. Give it in the Input, as in Input((None, None, 3))."
            )
        axis = 1 if self.data_format == "channels_first" else -1
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        return channels

    def _build_bias(self, filters: int) -> None:
        self.bias = self.add_ruled_weight("bias", (filters,)) if self.use_bias else None

    def call(self, inputs: Array) -> Array:
        """activation(convolution(inputs) + bias)."""
        self._check_sizes(inputs.shape)
        y = self._convolve(inputs)
        if self.bias is not None:
            first = self.data_format == "channels_first"
            bias = ops.reshape(self.bias, (-1, *(1,) * self.rank)) if first else self.bias
            y = ops.add(y, bias)
        return y if self.activation is None else self.activation(y)

    def _convolve(self, inputs: Array) -> Array:
        raise NotImplementedError(f"{type(self).__name__}: _convolve() is not written. Define it.")

    def _filters(self, channels: int | None) -> int | None:
        """The channels that come out, for those that go in."""
        raise NotImplementedError(f"{type(self).__name__}: _filters() is not written. Define it.")

    def _out_sizes(self, shape: Shape) -> Shape:
        return windows.out_sizes(
            self._who(), "kernel_size", shape, self.data_format, self.kernel_size, self.strides,
            self.dilation_rate, self.padding,
        )  # fmt: skip

    def _check_sizes(self, shape: Shape) -> None:
        self._out_sizes(shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, *spatial, channels) -> (batch, *out, filters), in the layout of the input."""
        _, channels = windows.split_shape(input_shape, self.data_format)
        outs, filters = self._out_sizes(input_shape), self._filters(channels)
        return windows.joined_shape(input_shape[0], outs, filters, self.data_format)


class Conv(BaseConv, LowRank):
    """A convolution with a kernel (*window, channels / groups, filters)."""

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1, groups: int = 1,
        activation: Any = None, use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros", kernel_regularizer: Any = None, bias_regularizer: Any = None,
        activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
        lora_rank: int | None = None, lora_alpha: float | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self._keep_lora(lora_rank, lora_alpha)
        self.filters, self.groups = self._count("filters", filters), self._count("groups", groups)
        if self.filters % self.groups:
            raise ValueError(
                bad(type(self).__name__, "filters", f"a multiple of groups={groups}", filters,
                    "Each group makes the same number of filters.")
            )  # fmt: skip
        self._setup(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make kernel (*window, channels / groups, filters) and bias (filters,)."""
        channels = self._channels(input_shape)
        if channels % self.groups:
            other = input_shape[1] if self.data_format == "channels_last" else input_shape[-1]
            wanted = other if other and other % self.groups == 0 else -1
            hint = windows.layout_hint(input_shape, self.data_format, wanted)
            raise ShapeError(
                f"{self._who()}: its {self.groups} groups need a multiple of {self.groups} channels; got "
                f"{channels} (input shape {windows.shape_text(input_shape)}, {self.data_format}). "
                f"{hint or f'Choose groups that divide {channels}.'}"
            )
        shape = (*self.kernel_size, channels // self.groups, self.filters)
        self.kernel = self.add_ruled_weight("kernel", shape)
        self._build_bias(self.filters)
        self._adapt_if_asked()

    def _convolve(self, inputs: Array) -> Array:
        return self.convolution_op(inputs, self._adapted())

    def convolution_op(self, inputs: Array, kernel: Any) -> Array:
        """The convolution with a kernel; a subclass may hand on another one than the layer's."""
        return ops.conv(
            inputs, kernel, self.strides, self.padding, self.data_format, self.dilation_rate
        )

    def _filters(self, channels: int | None) -> int:
        return self.filters


@register("keras.layers.Conv1D", "keras.layers.Convolution1D")
class Conv1D(Conv):
    """A window slides over a sequence; each filter is a weighted sum of what it sees.

    y[o] = activation(Σ over places k and channels of x[stride·o + dilation·k] · kernel[k] + bias)

    Args: as of `Conv2D`; padding here also "causal".
    Shapes: (batch, steps, channels) -> (batch, out, filters); kernel (window, channels / groups, filters).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Example:
        >>> Conv1D(4, 3, padding="causal")(ops.zeros((2, 10, 8))).shape
        (2, 10, 4)
    """

    rank = 1
    paddings = ("valid", "same", "causal")


@register("keras.layers.Conv2D", "keras.layers.Convolution2D")
class Conv2D(Conv):
    """A window slides over an image; each filter is a weighted sum of what it sees.

    y[o] = activation(Σ over places k and channels of x[stride·o + dilation·k] · kernel[k] + bias)

    Args:
        filters: the channels that come out, an int >= 1.
        kernel_size: sizes of the window, an int >= 1 or one for each axis.
        strides: steps of the window, the same.
        padding: "valid" (none) or "same" (the output has ceil(size / stride)); Conv1D also takes "causal":
            no output sees what comes after it.
        data_format: "channels_last", "channels_first", or None: the process's.
        dilation_rate: steps between the places of the window; 1 where strides are not.
        groups: channels and filters are cut into so many groups that do not see each other, an int >= 1.
        activation: name or callable; None: linear.
        use_bias: whether a bias is added.
        kernel_initializer: of the kernel. bias_initializer: of the bias (filters,).
        kernel_regularizer: adds a loss computed from the kernel. bias_regularizer: from the bias.
        activity_regularizer: adds a loss computed from the output.
        kernel_constraint: maps the kernel after each update. bias_constraint: the bias.
        lora_rank, lora_alpha: as of Dense.
    Shapes: (batch, height, width, channels) -> (batch, out, out, filters); kernel
        (height, width, channels / groups, filters).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Example:
        >>> Conv2D(4, 3, strides=2, padding="same")(ops.zeros((2, 28, 28, 1))).shape
        (2, 14, 14, 4)
    """

    rank = 2


@register("keras.layers.Conv3D", "keras.layers.Convolution3D")
class Conv3D(Conv):
    """A window slides over a volume; each filter is a weighted sum of what it sees.

    y[o] = activation(Σ over places k and channels of x[stride·o + dilation·k] · kernel[k] + bias)

    Args: as of `Conv2D`; padding here also "causal".
    Shapes: (batch, depth, height, width, channels) -> (batch, out, out, out, filters); kernel
        (depth, height, width, channels / groups, filters).
    Raises: ValueError for an argument outside its range; ShapeError if the window does not fit.
    Example:
        >>> Conv3D(4, 3)(ops.zeros((1, 5, 5, 5, 1))).shape
        (1, 3, 3, 3, 4)
    """

    rank = 3


Convolution1D, Convolution2D, Convolution3D = Conv1D, Conv2D, Conv3D
