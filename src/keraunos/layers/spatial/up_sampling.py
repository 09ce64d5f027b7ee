"""A finer grid over the same space."""

from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.ops import resampling, windows


class UpSampling(Layer):
    """What all upsamplings share; a kind says how many axes."""

    batch_independent = True
    rank: ClassVar[int] = 2
    data_format = "channels_last"
    interpolation = "nearest"
    _factors: windows.Sizes

    def call(self, inputs: Array) -> Array:
        """The input with each spatial size times its factor."""
        first = self.data_format == "channels_first"
        x = ops.moveaxis(inputs, 1, -1) if first else inputs
        y = resampling.upsample(x, self._factors, self.interpolation)
        return ops.moveaxis(y, -1, 1) if first else y

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Each spatial size times its factor."""
        spatial, channels = windows.split_shape(input_shape, self.data_format)
        sizes = tuple(None if s is None else s * f for s, f in zip(spatial, self._factors))
        return windows.joined_shape(input_shape[0], sizes, channels, self.data_format)


@register("keras.layers.UpSampling1D")
class UpSampling1D(UpSampling):
    """Each step of a sequence `size` times.

    Args: size: an int >= 1.
    Shapes: (batch, steps, channels) -> (batch, steps · size, channels).
    Raises: ValueError if size is not an int >= 1.
    Example:
        >>> UpSampling1D(2)(ops.reshape(ops.arange(2.0), (1, 2, 1))).ravel().tolist()
        [0.0, 0.0, 1.0, 1.0]
    """

    rank = 1

    def __init__(self, size: int = 2, **base: Any) -> None:
        super().__init__(**base)
        self._factors = windows.as_sizes(size, 1, "UpSampling1D", "size")
        self.size = self._factors[0]
        self.input_spec = InputSpec(ndim=3)
        self.built = True


@register("keras.layers.UpSampling2D")
class UpSampling2D(UpSampling):
    """An image on a finer grid.

    Args:
        size: factors, an int >= 1 or (height, width).
        data_format: "channels_last", "channels_first", or None: the process's.
        interpolation: "nearest" repeats each pixel; "bilinear", "bicubic", "lanczos3", "lanczos5".
    Shapes: (batch, height, width, channels) -> (batch, height · size, width · size, channels).
    Raises: ValueError for an argument outside its range.
    Example:
        >>> UpSampling2D((2, 3))(ops.zeros((1, 4, 4, 3))).shape
        (1, 8, 12, 3)
    """

    rank = 2

    def __init__(
        self, size: Any = (2, 2), data_format: str | None = None, interpolation: str = "nearest",
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.size = self._factors = windows.as_sizes(size, 2, "UpSampling2D", "size")
        self.data_format = config.standardize_data_format(data_format, "UpSampling2D")
        self.interpolation = str(interpolation).lower()
        if self.interpolation not in resampling.METHODS:
            valid = f"one of {tuple(resampling.METHODS)}"
            raise ValueError(bad("UpSampling2D", "interpolation", valid, interpolation, ""))
        self.input_spec = InputSpec(ndim=4)
        self.built = True


@register("keras.layers.UpSampling3D")
class UpSampling3D(UpSampling):
    """A volume on a finer grid, each element repeated.

    Args:
        size: factors, an int >= 1 or one for each axis.
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, depth, height, width, channels) -> the same with larger spatial sizes.
    Raises: ValueError for an argument outside its range.
    Example:
        >>> UpSampling3D(2)(ops.zeros((1, 2, 3, 4, 5))).shape
        (1, 4, 6, 8, 5)
    """

    rank = 3

    def __init__(self, size: Any = (2, 2, 2), data_format: str | None = None, **base: Any) -> None:
        super().__init__(**base)
        self.size = self._factors = windows.as_sizes(size, 3, "UpSampling3D", "size")
        self.data_format = config.standardize_data_format(data_format, "UpSampling3D")
        self.input_spec = InputSpec(ndim=5)
        self.built = True
