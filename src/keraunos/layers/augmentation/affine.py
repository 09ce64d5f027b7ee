"""Pictures turned, zoomed, shifted and sheared at random."""

from math import pi
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import Sizes
from keraunos.layers.augmentation.geometric import GeometricLayer, sized
from keraunos.ops import bounding_boxes as boxes_of
from keraunos.ops import random


def maps(x_from: tuple[Any, Any, Any], y_from: tuple[Any, Any, Any]) -> Array:
    """Maps (batch, 8) from a result's pixel (x, y) to the picture's: x_from and y_from times (x, y, 1)."""
    numbers = [*x_from, *y_from, 0.0, 0.0]
    whole = next(n for n in numbers if hasattr(n, "shape"))
    return ops.stack([ops.zeros_like(whole) + n for n in numbers], axis=-1)


@register("keras.layers.RandomRotation")
class RandomRotation(GeometricLayer):
    """While training, each picture is turned about its middle by an angle of its own.

    Args:
        factor: angles as shares of a full turn, counter-clockwise: (least, most), or a number in [-1, 1]
            for both ways.
        fill_mode: what lies beyond the edge: "reflect" (d c b a | a b c d), "wrap" (a b c d again),
            "constant" (`fill_value`) or "nearest" (the edge).
        interpolation: "bilinear" or "nearest".
        seed: an int, for the same angles each run. fill_value: a number in the units of the pixels.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a factor outside of [-1, 1]. NotImplementedError for an unknown mode.
    """

    def __init__(
        self, factor: Any, fill_mode: str = "reflect", interpolation: str = "bilinear",
        seed: int | None = None, fill_value: Any = 0.0, data_format: str | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=0.0 if factor is None else factor, data_format=data_format, **base)
        self.keep_filling(interpolation, fill_value, fill_mode)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The angles in degrees and the maps that they mean."""
        least, most = self.factor
        angle = self.uniform(sizes, (least * 360, most * 360), seed)
        c, s = ops.cos(angle * (pi / 180)), ops.sin(angle * (pi / 180))
        x, y = (sizes.width - 1) / 2, (sizes.height - 1) / 2
        matrix = maps((c, -s, x - c * x + s * y), (s, c, y - s * x - c * y))
        known = {"image_height": sizes.height, "image_width": sizes.width}
        return {"angle": angle, "rotation_matrix": matrix, **known, "batch_size": sizes.batch}

    def input_size(self, transformation: Any) -> tuple[int, int]:
        """As the transformation says."""
        return transformation["image_height"], transformation["image_width"]

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The pictures turned."""
        return self.affine(pictures, transformation["rotation_matrix"], interpolation)

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes around the turned boxes."""
        angle = transformation["angle"]
        return boxes_of.affine_transform(boxes, angle, 0.0, 0.0, 1.0, 0.0, 0.0, height, width)


@register("keras.layers.RandomZoom")
class RandomZoom(GeometricLayer):
    """While training, each picture is made larger or smaller about its middle; its size stays.

    Args:
        height_factor: how much taller a piece of the picture is shown: (least, most), or a number in
            (-1, 1] for both ways; 0.2 shows 20% more, -0.2 zooms in.
        width_factor: as for the height; None: as the height, so that proportions stay.
        fill_mode, interpolation, seed, fill_value, data_format: as of `RandomRotation`.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a factor outside of (-1, 1]. NotImplementedError for an unknown mode.
    """

    def __init__(
        self, height_factor: Any, width_factor: Any = None, fill_mode: str = "reflect",
        interpolation: str = "bilinear", seed: int | None = None, fill_value: Any = 0.0,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        self.height_factor, self.width_factor = height_factor, width_factor
        self._height = arguments.strict_factor("RandomZoom", "height_factor", height_factor)
        self._width = self._height
        if width_factor is not None:
            self._width = arguments.strict_factor("RandomZoom", "width_factor", width_factor)
        self.keep_filling(interpolation, fill_value, fill_mode)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """What share of the picture is shown, along both axes."""
        tall = wide = 1 + self.uniform(sizes, self._height, seed, 1)
        if self.width_factor is not None:
            wide = 1 + self.uniform(sizes, self._width, seed, 1)
        return sized(sizes, height_zoom=tall, width_zoom=wide)

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The pictures zoomed."""
        down, right = transformation["height_zoom"][:, 0], transformation["width_zoom"][:, 0]
        y, x = ((size - 1) / 2 for size in pictures.shape[1:3])
        matrices = maps((right, 0.0, x - right * x), (0.0, down, y - down * y))
        return self.affine(pictures, matrices, interpolation)

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes zoomed."""
        x, y = (width - 1) / 2, (height - 1) / 2
        middle = ops.array([x, y, x, y], boxes.dtype)
        zoom = [transformation["width_zoom"], transformation["height_zoom"]] * 2
        return (boxes - middle) / ops.stack(zoom, axis=-1) + middle


@register("keras.layers.RandomTranslation")
class RandomTranslation(GeometricLayer):
    """While training, each picture is shifted by a distance of its own.

    Args:
        height_factor: shifts down as shares of the height: (least, most), or a number in [-1, 1] for both
            ways. width_factor: the same to the right, as shares of the width.
        fill_mode, interpolation, seed, fill_value, data_format: as of `RandomRotation`.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a factor outside of [-1, 1]. NotImplementedError for an unknown mode.
    """

    def __init__(
        self, height_factor: Any, width_factor: Any, fill_mode: str = "reflect",
        interpolation: str = "bilinear", seed: int | None = None, fill_value: Any = 0.0,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        owner = "RandomTranslation"
        self.height_factor, self.width_factor = height_factor, width_factor
        self._height = arguments.strict_factor(owner, "height_factor", height_factor)
        self._width = arguments.strict_factor(owner, "width_factor", width_factor)
        self.keep_filling(interpolation, fill_value, fill_mode)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The shifts (to the right, down) in pixels."""
        down = self.uniform(sizes, self._height, seed) * sizes.height
        right = self.uniform(sizes, self._width, seed) * sizes.width
        return sized(sizes, translations=ops.stack([right, down], axis=-1))

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The pictures shifted."""
        right, down = ops.unstack(ops.convert_to_tensor(transformation["translations"]), axis=-1)
        return self.affine(pictures, maps((1.0, 0.0, -right), (0.0, 1.0, -down)), interpolation)

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes shifted."""
        shift = ops.convert_to_tensor(transformation["translations"])
        return boxes + ops.concatenate([shift, shift], axis=-1)[:, None]


