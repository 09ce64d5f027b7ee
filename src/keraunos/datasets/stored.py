"""A data set's file in the cache: downloaded if it is not there, and told apart from others."""

import warnings
from pathlib import Path

from keraunos.core import config
from keraunos.datasets.download import fetch, has_digest

_warned: set[Path] = set()


def stored(path: str, url: str, digest: str | None, owner: str) -> Path:
    """The file, downloaded if it is not there.

    Args: path: its name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
        url, digest, owner: as of `download.fetch`.
    Raises: ConnectionError if it is not there and cannot be downloaded, saying which file to put where.
    """
    file = config.keras_home() / "datasets" / path
    if not file.exists():
        fetch(url, digest, file, owner)
    return file


def warn_if_unknown(file: Path, digest: str, owner: str) -> None:
    """Say once a file that its arrays are right but its bytes are not those of the known copy."""
    if file in _warned or has_digest(file, digest):
        return
    _warned.add(file)
    warnings.warn(
        f"{owner}: {file} has the right arrays but an unknown checksum; it is used as it is. Delete it "
        "to download the known copy.",
        stacklevel=3,
    )
