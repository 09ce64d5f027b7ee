"""Pictures mixed with others of their batch, and pictures with holes, at random."""

from typing import Any

from keraunos import ops
from keraunos.core.dtypes import is_float
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer, Sizes, per_picture
from keraunos.layers.augmentation.colour_layer import ColourLayer
from keraunos.ops import random


def rectangles(sizes: Sizes, tall: Array, wide: Array, seed: Any) -> Array:
    """Masks (batch, h, w, 1) of rectangles of these shares of the sides, anywhere within the picture."""

    def inside(share: Array, size: int) -> Array:
        length = ops.floor(share * size)
        place = random.uniform((sizes.batch,), 0.0, 1.0, dtype="float32", seed=seed)
        start = ops.floor(place * (size - length + 1))[:, None]
        line = ops.arange(size, dtype="float32")
        return (line >= start) & (line < start + length[:, None])

    rows, columns = inside(tall, sizes.height), inside(wide, sizes.width)
    return (rows[:, :, None] & columns[:, None, :])[..., None]


class MixingLayer(BaseImagePreprocessingLayer):
    """A layer that mixes each picture with another one of its batch, and their labels in the same shares."""

    def own_shares(self, transformation: Any) -> Array:
        """The share that each picture keeps: (batch,)."""
        return ops.reshape(transformation["mix_weight"], (-1,))

    def transform_labels(
        self, labels: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The labels mixed: numbers (batch,), or shares of classes (batch, classes).

        Raises: ValueError for class numbers (batch,), which cannot be mixed.
        """
        if not training or transformation is None:
            return labels
        labels = ops.convert_to_tensor(labels)
        if len(labels.shape) == 1 and not is_float(ops.dtype(labels)):
            expected = "shares of classes (batch, classes), or floats"
            fix = "Make class numbers so with utils.to_categorical."
            raise ValueError(bad(self._who(), "labels", expected, labels, fix))
        return self.mixed(labels, transformation)

    def mixed(self, values: Any, transformation: Any) -> Array:
        """w · values + (1 - w) · those of the other picture, in float32."""
        numbers = ops.cast(values, "float32")
        share = ops.reshape(self.own_shares(transformation), (-1, *(1,) * (len(numbers.shape) - 1)))
        others = ops.take(numbers, transformation["permutation_order"], axis=0)
        return share * numbers + (1 - share) * others


@register("keras.layers.MixUp")
class MixUp(MixingLayer):
    """While training, y = w · x + (1 - w) · (another picture of the batch), labels the same way.

    Args:
        alpha: w is drawn from Beta(alpha, alpha) for each picture, alpha > 0; the smaller, the less is mixed.
        data_format: "channels_last", "channels_first", or None for the process's.
        seed: an int, for the same mixtures each run.
    Shapes: (batch, h, w, c) -> the same. The boxes of both pictures: (batch, n, 4) -> (batch, 2n, 4).
    Raises: ValueError if alpha is not above 0, or for labels that are class numbers.
    Source: Zhang et al. 2018, arXiv:1710.09412.
    Differs: labels (batch,) and masks are mixed picture by picture; the labels of boxes stand beside them.
    """

    def __init__(
        self, alpha: float = 0.2, data_format: str | None = None, seed: int | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        if isinstance(alpha, str) or not alpha > 0:
            raise ValueError(bad("MixUp", "alpha", "a float > 0", alpha, ""))
        self.alpha = alpha
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The shares, and which other picture each is mixed with."""
        order = random.shuffle(ops.arange(sizes.batch, dtype="int32"), seed=seed)
        weight = random.beta((sizes.batch,), self.alpha, self.alpha, dtype="float32", seed=seed)
        return {"mix_weight": weight, "permutation_order": order}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The mixtures."""
        return self.mixed(pictures, transformation)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The masks mixed in the same shares: (batch, h, w, classes)."""
        if not training or transformation is None:
            return segmentation_masks
        return self.mixed(segmentation_masks, transformation)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The boxes of both pictures."""
        if not training or transformation is None:
            return bounding_boxes
        both = {}
        for key in ("boxes", "labels"):
            own = ops.convert_to_tensor(bounding_boxes[key])
            others = ops.take(own, transformation["permutation_order"], axis=0)
            both[key] = ops.concatenate([own, others], axis=1)
        return {**bounding_boxes, **both}


@register("keras.layers.CutMix")
class CutMix(MixingLayer):
    """While training, a rectangle of each picture is replaced by that of another one of the batch.

    The picture keeps a share w of its area, drawn from Beta(a, a), a drawn from `factor`; its label too.

    Args:
        factor: (least, most) a, or a number in [0, 1] for (0, number); the smaller, the more is left or taken
            whole. seed: an int, for the same rectangles each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (batch, h, w, c) -> the same; a single picture stays.
    Raises: ValueError for a number outside of [0, 1]. NotImplementedError for boxes.
    Source: Yun et al. 2019, arXiv:1905.04899.
    """

    factor_bounds = (0, 1)

    def __init__(
        self,
        factor: Any = 1.0,
        seed: int | None = None,
        data_format: str | None = None,
        **base: Any,
    ) -> None:
        super().__init__(factor=factor, data_format=data_format, **base)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Shares, rectangles, and which other picture each takes from; None for a single picture."""
        if len(sizes.shape) == 3:
            return None
        order = random.shuffle(ops.arange(sizes.batch, dtype="int32"), seed=seed)
        a = ops.maximum(random.uniform((), *self.factor, dtype="float32", seed=seed), 1e-6)
        weight = random.beta((sizes.batch,), a, a, dtype="float32", seed=seed)
        side = ops.sqrt(1 - weight)
        masks = self.in_layout(rectangles(sizes, side, side, seed), sizes)
        return {"permutation_order": order, "batch_masks": masks, "mix_weight": per_picture(weight)}

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures with rectangles of others."""
        others = ops.take(pictures, transformation["permutation_order"], axis=0)
        masks = self.channels_last(transformation["batch_masks"])
        return ops.where(masks[..., : pictures.shape[-1]], others, pictures)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The masks with the same rectangles of others."""
        if not training or transformation is None:
            return segmentation_masks
        masks = ops.convert_to_tensor(segmentation_masks)
        return self._on_pictures(masks, self.augment, transformation)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """Refused while training: a rectangle may hide any part of a box."""
        if not training or transformation is None:
            return bounding_boxes
        raise NotImplementedError(
            f"{self._who()}: boxes cannot follow rectangles that are replaced. Use MixUp."
        )


@register("keras.layers.RandomErasing")
class RandomErasing(ColourLayer):
    """While training, a rectangle of some pictures is filled.

    Args:
        factor: the probability: (least, most), from which it is drawn, or a number in [0, 1] for (0, number).
        scale: of the rectangle's area, from which the square of each side's share is drawn: (least, most), or
            a number in [0, 1] for (0, number).
        fill_value: a number; None: normal noise, cut to the range.
        value_range: the least and the most that a pixel may be. seed: an int, for the same holes each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same.
    Raises: ValueError for a number outside of [0, 1], or another range.
    Source: Zhong et al. 2017, arXiv:1708.04896, with other proportions.
    """

    factor_bounds = (0, 1)

    def __init__(
        self, factor: Any = 1.0, scale: Any = (0.02, 0.33), fill_value: Any = None,
        value_range: Any = (0, 255), seed: int | None = None, data_format: str | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        self.scale = arguments.factor("RandomErasing", "scale", scale, low=0)
        self.fill_value = fill_value
        self.keep_range(value_range)
        self.keep_seed(seed)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """Which pictures get a hole, where, and what fills it."""
        tall, wide = (ops.sqrt(self.uniform(sizes, self.scale, seed)) for _ in range(2))
        masks = rectangles(sizes, tall, wide, seed)
        shape = (*sizes[:3], sizes.channels)
        if self.fill_value is None:
            noise = random.normal(shape, dtype="float32", seed=seed)
            fill = self.clipped(noise * self.value_range[1])
        else:
            fill = ops.full(shape, self.fill_value, "float32")
        return {
            "apply_erasing": self.chosen(sizes, seed),
            "batch_masks": self.in_layout(masks, sizes),
            "fill_value": self.in_layout(fill, sizes),
        }

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The chosen pictures with their hole."""
        masks = self.channels_last(transformation["batch_masks"])
        masks = masks & per_picture(transformation["apply_erasing"])
        fill = ops.cast(self.channels_last(transformation["fill_value"]), pictures.dtype)
        return ops.where(masks, fill, pictures)
