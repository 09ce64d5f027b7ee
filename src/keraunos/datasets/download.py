"""Downloads a file once: resumed where it broke off, checked, then moved into place."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from keraunos.datasets.meter import Meter

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ChecksumError(ConnectionError, ValueError):
    """What came is not the file that was meant."""


def fetch(
    url: str, digest: str | None, target: Path, owner: str, algorithm: str = "auto",
    again: bool = False,
) -> None:  # fmt: skip
    """Download `url` to `target`; nobody ever sees half a file there.

    What came before a break stays beside the target as `<name>.part` and is gone on with. Of several
    processes one downloads and the others wait for it.

    Args:
        url: where from: http, https or file.
        digest: what the file's digest must be, hexadecimal; None: not known, so that a break starts over.
        target: the file to make; its folder is made too.
        owner: who asks, for the errors.
        algorithm: of the digest, "sha256" or "md5"; "auto": by its length.
        again: whether a file that is there is replaced.
    Raises: ConnectionError if it cannot be downloaded whole, saying which file to put where; of these
        ChecksumError (also a ValueError) if the digest is another.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.with_name(f".{target.name}.lock")):
        if target.exists() and not again:  # another process has made it meanwhile
            return
        part = target.with_name(f"{target.name}.part")
        try:
            _complete(url, digest, algorithm, part)
        except ConnectionError as error:
            raise type(error)(
                f"{owner}: {target} is not there and cannot be downloaded: {error}. With a network run "
                f"it again; without one, get {url} elsewhere and put it there as {target}."
            ) from error
        os.replace(part, target)


def _complete(url: str, digest: str | None, algorithm: str, part: Path) -> None:
    """Make `part` whole; raises ConnectionError saying why it could not be done."""
    import requests

    if digest is None:
        part.unlink(missing_ok=True)
    resumed = part.exists() and part.stat().st_size > 0
    try:
        _receive(url, part)
        if digest is not None and resumed and not has_digest(part, digest, algorithm):
            part.unlink()  # what was there before was no part of this file
            _receive(url, part)
    except requests.RequestException as error:
        raise ConnectionError(f"{type(error).__name__}: {error}") from error
    if digest is None or has_digest(part, digest, algorithm):
        return
    kind = algorithm_of(digest, algorithm)
    found = digest_of(part, kind)
    part.unlink()
    raise ChecksumError(f"its checksum must be {kind} {digest}; got {found}")


def algorithm_of(digest: str, algorithm: str = "auto") -> str:
    """The algorithm of a digest: what is said, else by its length.

    Example:
        >>> algorithm_of("0" * 64), algorithm_of("0" * 32)
        ('sha256', 'md5')
    """
    if algorithm in ("sha256", "md5"):
        return algorithm
    return "sha256" if len(digest) == 64 else "md5"


def digest_of(path: Path, algorithm: str) -> str:
    """The hexadecimal digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def has_digest(path: Path, digest: str, algorithm: str = "auto") -> bool:
    """Whether a file has this digest."""
    return digest_of(path, algorithm_of(digest, algorithm)) == digest.lower()


def _receive(url: str, part: Path) -> None:
    if urlsplit(url).scheme == "file":
        _copy(url, part)
        return
    import pooch
    import requests

    with part.open("ab") as file:
        have = file.tell()
        meter: Any = Meter(part.name.removesuffix(".part"), have, sys.stderr)
        load = pooch.HTTPDownloader(
            progressbar=meter,
            headers={"Range": f"bytes={have}-", "Accept-Encoding": "identity"},
            hooks={"response": _restart_unless_partial(file, have, meter)},
        )
        try:
            load(url, file, None)
        except requests.HTTPError as error:
            status = None if error.response is None else error.response.status_code
            if status != requests.codes.requested_range_not_satisfiable:
                raise  # 416: there is nothing behind what we have, so the checksum decides
        finally:
            meter.stop()
        file.flush()
        os.fsync(file.fileno())


def _restart_unless_partial(file: IO[bytes], have: int, meter: Meter) -> Callable[..., None]:
    """A look at the answer before its body: if it brings the whole file, drop what we have."""

    def look(response: Any, *_args: Any, **_kwargs: Any) -> None:
        begins = response.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
        if response.status_code == 200 or (response.status_code == 206 and begins != str(have)):
            file.truncate(0)
            meter.begin = 0

    return look


def _copy(url: str, part: Path) -> None:
    try:
        shutil.copyfile(url2pathname(urlsplit(url).path), part)
    except OSError as error:
        raise ConnectionError(str(error)) from error


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock that the system takes back when the process ends, however it ends."""
    with lock.open("a+b") as file:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
