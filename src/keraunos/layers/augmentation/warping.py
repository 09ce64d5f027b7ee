"""Pictures seen from aside, or through moving water, at random."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import Sizes, per_picture
from keraunos.layers.augmentation.geometric import GeometricLayer, sized
from keraunos.ops import random
from keraunos.ops.bounding_boxes.moving import around, corners_of
from keraunos.ops.image.moving import bent, homographies


@register("keras.layers.RandomPerspective")
class RandomPerspective(GeometricLayer):
    """While training, some pictures are tilted: each corner's distances from the first grow or shrink.

    Args:
        factor: the probability: (least, most), from which it is drawn, or a number in [0, 1] for (0, number).
        scale: how far corners go: distances are multiplied by a number in [1 - scale/2, 1 + scale/2]; a
            float in [0, 1].
        interpolation: "bilinear" or "nearest". fill_value: of pixels from beyond the edge.
        seed: an int, for the same tilts each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1]. NotImplementedError for an unknown interpolation.
    """

    factor_bounds = (0, 1)

    def __init__(
        self, factor: Any = 1.0, scale: float = 1.0, interpolation: str = "bilinear",
        fill_value: Any = 0.0, seed: int | None = None, data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        if not 0 <= scale <= 1:
            raise ValueError(bad("RandomPerspective", "scale", "a float in [0, 1]", scale, ""))
        self.scale = scale
        self.keep_filling(interpolation, fill_value)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures are tilted, their corners, and where these go."""
        right, bottom = float(sizes.width - 1), float(sizes.height - 1)
        corners = ops.array([[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]])
        starts = ops.tile(corners[None], (sizes.batch, 1, 1))
        bounds = (-self.scale / 2, self.scale / 2)
        ends = starts * (1 + self.uniform(sizes, bounds, seed, 4, 2))
        chosen = self.chosen(sizes, seed)
        return sized(sizes, apply_perspective=chosen, start_points=starts, end_points=ends)

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The chosen pictures tilted."""
        tilted = ops.image.perspective_transform(
            pictures, transformation["start_points"], transformation["end_points"],
            interpolation or self.interpolation, self.fill_value, "channels_last",
        )  # fmt: skip
        return ops.where(per_picture(transformation["apply_perspective"]), tilted, pictures)

    def move_boxes(self, boxes: Array, transformation: Any, height: int, width: int) -> Array:
        """The boxes around the tilted boxes."""
        maps = homographies(transformation["start_points"], transformation["end_points"])
        points = corners_of(boxes)  # (batch, n, 4, 2)
        points = ops.concatenate([points, ops.ones_like(points[..., :1])], axis=-1)
        moved = ops.einsum("bij,bnkj->bnki", maps, points)
        tilted = around(moved[..., :2] / moved[..., 2:])
        return ops.where(
            ops.reshape(transformation["apply_perspective"], (-1, 1, 1)), tilted, boxes
        )


@register("keras.layers.RandomElasticTransform")
class RandomElasticTransform(GeometricLayer):
    """While training, some pictures are bent by a smooth field of random shifts.

    Args:
        factor: the probability: (least, most), from which it is drawn, or a number in [0, 1] for (0, number).
        scale: the strength, one for the batch: (least, most), or a number in [0, 1] for (0, number). At 1,
            shifts are 0.1 · the longer side · noise, smooth over 0.05 · the shorter side.
        interpolation, fill_mode, fill_value, data_format: as of `RandomRotation`.
        value_range: kept for the config. seed: an int, for the same fields each run.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1]. NotImplementedError for boxes, or an unknown mode.
    Differs: it draws anew in each step of a compiled program.
    """

    factor_bounds = (0, 1)

    def __init__(
        self, factor: Any = 1.0, scale: Any = 1.0, interpolation: str = "bilinear",
        fill_mode: str = "reflect", fill_value: Any = 0.0, value_range: Any = (0, 255),
        seed: int | None = None, data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        self.scale = arguments.factor("RandomElasticTransform", "scale", scale, low=0)
        self.value_range = arguments.value_range("RandomElasticTransform", value_range)
        self.keep_filling(interpolation, fill_value, fill_mode)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures are bent, how strongly, and the seed of the noise."""
        strength = random.uniform((), *self.scale, dtype="float32", seed=seed)
        chosen = self.chosen(sizes, seed)
        return {"apply_transform": chosen, "distortion_factor": strength, "seed": seed.next()}

    def augment(
        self, pictures: Array, transformation: Any, interpolation: str | None = None
    ) -> Array:
        """The chosen pictures bent."""
        strength = transformation["distortion_factor"]
        longer, shorter = max(pictures.shape[1:3]), min(pictures.shape[1:3])
        widest = int(6 * 0.05 * shorter * self.scale[1]) | 1
        moved = bent(
            pictures, 0.1 * longer * strength, 0.05 * shorter * strength, widest,
            transformation["seed"], interpolation or self.interpolation, self.fill_mode,
            self.fill_value,
        )  # fmt: skip
        return ops.where(per_picture(transformation["apply_transform"]), moved, pictures)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """Refused while training: no box follows a field of shifts."""
        if not training or transformation is None:
            return bounding_boxes
        raise NotImplementedError(f"{self._who()}: boxes cannot follow a field of shifts.")
