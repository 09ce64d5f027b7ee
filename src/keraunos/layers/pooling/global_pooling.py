"""Maxima and means over all of space."""

from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.ops import windows


class GlobalPooling(Layer):
    """What all poolings over the whole of space share; a kind says how many axes."""

    batch_independent = True
    rank: ClassVar[int] = 2

    def __init__(self, data_format: str | None = None, keepdims: bool = False, **base: Any) -> None:
        super().__init__(**base)
        self.data_format = config.standardize_data_format(data_format, type(self).__name__)
        self.keepdims = keepdims
        self.input_spec = InputSpec(ndim=self.rank + 2)
        self.built = True

    @property
    def _axes(self) -> tuple[int, ...]:
        first = 2 if self.data_format == "channels_first" else 1
        return tuple(range(first, first + self.rank))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, *spatial, channels) -> (batch, channels), or with ones for the spatial axes."""
        _, channels = windows.split_shape(input_shape, self.data_format)
        ones = (1,) * self.rank
        if self.keepdims:
            return windows.joined_shape(input_shape[0], ones, channels, self.data_format)
        return (input_shape[0], channels)


class GlobalMaxPooling(GlobalPooling):
    """The largest of all places."""

    keeps_dtype = True

    def call(self, inputs: Array) -> Array:
        """The maximum over space."""
        return ops.max(inputs, axis=self._axes, keepdims=self.keepdims)


class GlobalAveragePooling(GlobalPooling):
    """The mean of all places."""

    def call(self, inputs: Array) -> Array:
        """The mean over space."""
        return ops.mean(inputs, axis=self._axes, keepdims=self.keepdims)


@register("keras.layers.GlobalMaxPooling1D", "keras.layers.GlobalMaxPool1D")
class GlobalMaxPooling1D(GlobalMaxPooling):
    """The largest value of each channel over a sequence.

    Args: as of `GlobalMaxPooling2D`.
    Shapes: (batch, steps, channels) -> (batch, channels).
    Raises: ValueError for another data_format; ShapeError if the rank differs.
    Example:
        >>> GlobalMaxPooling1D()(ops.zeros((2, 10, 8))).shape
        (2, 8)
    """

    rank = 1


@register("keras.layers.GlobalMaxPooling2D", "keras.layers.GlobalMaxPool2D")
class GlobalMaxPooling2D(GlobalMaxPooling):
    """The largest value of each channel over an image.

    Args:
        data_format: "channels_last", "channels_first", or None: the process's.
        keepdims: whether the spatial axes stay, with size 1.
    Shapes: (batch, height, width, channels) -> (batch, channels).
    Raises: ValueError for another data_format; ShapeError if the rank differs.
    Example:
        >>> GlobalMaxPooling2D()(ops.zeros((2, 5, 5, 8))).shape
        (2, 8)
    """

    rank = 2


@register("keras.layers.GlobalMaxPooling3D", "keras.layers.GlobalMaxPool3D")
class GlobalMaxPooling3D(GlobalMaxPooling):
    """The largest value of each channel over a volume.

    Args: as of `GlobalMaxPooling2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, channels).
    Raises: ValueError for another data_format; ShapeError if the rank differs.
    Example:
        >>> GlobalMaxPooling3D()(ops.zeros((2, 4, 4, 4, 8))).shape
        (2, 8)
    """

    rank = 3


@register("keras.layers.GlobalAveragePooling1D", "keras.layers.GlobalAvgPool1D")
class GlobalAveragePooling1D(GlobalAveragePooling):
    """The mean of each channel over a sequence.

    Masked steps do not count; a sequence that is masked whole gives NaN.

    Args: as of `GlobalMaxPooling2D`.
    Shapes: (batch, steps, channels) -> (batch, channels).
    Raises: ValueError for another data_format; ShapeError if the rank differs.
    Example:
        >>> GlobalAveragePooling1D()(ops.zeros((2, 10, 8))).shape
        (2, 8)
    """

    rank = 1
    supports_masking = True

    def call(self, inputs: Array, mask: Array | None = None) -> Array:
        """The mean over the steps that the mask (batch, steps) keeps."""
        if mask is None:
            return super().call(inputs)
        axis = self._axes[0]
        kept = ops.cast(mask, inputs.dtype)
        kept = ops.expand_dims(kept, 1 if self.data_format == "channels_first" else 2)
        total = ops.sum(inputs * kept, axis=axis, keepdims=self.keepdims)
        return total / ops.sum(kept, axis=axis, keepdims=self.keepdims)

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:  # type: ignore[override]
        """None: there are no steps left to mask."""
        return None


@register("keras.layers.GlobalAveragePooling2D", "keras.layers.GlobalAvgPool2D")
class GlobalAveragePooling2D(GlobalAveragePooling):
    """The mean of each channel over an image.

    Args: as of `GlobalMaxPooling2D`.
    Shapes: (batch, height, width, channels) -> (batch, channels).
    Raises: ValueError for another data_format; ShapeError if the rank differs.
    Example:
        >>> GlobalAveragePooling2D()(ops.zeros((2, 5, 5, 8))).shape
        (2, 8)
    """

    rank = 2


@register("keras.layers.GlobalAveragePooling3D", "keras.layers.GlobalAvgPool3D")
class GlobalAveragePooling3D(GlobalAveragePooling):
    """The mean of each channel over a volume.

    Args: as of `GlobalMaxPooling2D`.
    Shapes: (batch, depth, height, width, channels) -> (batch, channels).
    Raises: ValueError for another data_format; ShapeError if the rank differs.
    Example:
        >>> GlobalAveragePooling3D()(ops.zeros((2, 4, 4, 4, 8))).shape
        (2, 8)
    """

    rank = 3


GlobalMaxPool1D, GlobalMaxPool2D, GlobalMaxPool3D = (
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
)
GlobalAvgPool1D, GlobalAvgPool2D, GlobalAvgPool3D = (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
)
