"""Pictures with fewer levels, or levels turned round, at random."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import Sizes, per_picture
from keraunos.layers.augmentation.colour_layer import ColourLayer, StrengthLayer
from keraunos.ops import random


@register("keras.layers.RandomPosterization")
class RandomPosterization(StrengthLayer):
    """While training, of each of a pixel's eight bits only the highest few are kept.

    Args:
        factor: (least, most) bits, of which the most is drawn only where both are equal; a number in
            [1, 8] is (1, number). value_range: the least and the most that a pixel may be.
        data_format: "channels_last", "channels_first", or None for the process's.
        seed: an int, for the same bits each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [1, 8], or another range.
    """

    factor_bounds = (1, 8)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """How many bits of each picture are dropped."""
        least, most = (int(f) for f in self.factor)
        kept = random.randint((sizes.batch,), least, max(most, least + 1), seed=seed)
        return {"shift_factor": ops.cast(8 - kept, "uint8")}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures with their low bits at 0."""
        levels = ops.cast(self.scaled(pictures, 255), "uint8")
        shift = ops.cast(per_picture(transformation["shift_factor"]), "uint8")
        kept = ops.left_shift(ops.right_shift(levels, shift), shift)
        return self.unscaled(ops.cast(kept, "float32"), 255)


@register("keras.layers.Solarization")
class Solarization(ColourLayer):
    """While training, pixels are raised by an addition, and turned round from a threshold on.

    z = x + addition, cut to the range; y = z below the threshold, else 255 - z

    Args:
        addition_factor: additions as shares of 255: (least, most), or a number in [0, 1] for all up to it.
        threshold_factor: thresholds, the same way.
        value_range: the least and the most that a pixel may be, seen as 0 and 255.
        seed: an int, for the same numbers each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1], or another range.
    """

    def __init__(
        self, addition_factor: Any = 0.0, threshold_factor: Any = 0.0, value_range: Any = (0, 255),
        seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        given = {"addition_factor": addition_factor, "threshold_factor": threshold_factor}
        self.addition_factor, self.threshold_factor = (
            arguments.factor("Solarization", name, value, low=0) for name, value in given.items()
        )
        self.keep_range(value_range)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The addition and the threshold of each picture, in [0, 255]."""
        bounds = {"additions": self.addition_factor, "thresholds": self.threshold_factor}
        return {
            name: self.uniform(sizes, between, seed, 1, 1, 1) * 255
            for name, between in bounds.items()
        }

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures solarized."""
        levels = ops.clip(self.scaled(pictures, 255) + transformation["additions"], 0, 255)
        turned = ops.where(levels < transformation["thresholds"], levels, 255 - levels)
        return self.unscaled(turned, 255)


@register("keras.layers.RandomInvert")
class RandomInvert(ColourLayer):
    """While training, y = most - x for some pictures, most the range's upper end.

    Args:
        factor: the probability: (least, most), from which it is drawn, or a number in [0, 1] for (0, number).
        value_range: the least and the most that a pixel may be. seed: an int, for the same choice each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1], or another range.
    """

    factor_bounds = (0, 1)

    def __init__(
        self, factor: Any = 1.0, value_range: Any = (0, 255), seed: int | None = None,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        self.keep_range(value_range)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures are turned round."""
        return {"apply_inversion": self.chosen(sizes, seed)}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The chosen pictures inverted."""
        chosen = per_picture(transformation["apply_inversion"])
        return ops.where(chosen, self.value_range[1] - pictures, pictures)
