"""Pictures in other hues, with more or less colour, or in grey, at random."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.base import Sizes, per_picture
from keraunos.layers.augmentation.colour_layer import ColourLayer, StrengthLayer, grey
from keraunos.ops import random


class HsvLayer(StrengthLayer):
    """A layer on hue, saturation and value, all in [0, 1]; a subclass writes `adjust`."""

    def adjust(self, hue: Array, saturation: Array, factor: Array) -> tuple[Array, Array]:
        """The new hue and saturation (batch, h, w); factor (batch, 1, 1)."""
        raise NotImplementedError(f"{type(self).__name__}: adjust() is not written. Define it.")

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures adjusted."""
        colours = self.scaled(pictures, 1)
        hsv = ops.image.rgb_to_hsv(colours, data_format="channels_last")
        hue, saturation, value = ops.unstack(hsv, axis=-1)
        factor = ops.reshape(transformation["factor"], (-1, 1, 1))
        adjusted = ops.stack([*self.adjust(hue, saturation, factor), value], axis=-1)
        result = ops.image.hsv_to_rgb(adjusted, data_format="channels_last")
        return self.unscaled(result, 1)


@register("keras.layers.RandomHue")
class RandomHue(HsvLayer):
    """While training, all hues of a picture go round the circle of colours by the same angle.

    Args:
        factor: angles as shares of half the circle, in either direction: (least, most), or a number in
            [0, 1] for all up to it.
        value_range: the least and the most that a pixel may be.
        data_format: "channels_last", "channels_first", or None for the process's.
        seed: an int, for the same angles each run.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same.
    Raises: ValueError for a number outside of [0, 1], another range, or other channels.
    """

    factor_bounds = (0, 1)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The shares of the circle."""
        signs = ops.cast(random.randint((sizes.batch,), 0, 2, seed=seed) * 2 - 1, "float32")
        return {"factor": self.uniform(sizes, self.factor, seed) * 0.5 * signs}

    def adjust(self, hue: Array, saturation: Array, factor: Array) -> tuple[Array, Array]:
        """Other hues."""
        return (hue + factor) % 1, saturation


@register("keras.layers.RandomSaturation")
class RandomSaturation(HsvLayer):
    """While training, saturation · f / (1 - f), cut to `value_range`, an f for each picture.

    Args:
        factor: (least, most) f: 0 is grey, 0.5 as it is, more is more colour, beyond the range of values
            where that is not [0, 1]; a number in [-1, 1] is (-number, number).
        value_range, data_format, seed: as of `RandomHue`.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same.
    Raises: ValueError for a number outside of [-1, 1], another range, or other channels.
    """

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """What saturations are multiplied by."""
        f = self.uniform(sizes, self.factor, seed)
        return {"factor": f / (1 - f + 1e-7)}

    def adjust(self, hue: Array, saturation: Array, factor: Array) -> tuple[Array, Array]:
        """Other saturations."""
        return hue, ops.clip(saturation * factor, *self.value_range)


@register("keras.layers.RandomColorDegeneration")
class RandomColorDegeneration(StrengthLayer):
    """While training, y = (1 - f) · x + f · grey(x), cut to the range; an f for each picture.

    Args:
        factor: (least, most) f: 0 is as it is, 1 is grey; a number in [-1, 1] is (-number, number).
        value_range, data_format, seed: as of `RandomHue`.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same.
    Raises: ValueError for a number outside of [-1, 1], another range, or other channels.
    """

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """How grey each picture becomes."""
        return {"factor": self.uniform(sizes, self.factor, seed, 1, 1, 1)}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures nearer to grey."""
        numbers, factor = ops.cast(pictures, "float32"), per_picture(transformation["factor"])
        return self.clipped(numbers + factor * (grey(pictures) - numbers))


@register("keras.layers.RandomGrayscale")
class RandomGrayscale(ColourLayer):
    """While training, a picture is made grey with probability `factor`; it keeps its three channels.

    Args:
        factor: a float in [0, 1]. seed: an int, for the same choice each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same; integers stay integers.
    Raises: ValueError for a factor outside of [0, 1].
    Differs: the seed is in the config; dicts of pictures and labels are taken.
    """

    keeps_dtype = True

    def __init__(
        self, factor: float = 0.5, data_format: str | None = None, seed: int | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        if not 0 <= factor <= 1:
            raise ValueError(bad("RandomGrayscale", "factor", "a float in [0, 1]", factor, ""))
        self.factor = factor
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures become grey."""
        return self.uniform(sizes, (0, 1), seed, 1, 1, 1) < self.factor

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The chosen pictures in grey."""
        return ops.where(
            per_picture(transformation), ops.cast(grey(pictures), pictures.dtype), pictures
        )
