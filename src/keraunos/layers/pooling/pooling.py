"""Maxima and means over windows that slide."""

from collections.abc import Callable
from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.ops import windows


class Pooling(Layer):
    """What all windows that slide share; a kind says how many axes and which operation."""

    batch_independent = True
    rank: ClassVar[int] = 2
    _pool: ClassVar[Callable[..., Any]] = ops.max_pool

    def __init__(
        self, pool_size: Any, strides: Any = None, padding: str = "valid",
        data_format: str | None = None, name: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, **base)
        who, rank = type(self).__name__, self.rank
        self.pool_size = windows.as_sizes(pool_size, rank, who, "pool_size")
        self.strides = (
            self.pool_size if strides is None else windows.as_sizes(strides, rank, who, "strides")
        )
        self.padding = windows.as_padding(padding, who)
        self.data_format = config.standardize_data_format(data_format, who)
        self.input_spec = InputSpec(ndim=rank + 2)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """One value of each window."""
        self.compute_output_shape(inputs.shape)  # names the layer if no window fits
        pool = type(self)._pool
        return pool(inputs, self.pool_size, self.strides, self.padding, self.data_format)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, *spatial, channels) -> (batch, *out, channels), in the layout of the input."""
        ones = (1,) * self.rank
        outs = windows.out_sizes(
            self._who(), "pool_size", input_shape, self.data_format, self.pool_size, self.strides,
            ones, self.padding,
        )  # fmt: skip
        _, channels = windows.split_shape(input_shape, self.data_format)
        return windows.joined_shape(input_shape[0], outs, channels, self.data_format)


class MaxPooling(Pooling):
    """The largest of each window; the window is 2 on each axis unless told otherwise."""

    keeps_dtype = True
    _pool = staticmethod(ops.max_pool)

    def __init__(
        self, pool_size: Any = 2, strides: Any = None, padding: str = "valid",
        data_format: str | None = None, name: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(pool_size, strides, padding, data_format, name, **base)


class AveragePooling(Pooling):
    """The mean of each window."""

    _pool = staticmethod(ops.average_pool)


@register("keras.layers.MaxPooling1D", "keras.layers.MaxPool1D")
class MaxPooling1D(MaxPooling):
    """The largest value of each window of a sequence, channel by channel.

    Args: as of `MaxPooling2D`.
    Shapes: (batch, steps, channels) -> (batch, out, channels).
    Raises: ValueError for an argument outside its range; ShapeError if no window fits.
    Example:
        >>> MaxPooling1D(2)(ops.zeros((2, 10, 8))).shape
        (2, 5, 8)
    """

    rank = 1


@register("keras.layers.MaxPooling2D", "keras.layers.MaxPool2D")
class MaxPooling2D(MaxPooling):
    """The largest value of each window of an image, channel by channel.

    Args:
        pool_size: sizes of the window, an int >= 1 or one for each axis.
        strides: steps of the window, the same; None: those of the window.
        padding: "valid" (none) or "same" (the output has ceil(size / stride)); what is padded never counts.
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, height, width, channels) -> (batch, out, out, channels).
    Raises: ValueError for an argument outside its range; ShapeError if no window fits.
    Example:
        >>> MaxPooling2D(2)(ops.zeros((2, 28, 28, 8))).shape
        (2, 14, 14, 8)
    """

    rank = 2


@register("keras.layers.MaxPooling3D", "keras.layers.MaxPool3D")
class MaxPooling3D(MaxPooling):
    """The largest value of each window of a volume, channel by channel.

    Args: as of `MaxPooling2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, out, out, out, channels).
    Raises: ValueError for an argument outside its range; ShapeError if no window fits.
    Example:
        >>> MaxPooling3D(2)(ops.zeros((1, 4, 4, 4, 8))).shape
        (1, 2, 2, 2, 8)
    """

    rank = 3


@register("keras.layers.AveragePooling1D", "keras.layers.AvgPool1D")
class AveragePooling1D(AveragePooling):
    """The mean of each window of a sequence, channel by channel.

    Args: as of `MaxPooling2D`.
    Shapes: (batch, steps, channels) -> (batch, out, channels).
    Raises: ValueError for an argument outside its range; ShapeError if no window fits.
    Example:
        >>> AveragePooling1D(2)(ops.zeros((2, 10, 8))).shape
        (2, 5, 8)
    """

    rank = 1


@register("keras.layers.AveragePooling2D", "keras.layers.AvgPool2D")
class AveragePooling2D(AveragePooling):
    """The mean of each window of an image, channel by channel.

    Args: as of `MaxPooling2D`.
    Shapes: (batch, height, width, channels) -> (batch, out, out, channels).
    Raises: ValueError for an argument outside its range; ShapeError if no window fits.
    Example:
        >>> AveragePooling2D(2)(ops.zeros((2, 28, 28, 8))).shape
        (2, 14, 14, 8)
    """

    rank = 2


@register("keras.layers.AveragePooling3D", "keras.layers.AvgPool3D")
class AveragePooling3D(AveragePooling):
    """The mean of each window of a volume, channel by channel.

    Args: as of `MaxPooling2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, out, out, out, channels).
    Raises: ValueError for an argument outside its range; ShapeError if no window fits.
    Example:
        >>> AveragePooling3D(2)(ops.zeros((1, 4, 4, 4, 8))).shape
        (1, 2, 2, 2, 8)
    """

    rank = 3


MaxPool1D, MaxPool2D, MaxPool3D = MaxPooling1D, MaxPooling2D, MaxPooling3D
AvgPool1D, AvgPool2D, AvgPool3D = AveragePooling1D, AveragePooling2D, AveragePooling3D
