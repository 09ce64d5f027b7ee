"""`ImageDataGenerator`: what to do to images at random, and the batches of them."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos.compat.images import altering
from keraunos.compat.images.iterators import ArrayIterator, FileIterator, listed, of_frame
from keraunos.core import config
from keraunos.core.errors import bad

_TINY = 1e-6


class ImageDataGenerator:
    """Alters images at random and scales them; `flow` and its kin give batches of them.

    Args:
        featurewise_center, featurewise_std_normalization, zca_whitening: by the data shown to `fit`.
        samplewise_center, samplewise_std_normalization: by each image itself.
        rotation_range, shear_range: degrees to either side.
        width_shift_range, height_shift_range: a share of the size in [0, 1), pixels, or a list of them.
        brightness_range: (least, most) factor. channel_shift_range: to either side.
        zoom_range: a pair of factors, or z for (1 - z, 1 + z).
        fill_mode, cval: what is put where an image ends. rescale: a factor.
        preprocessing_function: image -> image of the same shape, called last before scaling.
        validation_split: the share of rows in the subset 'validation', in [0, 1).
    Raises: ValueError for a range or split that is none.
    Example:
        >>> data = ImageDataGenerator(rescale=1 / 255).flow(np.ones((5, 4, 4, 1)), batch_size=2)
        >>> len(data), next(data).shape
        (3, (2, 4, 4, 1))
    """

    def __init__(
        self, featurewise_center: bool = False, samplewise_center: bool = False,
        featurewise_std_normalization: bool = False, samplewise_std_normalization: bool = False,
        zca_whitening: bool = False, zca_epsilon: float = 1e-6, rotation_range: float = 0,
        width_shift_range: Any = 0.0, height_shift_range: Any = 0.0, brightness_range: Any = None,
        shear_range: float = 0.0, zoom_range: Any = 0.0, channel_shift_range: float = 0.0,
        fill_mode: str = "nearest", cval: float = 0.0, horizontal_flip: bool = False,
        vertical_flip: bool = False, rescale: float | None = None,
        preprocessing_function: Callable[[Any], Any] | None = None, data_format: str | None = None,
        validation_split: float = 0.0, interpolation_order: int = 1, dtype: Any = None,
        dim_ordering: str | None = None,
    ) -> None:  # fmt: skip
        data_format = {"tf": "channels_last", "th": "channels_first"}.get(
            dim_ordering or "", data_format
        )
        self.data_format = data_format or config.image_data_format()
        self.featurewise_center = (
            featurewise_center or featurewise_std_normalization or zca_whitening
        )
        self.featurewise_std_normalization = featurewise_std_normalization
        self.samplewise_center = samplewise_center or samplewise_std_normalization
        self.samplewise_std_normalization = samplewise_std_normalization
        self.zca_whitening, self.zca_epsilon = zca_whitening, zca_epsilon
        self.rotation_range, self.shear_range = rotation_range, shear_range
        self.width_shift_range, self.height_shift_range = width_shift_range, height_shift_range
        self.brightness_range, self.channel_shift_range = brightness_range, channel_shift_range
        self.zoom_range = _pair(zoom_range)
        self.fill_mode, self.cval = fill_mode, cval
        self.horizontal_flip, self.vertical_flip = horizontal_flip, vertical_flip
        self.rescale, self.preprocessing_function = rescale, preprocessing_function
        self.interpolation_order, self.dtype = interpolation_order, dtype or "float32"
        if not 0 <= validation_split < 1:
            raise ValueError(
                bad("ImageDataGenerator", "validation_split", "in [0, 1)", validation_split, "")
            )
        self.validation_split = validation_split
        self.mean = self.std = self.zca_whitening_matrix = None

    # --- batches --------------------------------------------------------------------------------

    def flow(
        self, x: Any, y: Any = None, batch_size: int = 32, shuffle: bool = True,
        sample_weight: Any = None, seed: int | None = None, save_to_dir: str | None = None,
        save_prefix: str = "", save_format: str = "png", ignore_class_split: bool = False,
        subset: str | None = None,
    ) -> ArrayIterator:  # fmt: skip
        """Batches out of arrays, without end; see `ArrayIterator`."""
        saving = (save_to_dir, save_prefix, save_format)
        return ArrayIterator(
            self, x, y, sample_weight, self._span(subset), batch_size, shuffle, seed, saving
        )

    def flow_from_directory(
        self, directory: str, target_size: Any = (256, 256), color_mode: str = "rgb",
        classes: Any = None, class_mode: str | None = "categorical", batch_size: int = 32,
        shuffle: bool = True, seed: int | None = None, save_to_dir: str | None = None,
        save_prefix: str = "", save_format: str = "png", follow_links: bool = False,
        subset: str | None = None, interpolation: str = "nearest", keep_aspect_ratio: bool = False,
    ) -> FileIterator:  # fmt: skip
        """Batches out of a folder with a folder of images for each class."""
        files = listed(str(directory), classes, class_mode, follow_links, self._span(subset))
        reading = (tuple(target_size), color_mode, interpolation)
        saving = (save_to_dir, save_prefix, save_format)
        return FileIterator(self, files, class_mode, reading, batch_size, shuffle, seed, saving)

    def flow_from_dataframe(
        self, dataframe: Any, directory: str | None = None, x_col: str = "filename",
        y_col: Any = "class", weight_col: str | None = None, target_size: Any = (256, 256),
        color_mode: str = "rgb", classes: Any = None, class_mode: str | None = "categorical",
        batch_size: int = 32, shuffle: bool = True, seed: int | None = None,
        save_to_dir: str | None = None, save_prefix: str = "", save_format: str = "png",
        subset: str | None = None, interpolation: str = "nearest", validate_filenames: bool = True,
        **_unused: Any,
    ) -> FileIterator:  # fmt: skip
        """Batches out of a table that names a file and its class or targets in each row."""
        files = of_frame(
            dataframe,
            directory,
            (x_col, y_col, weight_col),
            classes,
            class_mode,
            self._span(subset),
        )
        reading = (tuple(target_size), color_mode, interpolation)
        saving = (save_to_dir, save_prefix, save_format)
        return FileIterator(self, files, class_mode, reading, batch_size, shuffle, seed, saving)

    def _span(self, subset: str | None) -> tuple[float, float]:
        """The part of the rows, from one share to another."""
        spans = {None: (0.0, 1.0), "validation": (0.0, self.validation_split),
                 "training": (self.validation_split, 1.0)}  # fmt: skip
        if subset not in spans:
            raise ValueError(bad("flow", "subset", "'training' or 'validation'", subset, ""))
        return spans[subset]

    # --- single images --------------------------------------------------------------------------

    def get_random_transform(self, img_shape: Any, seed: int | None = None) -> dict[str, Any]:
        """What to do to an image of this shape, drawn from numpy's generator."""
        if seed is not None:
            np.random.seed(seed)
        last = self.data_format == "channels_last"
        rows, columns = (img_shape[0], img_shape[1]) if last else (img_shape[1], img_shape[2])

        def within(limit: float) -> float:
            return float(np.random.uniform(-limit, limit)) if limit else 0.0

        theta = within(self.rotation_range)
        tx = altering.shift_of(self.height_shift_range, rows)
        ty = altering.shift_of(self.width_shift_range, columns)
        shear = within(self.shear_range)
        low, high = self.zoom_range
        zx, zy = (1.0, 1.0) if low == high == 1 else np.random.uniform(low, high, 2)
        sideways = bool(np.random.random() < 0.5) and self.horizontal_flip
        upside = bool(np.random.random() < 0.5) and self.vertical_flip
        colour = within(self.channel_shift_range) if self.channel_shift_range else None
        light = None if self.brightness_range is None else np.random.uniform(*self.brightness_range)
        return {"theta": theta, "tx": tx, "ty": ty, "shear": shear, "zx": zx, "zy": zy,
                "flip_horizontal": sideways, "flip_vertical": upside,
                "channel_shift_intensity": colour, "brightness": light}  # fmt: skip

    def apply_transform(self, x: Any, transform_parameters: dict[str, Any]) -> np.ndarray:
        """An image with that done to it."""
        p = transform_parameters
        image = self._channels_last(np.asarray(x))
        geometry = {k: p[k] for k in ("theta", "tx", "ty", "shear", "zx", "zy") if k in p}
        image = altering.affine(image, **geometry, fill_mode=self.fill_mode, cval=self.cval,
                                order=self.interpolation_order)  # fmt: skip
        if p.get("channel_shift_intensity") is not None:
            image = altering.channel_shift(image, p["channel_shift_intensity"])
        image = image[:, ::-1] if p.get("flip_horizontal") else image
        image = image[::-1] if p.get("flip_vertical") else image
        if p.get("brightness") is not None:
            image = altering.brightness(image, p["brightness"])
        return image if self.data_format == "channels_last" else np.moveaxis(image, -1, 0)

    def _channels_last(self, image: np.ndarray) -> np.ndarray:
        return image if self.data_format == "channels_last" else np.moveaxis(image, 0, -1)

    def random_transform(self, x: Any, seed: int | None = None) -> np.ndarray:
        """An image altered at random."""
        return self.apply_transform(x, self.get_random_transform(np.shape(x), seed))

    def standardize(self, x: Any) -> np.ndarray:
        """An image, or a batch, scaled as was asked for."""
        x = np.asarray(x) if self.preprocessing_function is None else self.preprocessing_function(x)
        x = x if self.rescale is None else x * self.rescale
        if self.samplewise_center:
            x = x - np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x = x / (np.std(x, keepdims=True) + _TINY)
        if self.featurewise_center and self._shown("mean"):
            x = x - self.mean
        if self.featurewise_std_normalization and self._shown("std"):
            x = x / (np.asarray(self.std) + _TINY)
        if self.zca_whitening and self._shown("zca_whitening_matrix"):
            flat = np.reshape(x, (-1, np.prod(np.shape(x)[-3:])))
            x = np.reshape(flat @ self.zca_whitening_matrix, np.shape(x))
        return x

    def _shown(self, name: str) -> bool:
        if getattr(self, name) is not None:
            return True
        warnings.warn("ImageDataGenerator: `fit(images)` was not called, so nothing is known of the "
                      "data; images stay as they are.", stacklevel=4)  # fmt: skip
        return False

    def fit(self, x: Any, augment: bool = False, rounds: int = 1, seed: int | None = None) -> None:
        """Learn the mean, deviation and correlations of images.

        Args: x: (n, …) images. augment: learn from altered ones. rounds: how often each is altered.
        Raises: ValueError if they are not 4-D.
        """
        x = np.array(x, dtype=self.dtype)
        if x.ndim != 4:
            raise ValueError(
                bad("ImageDataGenerator.fit", "x", "4-D", x, "Add the axis of channels.")
            )
        if seed is not None:
            np.random.seed(seed)
        if augment:
            x = np.stack([self.random_transform(image) for _ in range(rounds) for image in x])
        axes = (0, 1, 2) if self.data_format == "channels_last" else (0, 2, 3)
        kept = tuple(slice(None) if i not in axes else None for i in range(1, 4))
        if self.featurewise_center:
            self.mean = x.mean(axis=axes)[kept]
            x = x - self.mean
        if self.featurewise_std_normalization:
            self.std = x.std(axis=axes)[kept]
            x = x / (np.asarray(self.std) + _TINY)
        if self.zca_whitening:
            self.zca_whitening_matrix = altering.whitening(x, self.zca_epsilon)


def _pair(zoom: Any) -> tuple[float, float]:
    if not np.ndim(zoom):
        return 1 - zoom, 1 + zoom
    if len(zoom) != 2:
        raise ValueError(bad("ImageDataGenerator", "zoom_range", "a number or a pair", zoom, ""))
    return tuple(zoom)
