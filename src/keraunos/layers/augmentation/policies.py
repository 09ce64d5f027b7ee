"""Many augmentations at once: a few of them at random, or chains of them mixed."""

from collections.abc import Callable
from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation import arguments
from keraunos.layers.augmentation.affine import RandomRotation, RandomShear, RandomTranslation
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer, Sizes
from keraunos.layers.augmentation.colour import RandomColorDegeneration
from keraunos.layers.augmentation.filtering import RandomSharpness
from keraunos.layers.augmentation.geometric import INTERPOLATIONS
from keraunos.layers.augmentation.histograms import AutoContrast, Equalization
from keraunos.layers.augmentation.levels import RandomPosterization, Solarization
from keraunos.layers.augmentation.tone import RandomBrightness, RandomContrast
from keraunos.ops import random

_PLAIN = ("random_shear", "random_translation", "random_rotation", "random_posterization",
          "solarization", "auto_contrast", "equalization")  # fmt: skip
_ALL = ("random_shear", "random_translation", "random_rotation", "random_brightness",
        "random_color_degeneration", "random_contrast", "random_sharpness", "random_posterization",
        "solarization", "auto_contrast", "equalization")  # fmt: skip


class PolicyLayer(BaseImagePreprocessingLayer):
    """A layer that applies one of several layers at a time, chosen while the program runs."""

    factor_bounds = (0, 1)
    _untracked = BaseImagePreprocessingLayer._untracked | {"_choices"}

    def keep_choices(self, names: tuple[str, ...], value_range: Any, interpolation: str) -> None:
        """Store the layers to choose from, made for this strength, range and interpolation."""
        owner = type(self).__name__
        self.value_range = arguments.value_range(owner, value_range)
        self.interpolation = arguments.mode(owner, "interpolation", interpolation, INTERPOLATIONS)
        f, bits = self.factor, (1, max(int(8 * self.factor[1]), 1))
        moved = {"interpolation": self.interpolation}
        recoloured = {"value_range": self.value_range}
        seeded = {"seed": self.seed}
        made: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "random_shear": (RandomShear, {"x_factor": f, "y_factor": f, **moved, **seeded}),
            "random_translation": (RandomTranslation, {"height_factor": f, "width_factor": f, **moved,
                                                       **seeded}),
            "random_rotation": (RandomRotation, {"factor": f, **moved, **seeded}),
            "random_brightness": (RandomBrightness, {"factor": f, **recoloured, **seeded}),
            "random_color_degeneration": (RandomColorDegeneration, {"factor": f, **recoloured, **seeded}),
            "random_contrast": (RandomContrast, {"factor": f, **recoloured, **seeded}),
            "random_sharpness": (RandomSharpness, {"factor": f, **recoloured, **seeded}),
            "random_posterization": (RandomPosterization, {"factor": bits, **recoloured, **seeded}),
            "solarization": (Solarization, {"addition_factor": f, "threshold_factor": f, **recoloured,
                                            **seeded}),
            "auto_contrast": (AutoContrast, recoloured),
            "equalization": (Equalization, recoloured),
        }  # fmt: skip
        shared = {"data_format": self.data_format, "dtype": self.dtype_policy,
                  "bounding_box_format": self.bounding_box_format}  # fmt: skip
        for name in names:
            kind, options = made[name]
            setattr(self, name, kind(**options, **shared))
        self.names = names

    def choices(self) -> list[BaseImagePreprocessingLayer]:
        """The layers to choose from, in order."""
        return [getattr(self, name) for name in self.names]

    def drawn(self, sizes: Sizes, seed: Any) -> dict[str, Any]:
        """What each of the layers draws, by name."""
        return {name: getattr(self, name).draw(sizes, seed) for name in self.names}

    def chosen_step(self, step: str, which: Array, numbers: dict[str, Any], data: Any) -> Any:
        """The data after one step of the layer number `which`; beyond the last one: as they are."""
        dtypes = tree.map_structure(lambda x: x.dtype, data)

        def taken(name: str) -> Callable[[], Any]:
            def branch() -> Any:
                found = getattr(getattr(self, name), step)(data, numbers[name], training=True)
                return tree.map_structure(ops.cast, found, dtypes)

            return branch

        return ops.switch(which, [*map(taken, self.names), lambda: data])


