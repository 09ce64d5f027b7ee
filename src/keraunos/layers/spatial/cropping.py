"""Less of space: what lies at the ends is cut."""

from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.layers.spatial.margins import Margins, as_margins
from keraunos.ops import windows


class Cropping(Layer):
    """What all croppings share; a kind says how many axes and in which form it keeps them."""

    batch_independent = True
    keeps_dtype = True
    rank: ClassVar[int] = 2
    data_format = "channels_last"

    def _setup(self, cropping: Any) -> None:
        self._margins: Margins = as_margins(cropping, self.rank, type(self).__name__, "cropping")
        self.cropping: Any = self._margins if self.rank > 1 else self._margins[0]
        self.input_spec = InputSpec(ndim=self.rank + 2)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The input without what is cut from each spatial axis."""
        self.compute_output_shape(inputs.shape)  # raises if nothing would be left
        cut = tuple(slice(low, -high or None) for low, high in self._margins)
        whole = slice(None)
        return ops.convert_to_tensor(inputs)[
            windows.joined_shape(whole, cut, whole, self.data_format)
        ]

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Each spatial size shrinks by what is cut.

        Raises: ShapeError (a ValueError) if nothing would be left.
        """
        spatial, channels = windows.split_shape(input_shape, self.data_format)
        sizes = tuple(
            None if s is None else s - low - high for s, (low, high) in zip(spatial, self._margins)
        )
        if any(s is not None and s < 1 for s in sizes):
            raise ShapeError(
                f"{self._who()}: cropping {self.cropping} leaves nothing of an input of shape "
                f"{windows.shape_text(input_shape)} ({self.data_format}). Crop less."
            )
        return windows.joined_shape(input_shape[0], sizes, channels, self.data_format)


@register("keras.layers.Cropping1D")
class Cropping1D(Cropping):
    """Cut the ends of a sequence.

    Args: cropping: how much, an int >= 0 for both ends, or (start, end).
    Shapes: (batch, steps, channels) -> (batch, steps - start - end, channels).
    Raises: ValueError if cropping is not ints >= 0; ShapeError if nothing would be left.
    Example:
        >>> Cropping1D((0, 2))(ops.zeros((1, 5, 3))).shape
        (1, 3, 3)
    """

    rank = 1

    def __init__(self, cropping: Any = (1, 1), **base: Any) -> None:
        super().__init__(**base)
        self._setup(cropping)


@register("keras.layers.Cropping2D")
class Cropping2D(Cropping):
    """Cut the borders of an image.

    Args:
        cropping: how much, an int >= 0 for all sides; (height, width), the same at both ends; or
            ((top, bottom), (left, right)).
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, height, width, channels) -> (batch, height - …, width - …, channels).
    Raises: ValueError if cropping is not ints >= 0; ShapeError if nothing would be left.
    Example:
        >>> Cropping2D(((1, 0), (2, 2)))(ops.zeros((1, 5, 5, 3))).shape
        (1, 4, 1, 3)
    """

    rank = 2

    def __init__(
        self, cropping: Any = ((0, 0), (0, 0)), data_format: str | None = None, **base: Any
    ) -> None:
        super().__init__(**base)
        self.data_format = config.standardize_data_format(data_format, "Cropping2D")
        self._setup(cropping)


@register("keras.layers.Cropping3D")
class Cropping3D(Cropping):
    """Cut the borders of a volume.

    Args:
        cropping: how much, an int >= 0 for all sides; one for each axis, the same at both ends; or a pair
            (start, end) for each axis.
        data_format: "channels_last", "channels_first", or None: the process's.
    Shapes: (batch, depth, height, width, channels) -> the same with smaller spatial sizes.
    Raises: ValueError if cropping is not ints >= 0; ShapeError if nothing would be left.
    Example:
        >>> Cropping3D(1)(ops.zeros((1, 4, 5, 6, 3))).shape
        (1, 2, 3, 4, 3)
    """

    rank = 3

    def __init__(
        self, cropping: Any = ((1, 1), (1, 1), (1, 1)), data_format: str | None = None, **base: Any
    ) -> None:
        super().__init__(**base)
        self.data_format = config.standardize_data_format(data_format, "Cropping3D")
        self._setup(cropping)
