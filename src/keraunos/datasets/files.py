"""`get_file`: a file from the network in the cache, checked, and unpacked if it is an archive."""

import contextlib
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keraunos.core import config
from keraunos.core.errors import bad, unknown
from keraunos.datasets import extraction
from keraunos.datasets.download import fetch, has_digest
from keraunos.datasets.extraction import FORMATS

_SCHEMES = ("http", "https", "file")


def get_file(
    fname: Any = None, origin: str | None = None, untar: bool = False, md5_hash: str | None = None,
    file_hash: str | None = None, cache_subdir: str = "datasets", hash_algorithm: str = "auto",
    extract: bool = False, archive_format: Any = "auto", cache_dir: Any = None,
    force_download: bool = False,
) -> str:  # fmt: skip
    """The path of a file in the cache, downloaded if it is not there or not the one that is meant.

    A file is downloaded once, whole or not at all. What is unpacked stays in its own folder: a member that
    leads elsewhere, a link, and an archive that grows beyond measure are refused.

    Args:
        fname: its name in the cache, without folders; None: the last part of `origin`. With extract it is the
            folder that is unpacked into; with an ending, that folder is the name up to its first dot and
            "_extracted".
        origin: where from: http, https or file.
        untar: as extract, for tar archives. md5_hash: an MD5 digest; use file_hash.
        file_hash: what the digest of the file must be, hexadecimal; None: anything.
        cache_subdir: the folder in the cache, or a full path.
        hash_algorithm: "sha256" or "md5"; "auto": by the length of file_hash.
        extract: whether it is unpacked.
        archive_format: "tar", "zip", a list of these, or "auto", which tries both.
        cache_dir: the cache; None: KERAS_HOME, or ~/.keras.
        force_download: whether it is downloaded even if it is there.
    Returns: the file, or the folder that it was unpacked into.
    Raises: ValueError for a name with folders, no origin, another digest, or an archive that is refused
        (UnsafeError); ConnectionError if it cannot be downloaded, saying which file to put where.
    Example:
        >>> from pathlib import Path
        >>> size = Path("words.txt").write_text("a few words")
        >>> path = get_file(origin=Path("words.txt").absolute().as_uri(), cache_dir=".")
        >>> Path(path).read_text()
        'a few words'
    Differs: a `cache_dir` that does not exist is made; links in archives are refused; a break is gone on with
        the next time if file_hash is given.
    """
    if origin is None:
        raise ValueError(bad("get_file", "origin", "the URL of the file", None, ""))
    if urlsplit(origin).scheme not in _SCHEMES:
        raise ValueError(bad("get_file", "origin", f"a URL of {', '.join(_SCHEMES)}", origin, ""))
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, "md5"
    formats = ("tar",) if untar else _formats(archive_format)
    folder = _cache(cache_dir) / os.path.expanduser(cache_subdir)
    name = _name(fname, origin)
    unpacks = untar or extract
    file, unpacked = (
        _places(folder, name, bool(fname) and "." in name) if unpacks else (folder / name, None)
    )
    stale = (
        file_hash is not None and file.is_file() and not has_digest(file, file_hash, hash_algorithm)
    )
    if stale:
        print(f"get_file: {file} is not the file of this digest; it is downloaded again.")
    if stale or force_download or not file.exists():
        fetch(origin, file_hash, file, "get_file", hash_algorithm, again=True)
    if unpacked is None:
        return str(file)
    _unpack(file, unpacked, formats)
    return str(unpacked)


def _places(folder: Path, name: str, has_ending: bool) -> tuple[Path, Path]:
    """Where the archive and what is unpacked from it are."""
    if has_ending:
        return folder / name, folder / f"{name[: name.find('.')]}_extracted"
    return folder / f"{name}_archive", folder / name


def _name(fname: Any, origin: str) -> str:
    name = os.fspath(fname) if fname else os.path.basename(urlsplit(origin).path)
    if not name:
        raise ValueError(bad("get_file", "fname", "given, as the URL names no file", origin, ""))
    if name in (".", "..") or any(sep in name for sep in ("/", "\\", os.sep)):
        fix = "Name the folder in cache_subdir or cache_dir."
        raise ValueError(bad("get_file", "fname", "a name without folders", name, fix))
    return name


def _formats(archive_format: Any) -> tuple[str, ...]:
    if archive_format is None:
        return ()
    if archive_format == "auto":
        return FORMATS
    names = (archive_format,) if isinstance(archive_format, str) else tuple(archive_format)
    for name in names:
        if name not in FORMATS:
            raise ValueError(unknown("get_file", "archive_format", str(name), FORMATS))
    return names


def _cache(cache_dir: Any) -> Path:
    """The cache, or a folder for temporary files where nothing can be written to it."""
    folder = Path(os.path.expanduser(cache_dir or config.keras_home()))
    with contextlib.suppress(OSError):  # what comes of it is asked next
        folder.mkdir(parents=True, exist_ok=True)
    if os.access(folder, os.W_OK):
        return folder
    other = Path(tempfile.gettempdir()) / ".keras"
    warnings.warn(f"get_file: {folder} cannot be written to; {other} is used.", stacklevel=3)
    return other


def _unpack(file: Path, folder: Path, formats: tuple[str, ...]) -> None:
    if not extraction.extract(file, folder, formats, "get_file"):
        kinds = " or ".join(formats) or "known"
        warnings.warn(f"get_file: {file} is no {kinds} archive; it is not unpacked.", stacklevel=3)
