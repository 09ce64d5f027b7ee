"""Maxima and means over as many windows as are asked for, whatever the size of the input."""

from collections.abc import Callable
from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.ops import windows


class AdaptivePooling(Layer):
    """What all adaptive poolings share; a kind says how many axes and which operation."""

    batch_independent = True
    rank: ClassVar[int] = 2
    _pool: ClassVar[Callable[..., Any]] = ops.adaptive_max_pool

    def __init__(self, output_size: Any, data_format: str | None = None, **base: Any) -> None:
        super().__init__(**base)
        who = type(self).__name__
        self.output_size = windows.as_sizes(output_size, self.rank, who, "output_size")
        self.data_format = config.standardize_data_format(data_format, who)
        self.input_spec = InputSpec(ndim=self.rank + 2)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """One value of each window."""
        return type(self)._pool(inputs, self.output_size, self.data_format)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, *spatial, channels) -> (batch, *output_size, channels)."""
        _, channels = windows.split_shape(input_shape, self.data_format)
        return windows.joined_shape(input_shape[0], self.output_size, channels, self.data_format)


class AdaptiveMaxPooling(AdaptivePooling):
    """The largest of each window."""

    keeps_dtype = True
    _pool = staticmethod(ops.adaptive_max_pool)


class AdaptiveAveragePooling(AdaptivePooling):
    """The mean of each window."""

    _pool = staticmethod(ops.adaptive_average_pool)


@register("keras.layers.AdaptiveMaxPooling1D")
class AdaptiveMaxPooling1D(AdaptiveMaxPooling):
    """The largest value of each of a fixed number of windows over a sequence.

    Args: as of `AdaptiveMaxPooling2D`.
    Shapes: (batch, steps, channels) -> (batch, out, channels).
    Raises: ValueError if output_size is not ints >= 1.
    Example:
        >>> AdaptiveMaxPooling1D(3)(ops.zeros((2, 10, 8))).shape
        (2, 3, 8)
    """

    rank = 1


@register("keras.layers.AdaptiveMaxPooling2D")
class AdaptiveMaxPooling2D(AdaptiveMaxPooling):
    """The largest value of each of a fixed number of windows over an image.

    Window i of an axis is [⌊i·size/out⌋, ⌈(i+1)·size/out⌉).

    Args:
        output_size: the sizes that come out, an int >= 1 or one for each axis.
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, height, width, channels) -> (batch, out, out, channels).
    Raises: ValueError if output_size is not ints >= 1.
    Example:
        >>> AdaptiveMaxPooling2D(3)(ops.zeros((2, 5, 5, 8))).shape
        (2, 3, 3, 8)
    """

    rank = 2


@register("keras.layers.AdaptiveMaxPooling3D")
class AdaptiveMaxPooling3D(AdaptiveMaxPooling):
    """The largest value of each of a fixed number of windows over a volume.

    Args: as of `AdaptiveMaxPooling2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, out, out, out, channels).
    Raises: ValueError if output_size is not ints >= 1.
    Example:
        >>> AdaptiveMaxPooling3D(3)(ops.zeros((2, 4, 4, 4, 8))).shape
        (2, 3, 3, 3, 8)
    """

    rank = 3


@register("keras.layers.AdaptiveAveragePooling1D")
class AdaptiveAveragePooling1D(AdaptiveAveragePooling):
    """The mean of each of a fixed number of windows over a sequence.

    Args: as of `AdaptiveMaxPooling2D`.
    Shapes: (batch, steps, channels) -> (batch, out, channels).
    Raises: ValueError if output_size is not ints >= 1.
    Example:
        >>> AdaptiveAveragePooling1D(3)(ops.zeros((2, 10, 8))).shape
        (2, 3, 8)
    """

    rank = 1


@register("keras.layers.AdaptiveAveragePooling2D")
class AdaptiveAveragePooling2D(AdaptiveAveragePooling):
    """The mean of each of a fixed number of windows over an image.

    Args: as of `AdaptiveMaxPooling2D`.
    Shapes: (batch, height, width, channels) -> (batch, out, out, channels).
    Raises: ValueError if output_size is not ints >= 1.
    Example:
        >>> AdaptiveAveragePooling2D(3)(ops.zeros((2, 5, 5, 8))).shape
        (2, 3, 3, 8)
    """

    rank = 2


@register("keras.layers.AdaptiveAveragePooling3D")
class AdaptiveAveragePooling3D(AdaptiveAveragePooling):
    """The mean of each of a fixed number of windows over a volume.

    Args: as of `AdaptiveMaxPooling2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, out, out, out, channels).
    Raises: ValueError if output_size is not ints >= 1.
    Example:
        >>> AdaptiveAveragePooling3D(3)(ops.zeros((2, 4, 4, 4, 8))).shape
        (2, 3, 3, 3, 8)
    """

    rank = 3
