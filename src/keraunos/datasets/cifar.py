"""The files of CIFAR-10 and CIFAR-100: an archive of pickles, each a batch of pictures with labels."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import DataError
from keraunos.core.typing import Array
from keraunos.datasets.files import get_file
from keraunos.datasets.pickles import BROKEN, read_pickle

_PIXELS = 3 * 32 * 32
_LARGEST = 512 * 2**20  # bytes of a batch, far above the 180 MB of CIFAR-100's


def folder_of(target: str, inner: str, files: Sequence[str], url: str, sha256: str) -> Path:
    """The folder with the batches, downloaded and unpacked if it is not whole.

    Args:
        target: the folder in `datasets` of KERAS_HOME. inner: the one in the archive.
        files: what must be in it. url, sha256: of the archive.
    """
    folder = config.keras_home() / "datasets" / target / inner
    if not all((folder / name).exists() for name in files):
        get_file(target, url, file_hash=sha256, extract=True)
    return folder


def read_batch(file: Path, labels: str, owner: str) -> tuple[Array, list[int]]:
    """The pictures of a batch, (n, 3, 32, 32) uint8, and their labels.

    Args: labels: what the labels are called. owner: for errors.
    Raises: ValueError if the file is something else, or asks for more than data.
    """
    try:
        if os.path.getsize(file) > _LARGEST:
            raise ValueError(f"it has {os.path.getsize(file)} bytes")
        with file.open("rb") as stream:
            batch = read_pickle(stream, encoding="bytes")
        return _checked(_named(batch, "data"), _named(batch, labels))
    except (OSError, *BROKEN) as error:
        said = str(error) or type(error).__name__
        raise DataError(
            f"{owner}: {file} must be a batch of pictures; {said}. Delete its folder to download it again."
        ) from error


def _named(batch: Any, name: str) -> Any:
    if not isinstance(batch, dict):
        raise ValueError(f"it holds a {type(batch).__name__}")
    return batch[name.encode()] if name.encode() in batch else batch[name]


def _checked(data: Any, labels: Any) -> tuple[Array, list[int]]:
    if not isinstance(data, np.ndarray) or data.dtype != np.uint8 or data.shape[1:] != (_PIXELS,):
        raise ValueError("its data are no pictures of 3 × 32 × 32 bytes")
    if not isinstance(labels, list) or len(labels) != len(data):
        raise ValueError("it has not a label for each picture")
    if not all(isinstance(n, int) for n in labels):
        raise ValueError("its labels are no numbers")
    return data.reshape(-1, 3, 32, 32), labels


def laid_out(pictures: Array) -> Array:
    """The pictures in the process's data format."""
    first = config.image_data_format() == "channels_first"
    return pictures if first else pictures.transpose(0, 2, 3, 1)