@register("keras.layers.RandomShear")
class RandomShear(GeometricLayer):
    """While training, each picture is slanted to the side and down, each way by an amount of its own.

    Args:
        x_factor: how far a row slides, as a share of its distance from the top: (least, most) in either
            direction, or a number in [0, 1] for all up to it.
        y_factor: the same for columns. interpolation, fill_mode, fill_value, data_format, seed: as of
            `RandomRotation`.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1]. NotImplementedError for an unknown mode.
    Differs: the config makes the layer again, and two numbers may be negative.
    """

    def __init__(
        self, x_factor: Any = 0.0, y_factor: Any = 0.0, interpolation: str = "bilinear",
        fill_mode: str = "reflect", fill_value: Any = 0.0, data_format: str | None = None,
        seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        self.x_factor, self.y_factor = (
            _slant(arg, value) for arg, value in (("x_factor", x_factor), ("y_factor", y_factor))
        )
        self.keep_filling(interpolation, fill_value, fill_mode)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The slants (x, y)."""
        slants = [self.uniform(sizes, bounds, seed) for bounds in (self.x_factor, self.y_factor)]
        signs = random.randint((sizes.batch, 2), 0, 2, seed=seed) * 2 - 1
        numbers = ops.stack(slants, axis=-1) * ops.cast(signs, "float32")
        return sized(sizes, shear_factor=numbers)

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The pictures slanted."""
        x, y = ops.unstack(ops.convert_to_tensor(transformation["shear_factor"]), axis=-1)
        return self.affine(pictures, maps((1.0, x, 0.0), (y, 1.0, 0.0)), interpolation)

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes around the boxes that are slanted to the side, then down."""
        x, y = ops.unstack(ops.convert_to_tensor(transformation["shear_factor"]), axis=-1)
        x, y = x[:, None] * (width / height), y[:, None] * (height / width)
        left, top, right, bottom = ops.unstack(boxes, axis=-1)
        slid = [side - x * edge for side in (left, right) for edge in (top, bottom)]
        left, right = _least(slid), -_least([-s for s in slid])
        slid = [edge - y * side for side in (left, right) for edge in (top, bottom)]
        return ops.stack([left, _least(slid), right, -_least([-s for s in slid])], axis=-1)


def _slant(arg: str, value: Any) -> Any:
    """(-x, x) for a number x in [0, 1]; two numbers as they are."""
    most = arguments.factor("RandomShear", arg, value, low=0)
    return most if isinstance(value, (tuple, list)) else (-most[1], most[1])


def _least(values: list[Array]) -> Array:
    return ops.min(ops.stack(values), axis=0)
