"""Downloads a file once: resumed where it broke off, checked, then moved into place."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from keraunos.datasets.meter import Meter

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def fetch(url: str, sha256: str, target: Path, owner: str) -> None:
    """Download `url` to `target`; nobody ever sees half a file there.

    What came before a break stays beside the target as `<name>.part` and is gone on with. Of several
    processes one downloads and the others wait for it.

    Args:
        url: where from, http or https. sha256: what the file's digest must be, hexadecimal.
        target: the file to make; its folder is made too.
        owner: who asks, for the errors.
    Raises: ConnectionError if it cannot be downloaded whole, saying which file to put where.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.with_name(f".{target.name}.lock")):
        if target.exists():  # another process has made it meanwhile
            return
        part = target.with_name(f"{target.name}.part")
        reason = _complete(url, sha256, part)
        if reason:
            raise ConnectionError(
                f"{owner}: {target} is not there and cannot be downloaded: {reason}. With a network run it "
                f"again; without one, get {url} elsewhere and put it there as {target}."
            )
        os.replace(part, target)


def _complete(url: str, sha256: str, part: Path) -> str:
    """Make `part` whole; returns why it could not be done, or nothing."""
    import requests

    resumed = part.exists() and part.stat().st_size > 0
    try:
        _receive(url, part)
        found = _digest(part)
        if found != sha256 and resumed:  # what was there before was no part of this file
            part.unlink()
            _receive(url, part)
            found = _digest(part)
    except requests.RequestException as error:
        return f"{type(error).__name__}: {error}"
    if found == sha256:
        return ""
    part.unlink()
    return f"its checksum must be sha256 {sha256}; got {found}"


def _receive(url: str, part: Path) -> None:
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock that the system takes back when the process ends, however it ends."""
    with lock.open("a+b") as file:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
