"""Layers made of others: all colours at once, and a row of layers."""

from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import deserialize, register, serialize
from keraunos.core.typing import Array
from keraunos.layers.augmentation.base import BaseImagePreprocessingLayer
from keraunos.layers.augmentation.colour import RandomHue, RandomSaturation
from keraunos.layers.augmentation.tone import RandomBrightness, RandomContrast
from keraunos.layers.layer import Layer


@register("keras.layers.RandomColorJitter")
class RandomColorJitter(BaseImagePreprocessingLayer):
    """While training, other brightness, then contrast, saturation and hue; each of them only if asked for.

    Args:
        value_range: the least and the most that a pixel may be.
        brightness_factor, contrast_factor: the `factor` of RandomBrightness and RandomContrast.
        saturation_factor, hue_factor: that of RandomSaturation and RandomHue; None: left as it is.
        seed: an int, for the same numbers each run.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, 3) or (batch, h, w, 3) -> the same.
    Raises: ValueError for a factor or range that these layers refuse.
    """

    def __init__(
        self, value_range: Any = (0, 255), brightness_factor: Any = None,
        contrast_factor: Any = None, saturation_factor: Any = None, hue_factor: Any = None,
        seed: int | None = None, data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        self.value_range = value_range
        self.brightness_factor, self.contrast_factor = brightness_factor, contrast_factor
        self.saturation_factor, self.hue_factor = saturation_factor, hue_factor
        self.keep_seed(seed)
        kinds = {RandomBrightness: brightness_factor, RandomContrast: contrast_factor,
                 RandomSaturation: saturation_factor, RandomHue: hue_factor}  # fmt: skip
        shared = {"seed": seed, "data_format": self.data_format, "dtype": self.dtype_policy}
        self.steps = [
            kind(factor=factor, value_range=value_range, **shared)
            for kind, factor in kinds.items()
            if factor is not None
        ]

    def get_random_transformation(
        self, data: Any, training: bool | None = True, seed: Any = None
    ) -> Any:
        """What each step draws."""
        if not training:
            return None
        seed = self.drawing_seed(seed)
        return [step.get_random_transformation(data, seed=seed) for step in self.steps]

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool | None = True
    ) -> Array:
        """The pictures after all steps; transformation None: drawn now."""
        images = self._prepared(images)
        if not training:
            return images
        if transformation is None:
            transformation = self.get_random_transformation(images)
        for step, numbers in zip(self.steps, transformation):
            images = step.transform_images(images, numbers)
        return images


@register("keras.layers.Pipeline")
class Pipeline(Layer):
    """Layers one after another, on anything that the first of them takes.

    Args: layers: a list of layers. name: its name.
    Raises: ValueError if something in the list is no layer.
    Example:
        >>> import numpy as np
        >>> from keraunos import layers
        >>> crop = layers.CenterCrop(2, 2)
        >>> Pipeline([crop, layers.AutoContrast()])(np.zeros((1, 4, 4, 3))).shape
        (1, 2, 2, 3)
    """

    _config_root = True

    def __init__(self, layers: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        for layer in layers:
            if not isinstance(layer, Layer):
                raise ValueError(bad("Pipeline", "layers", "a list of layers", layer, ""))
        self._pipeline_layers = list(layers)

    @property
    def batch_independent(self) -> bool:  # type: ignore[override]
        """Whether all its layers are."""
        return all(layer.batch_independent for layer in self._pipeline_layers)

    @property
    def layers(self) -> list[Layer]:
        """The layers, in order."""
        return list(self._pipeline_layers)

    def call(self, inputs: Any, training: bool | None = True, mask: Any = None) -> Any:
        """What comes out of the last layer."""
        for layer in self._pipeline_layers:
            inputs = layer(inputs)
        return inputs

    def get_config(self) -> dict[str, Any]:
        """The layers and the name."""
        return {"layers": [serialize(layer) for layer in self.layers], "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make the pipeline again from what `get_config` gave."""
        layers = [deserialize(layer, custom_objects) for layer in config["layers"]]
        return cls(layers, name=config.get("name"))
