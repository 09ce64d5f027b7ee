"""Pictures in folders, as data to train on."""

from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad, unknown
from keraunos.loading.folder_data import from_folder
from keraunos.loading.folders import Choice
from keraunos.loading.images import MODES, img_to_array, load_img, pillow
from keraunos.loading.resampling import METHODS, fitted, resample

FORMATS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
_OWNER = "image_dataset_from_directory"


def image_dataset_from_directory(
    directory: Any, labels: Any = "inferred", label_mode: str | None = "int",
    class_names: Any = None, color_mode: str = "rgb", batch_size: int | None = 32,
    image_size: Any = (256, 256), shuffle: bool = True, seed: int | None = None,
    validation_split: float | None = None, subset: str | None = None,
    interpolation: str = "bilinear", follow_links: bool = False, crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False, data_format: str | None = None, format: str = "tf",
    verbose: bool = True,
) -> Any:  # fmt: skip
    """Batches of pictures and labels from a folder with a sub-folder a class.

    The files are read when they are needed, by several threads, and anew in each epoch; `cache()` keeps them.

    Args:
        directory: the folder. labels: "inferred" from the sub-folders, None, or a list of numbers, one for
            each file in the order of their paths.
        label_mode: "int"; "categorical", one-hot rows; "binary", rows of one float 0 or 1; None: no labels.
        class_names: the sub-folders in the order in which they are numbered; None: by name.
        color_mode: "grayscale", "rgb" or "rgba". batch_size: pictures a batch; None: single ones.
        image_size: (height, width) or one number, in pixels.
        shuffle: whether the files are mixed, anew in each epoch. seed: of that.
        validation_split: the share for validation, in (0, 1). subset: "training", "validation" or "both".
        interpolation: "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian" or
            "mitchellcubic". follow_links: whether links to folders are followed.
        crop_to_aspect_ratio, pad_to_aspect_ratio: how pictures of another shape keep theirs; neither: they
            are stretched.
        data_format: "channels_last" or "channels_first"; None: the process's.
        format: "tf" or "grain"; both give the same. verbose: whether the files found are counted aloud.
    Shapes: x (batch, height, width, channels) float32 in [0, 255]; y (batch,), (batch, 1) or
        (batch, classes).
    Returns: a Dataset with `class_names` and `file_paths`; two of them for subset="both".
    Raises: ValueError for arguments that do not fit, or a folder without pictures; ImportError without
        Pillow.
    Example:
        >>> import os
        >>> from keraunos.utils import save_img
        >>> for name in ("cats", "dogs"):
        ...     os.makedirs(f"pictures/{name}")
        ...     save_img(f"pictures/{name}/1.png", np.random.uniform(size=(8, 6, 3)))
        >>> data = image_dataset_from_directory("pictures", image_size=(4, 4))
        Found 2 files belonging to 2 classes.
        >>> x, y = next(iter(data))
        >>> x.shape, sorted(y.tolist()), data.class_names
        ((2, 4, 4, 3), [0, 1], ['cats', 'dogs'])
    Differs: gives a Dataset of Keraunos, not TensorFlow's; all files are mixed, not those of a buffer;
        pictures are float32 for "nearest", too.
    """
    choice = Choice(_OWNER, directory, labels, label_mode, class_names, shuffle, seed, validation_split,
                    subset, follow_links, verbose)  # fmt: skip
    if color_mode not in MODES:
        raise ValueError(unknown(_OWNER, "color_mode", str(color_mode), MODES))
    size = (image_size, image_size) if isinstance(image_size, int) else tuple(image_size)
    if len(size) != 2 or not all(isinstance(s, (int, np.integer)) and s > 0 for s in size):
        raise ValueError(bad(_OWNER, "image_size", "(height, width) in pixels", image_size, ""))
    method = str(interpolation).lower()
    if method not in METHODS:
        raise ValueError(unknown(_OWNER, "interpolation", method, METHODS))
    if format not in ("tf", "grain"):
        raise ValueError(unknown(_OWNER, "format", str(format), ("tf", "grain")))
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError(bad(_OWNER, "pad_to_aspect_ratio", "False beside crop_to_aspect_ratio",
                             True, "Choose one."))  # fmt: skip
    layout = config.standardize_data_format(data_format, _OWNER)
    pillow(_OWNER)

    def read(path: str) -> np.ndarray:
        picture = img_to_array(load_img(path, color_mode), "channels_last", "float32")
        picture = fitted(picture, size, crop_to_aspect_ratio, pad_to_aspect_ratio)
        found = resample(picture, size, method)
        return found.transpose(2, 0, 1) if layout == "channels_first" else found

    def batched(rows: Any) -> Any:
        return rows if batch_size is None else rows.batch(batch_size)

    return from_folder(choice, FORMATS, read, batched)
