"""Zeros around space."""

from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.layers.spatial.margins import Margins, as_margins
from keraunos.ops import windows


class ZeroPadding(Layer):
    """What all zero paddings share; a kind says how many axes and in which form it keeps them."""

    batch_independent = True
    keeps_dtype = True
    rank: ClassVar[int] = 2

    def _setup(self, padding: Any, data_format: str | None) -> None:
        who = type(self).__name__
        self._margins: Margins = as_margins(padding, self.rank, who, "padding")
        self.padding: Any = self._margins if self.rank > 1 else self._margins[0]
        self.data_format = config.standardize_data_format(data_format, who)
        self.input_spec = InputSpec(ndim=self.rank + 2)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The input with zeros before and after each spatial axis."""
        none = (0, 0)
        pairs = windows.joined_shape(none, self._margins, none, self.data_format)
        return ops.pad(inputs, pairs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Each spatial size grows by what is added before and after."""
        spatial, channels = windows.split_shape(input_shape, self.data_format)
        sizes = tuple(
            None if s is None else s + low + high for s, (low, high) in zip(spatial, self._margins)
        )
        return windows.joined_shape(input_shape[0], sizes, channels, self.data_format)


@register("keras.layers.ZeroPadding1D")
class ZeroPadding1D(ZeroPadding):
    """Zeros before and after a sequence.

    Args:
        padding: how many, an int >= 0 for both ends, or (before, after).
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, steps, channels) -> (batch, before + steps + after, channels).
    Raises: ValueError if padding is not ints >= 0.
    Example:
        >>> ZeroPadding1D((1, 2))(ops.ones((1, 2, 1))).ravel().tolist()
        [0.0, 1.0, 1.0, 0.0, 0.0]
    """

    rank = 1

    def __init__(self, padding: Any = 1, data_format: str | None = None, **base: Any) -> None:
        super().__init__(**base)
        self._setup(padding, data_format)


@register("keras.layers.ZeroPadding2D")
class ZeroPadding2D(ZeroPadding):
    """Zeros around an image.

    Args:
        padding: how many, an int >= 0 for all sides; (height, width), the same at both ends; or
            ((top, bottom), (left, right)).
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, height, width, channels) -> (batch, height + …, width + …, channels).
    Raises: ValueError if padding is not ints >= 0.
    Example:
        >>> ZeroPadding2D((1, 2))(ops.zeros((1, 5, 5, 3))).shape
        (1, 7, 9, 3)
    """

    rank = 2

    def __init__(self, padding: Any = (1, 1), data_format: str | None = None, **base: Any) -> None:
        super().__init__(**base)
        self._setup(padding, data_format)


@register("keras.layers.ZeroPadding3D")
class ZeroPadding3D(ZeroPadding):
    """Zeros around a volume.

    Args:
        padding: how many, an int >= 0 for all sides; one for each axis, the same at both ends; or a pair
            (before, after) for each axis.
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, depth, height, width, channels) -> the same with larger spatial sizes.
    Raises: ValueError if padding is not ints >= 0.
    Example:
        >>> ZeroPadding3D(1)(ops.zeros((1, 2, 3, 4, 5))).shape
        (1, 4, 5, 6, 5)
    """

    rank = 3

    def __init__(
        self, padding: Any = ((1, 1), (1, 1), (1, 1)), data_format: str | None = None, **base: Any
    ) -> None:
        super().__init__(**base)
        self._setup(padding, data_format)