@register("keras.layers.RandAugment")
class RandAugment(PolicyLayer):
    """While training, a few out of eleven augmentations one after another, the same for the whole batch.

    They are shear, translation, rotation, brightness, colour degeneration, contrast, sharpness,
    posterization, solarization, auto contrast and equalization.

    Args:
        value_range: the least and the most that a pixel may be.
        num_ops: how many are applied, an int >= 1.
        factor: their strength: (least, most), or a number in [0, 1] for (0, number).
        interpolation: "bilinear" or "nearest". seed: an int, for the same choices each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same.
    Raises: ValueError for a number outside of [0, 1], num_ops < 1, or another range.
    Source: Cubuk et al. 2019, arXiv:1909.13719.
    """

    def __init__(
        self, value_range: Any = (0, 255), num_ops: int = 2, factor: Any = 0.5,
        interpolation: str = "bilinear", seed: int | None = None, data_format: str | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        if isinstance(num_ops, bool) or not isinstance(num_ops, int) or num_ops < 1:
            raise ValueError(bad("RandAugment", "num_ops", "an int >= 1", num_ops, ""))
        self.num_ops = num_ops
        self.keep_seed(seed)
        self.keep_choices(_ALL, value_range, interpolation)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """What every augmentation draws, and which of them are applied."""
        which = random.randint((self.num_ops,), 0, len(self.names), seed=seed)
        return {"transforms": self.drawn(sizes, seed), "layer_idxes": which}

    def _applied(self, step: str, data: Any, transformation: Any, training: Any) -> Any:
        if not training or transformation is None:
            return data
        which = ops.convert_to_tensor(transformation["layer_idxes"])

        def apply(i: Array, now: Any) -> Any:
            return self.chosen_step(step, which[i], transformation["transforms"], now)

        return ops.fori_loop(0, which.shape[0], apply, data)

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool | None = True
    ) -> Array:
        """The pictures after the chosen augmentations."""
        return self._applied("transform_images", self._prepared(images), transformation, training)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The masks moved as the pictures."""
        masks = ops.convert_to_tensor(segmentation_masks)
        return self._applied("transform_segmentation_masks", masks, transformation, training)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The boxes moved as the pictures."""
        boxes = tree.map_structure(ops.convert_to_tensor, bounding_boxes)
        return self._applied("transform_bounding_boxes", boxes, transformation, training)


@register("keras.layers.AugMix")
class AugMix(PolicyLayer):
    """While training, y = m · x + (1 - m) · Σ wₖ · chainₖ(x), each chain a few augmentations in a row.

    w is drawn from Dirichlet(alpha), m from Beta(alpha, alpha), both for the whole batch, as are the links of
    the chains; one link in (augmentations + 1) does nothing.

    Args:
        value_range: the least and the most that a pixel may be.
        num_chains, chain_depth: how many chains of how many links, ints >= 1.
        factor: their strength: (least, most), or a number in [0, 1] for (0, number).
        alpha: > 0; the smaller, the more one chain, or the picture itself, prevails.
        all_ops: whether brightness, colour degeneration, contrast and sharpness are among the augmentations.
        interpolation: "bilinear" or "nearest". seed: an int, for the same choices each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same.
    Raises: ValueError for a number outside of [0, 1], counts < 1, alpha <= 0, or another range.
    Source: Hendrycks et al. 2020, arXiv:1912.02781.
    Differs: the links are chosen anew in each step of a compiled program.
    """

    def __init__(
        self, value_range: Any = (0, 255), num_chains: int = 3, chain_depth: int = 3,
        factor: Any = 0.3, alpha: float = 1.0, all_ops: bool = True,
        interpolation: str = "bilinear", seed: int | None = None, data_format: str | None = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(factor=factor, data_format=data_format, **base)
        for name, count in (("num_chains", num_chains), ("chain_depth", chain_depth)):
            if isinstance(count, bool) or not isinstance(count, int) or count < 1:
                raise ValueError(bad("AugMix", name, "an int >= 1", count, ""))
        if not alpha > 0:
            raise ValueError(bad("AugMix", "alpha", "a float > 0", alpha, ""))
        self.num_chains, self.chain_depth = num_chains, chain_depth
        self.alpha, self.all_ops = alpha, all_ops
        self.keep_seed(seed)
        self.keep_choices(_ALL if all_ops else _PLAIN, value_range, interpolation)

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The weights, which layer each link is, and what each layer draws for each link."""
        links = self.num_chains * self.chain_depth
        gamma = random.gamma((self.num_chains,), self.alpha, dtype="float32", seed=seed)
        many = self.drawn(sizes._replace(batch=links * sizes.batch), seed)

        def by_link(x: Any) -> Any:
            return ops.reshape(x, (links, sizes.batch, *x.shape[1:])) if hasattr(x, "shape") else x

        return {
            "chain_mixing_weights": gamma / ops.sum(gamma),
            "weight_sample": random.beta((), self.alpha, self.alpha, dtype="float32", seed=seed),
            "layer_idxes": random.randint((links,), 0, len(self.names) + 1, seed=seed),
            "transforms": {
                name: None if n is None else {key: by_link(x) for key, x in n.items()}
                for name, n in many.items()
            },
        }

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool | None = True
    ) -> Array:
        """The pictures mixed with their chains."""
        images = self._prepared(images)
        if not training or transformation is None:
            return images
        own, which, weights = (
            ops.convert_to_tensor(transformation[name])
            for name in ("weight_sample", "layer_idxes", "chain_mixing_weights")
        )
        numbers = transformation["transforms"]

        def link(i: Array, state: tuple[Array, Array]) -> tuple[Array, Array]:
            now, mixed = state
            place = i % self.chain_depth
            now = ops.where(place == 0, images, now)
            now = self.chosen_step("transform_images", which[i], _of_link(numbers, i), now)
            share = ops.where(place == self.chain_depth - 1, weights[i // self.chain_depth], 0)
            return now, mixed + share * ops.cast(now, "float32")

        start = (images, ops.zeros(images.shape, "float32"))
        _, mixed = ops.fori_loop(0, which.shape[0], link, start)
        return ops.cast(own * ops.cast(images, "float32") + (1 - own) * mixed, images.dtype)


def _of_link(numbers: dict[str, Any], i: Array) -> dict[str, Any]:
    """What the layers drew for one link."""

    def one(drawn: Any) -> Any:
        return {
            k: ops.convert_to_tensor(x)[i] if hasattr(x, "shape") else x for k, x in drawn.items()
        }

    return {name: None if drawn is None else one(drawn) for name, drawn in numbers.items()}
