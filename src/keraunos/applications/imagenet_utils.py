"""Images as networks for ImageNet take them, and what their outputs mean."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.applications.published import cached
from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor

__all__ = ["decode_predictions", "preprocess_input"]

NAMES_URL = "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json"
NAMES_MD5 = "c2c37ea517e94d9795004a39431a14cb"
CLASSES = 1000

MODES = ("caffe", "tf", "torch")
BGR_MEAN = (103.939, 116.779, 123.68)  # grey values of ImageNet, blue first
RGB_MEAN, RGB_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of values in [0, 1]

_names: dict[str, tuple[str, str]] = {}


@register("keras.applications.imagenet_utils.preprocess_input")
def preprocess_input(x: Any, data_format: str | None = None, mode: str = "caffe") -> Any:
    """Images as a network was trained on them.

    Floating-point arrays of NumPy are written over; pass a copy to keep them.

    Args:
        x: grey values of red, green and blue in [0, 255]: an array of one image or a batch, or a
            symbolic tensor.
        data_format: "channels_last" or "channels_first"; None: image_data_format().
        mode: "caffe": blue first, less the mean of ImageNet; "tf": x / 127.5 - 1; "torch": x / 255, less
            the mean, over the deviation of ImageNet.
    Shapes: (batch, rows, columns, 3) or (rows, columns, 3), or channels first -> the same, as floats.
    Raises: ValueError for an unknown mode or data_format.
    Example:
        >>> preprocess_input(np.full((1, 1, 3), 255), mode="tf").tolist()
        [[[1.0, 1.0, 1.0]]]
    """
    owner = "preprocess_input"
    if mode not in MODES:
        raise ValueError(bad(owner, "mode", f"one of {MODES}", mode, ""))
    layout = config.standardize_data_format(data_format, owner)
    if isinstance(x, np.ndarray):
        return _written_over(x, layout, mode)
    x = ops.cast(x if isinstance(x, KerasTensor) else ops.convert_to_tensor(x), config.floatx())
    if mode == "tf":
        return x / 127.5 - 1.0
    if mode == "torch":
        return (x / 255.0 - _along(RGB_MEAN, x, layout)) / _along(RGB_DEVIATION, x, layout)
    return _mirrored(x, layout) - _along(BGR_MEAN, x, layout)


def _written_over(x: np.ndarray, layout: str, mode: str) -> np.ndarray:
    """The same on an array of NumPy, in its own memory if it has floats."""
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(config.floatx())
    if mode == "tf":
        x /= 127.5
        x -= 1.0
        return x
    if mode == "torch":
        x /= 255.0
        x -= _along(RGB_MEAN, x, layout)
        x /= _along(RGB_DEVIATION, x, layout)
        return x
    x = _mirrored(x, layout)
    x -= _along(BGR_MEAN, x, layout)
    return x


def _mirrored(x: Any, layout: str) -> Any:
    """Red, green, blue -> blue, green, red."""
    if layout == "channels_last":
        return x[..., ::-1]
    return x[::-1] if len(x.shape) == 3 else x[:, ::-1]


def _along(values: tuple[float, ...], x: Any, layout: str) -> np.ndarray:
    """One number for each channel, to go with images of this layout."""
    array = np.asarray(values, str(x.dtype))
    return array if layout == "channels_last" else array[:, None, None]


def in_mode(mode: str | None) -> Callable[..., Any]:
    """The `preprocess_input` of a network; None: one that takes grey values as they are."""

    def preprocess_input_(x: Any, data_format: str | None = None) -> Any:
        return x if mode is None else preprocess_input(x, data_format, mode)

    does = "the network does that itself, so they stay as they are" if mode is None else mode
    preprocess_input_.__name__ = preprocess_input_.__qualname__ = "preprocess_input"
    preprocess_input_.__doc__ = f"""Images as the network was trained on them ({does}).

    Args: as `imagenet_utils.preprocess_input`.
    """
    return preprocess_input_


@register("keras.applications.imagenet_utils.decode_predictions")
def decode_predictions(preds: Any, top: int = 5) -> list[list[tuple[str, str, float]]]:
    """The likeliest classes of each row, best first, as (WordNet id, name, score).

    The names are downloaded once, into the folder `models` of KERAS_HOME (~/.keras).

    Args: preds: scores. top: how many classes, an int >= 1.
    Shapes: preds (batch, 1000) -> batch lists.
    Raises: ValueError for another shape; ConnectionError if the names cannot be downloaded.
    """
    shape = np.shape(preds)
    if len(shape) != 2 or shape[1] != CLASSES:
        fix = "Only the outputs of networks with the classes of ImageNet have these names."
        raise ValueError(
            bad("decode_predictions", "preds", "(batch, 1000)", np.asarray(preds), fix)
        )
    if not _names:
        path = cached(NAMES_URL, NAMES_MD5, "imagenet_class_index.json", "decode_predictions")
        names = json.loads(path.read_text(encoding="utf8"))
        _names.update({number: (wordnet, name) for number, (wordnet, name) in names.items()})
    rows = np.asarray(preds)
    best = [row.argsort()[-top:][::-1] for row in rows]
    return [
        [(*_names[str(i)], row[i]) for i in order] for row, order in zip(rows, best, strict=True)
    ]
