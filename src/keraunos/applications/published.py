"""The weights that Keras publishes for its applications: where they are, and how they come into a model."""

import os
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from keraunos.core import config
from keraunos.datasets.download import fetch
from keraunos.models import Model

HOME = "https://storage.googleapis.com/tensorflow/keras-applications/"


class File(NamedTuple):
    """A published file: where it is, its digest (MD5 or SHA-256), and its name in the cache.

    Args: digest: None where none was published. name: None: the last part of the URL.
    """

    url: str
    digest: str | None = None
    name: str | None = None


class Published(NamedTuple):
    """The files of a network: with its top, and without."""

    top: File
    bare: File


def pair(stem: str, top: str | None, bare: str | None, without: str = "_notop") -> Published:
    """The files `stem.h5` and `stem_notop.h5`.

    Args:
        stem: the URL without its end. top, bare: their digests. without: the end of the name without a top.
    """
    return Published(File(f"{stem}.h5", top), File(f"{stem}{without}.h5", bare))


def kernels(folder: str, name: str, top: str, bare: str) -> Published:
    """The files of the networks that were published first, by the name that they share."""
    return pair(f"{HOME}{folder}/{name}_weights_tf_dim_ordering_tf_kernels", top, bare)


def load(owner: str, model: Model, weights: Any, file: File) -> None:
    """Set a model's weights: the published ones for "imagenet", a file's for a path, none for None.

    A published file is downloaded once, into the folder `models` of KERAS_HOME (~/.keras).

    Raises: ConnectionError if it is not there and cannot be downloaded, saying which file to put where;
        ValueError if the file does not fit the model.
    """
    if weights is None:
        return
    if weights != "imagenet":
        model.load_weights(os.fspath(weights))
        return
    name = file.name or PurePosixPath(file.url).name
    model.load_weights(cached(file.url, file.digest, name, owner))


def cached(url: str, digest: str | None, name: str, owner: str) -> Any:
    """The path of a file in the folder `models` of the cache, downloaded if it is not there."""
    path = config.keras_home() / "models" / name
    if not path.exists():
        fetch(url, digest, path, owner)
    return path
