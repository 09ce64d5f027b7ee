"""Files that are whole or not there: a temporary in the same folder, synced, renamed, the folder synced."""

import contextlib
import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of the disk is used up",
    errno.EFBIG: "it would be larger than is allowed",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing there is not permitted",
    errno.EPERM: "writing there is not permitted",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "a part of the path is not a folder",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "the name is too long",
}


@contextlib.contextmanager
def writing(path: str | os.PathLike[str], *, opened: Any = None) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when the block ends well; else the old one stays.

    Args:
        path: where it goes; its folder must exist.
        opened: makes the stream from the temporary's file descriptor; None: os.fdopen.
    Raises: OSError saying why it could not be written, and that the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        descriptor, name = tempfile.mkstemp(
            prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent
        )
    except OSError as error:
        raise _told(error, target) from error
    noted: list[OSError] = []
    try:
        with (opened or os.fdopen)(descriptor, "w+b") as stream:
            yield _Noting(stream, noted)  # type: ignore[misc]
            if noted:
                raise noted[0]
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
        sync_folder(target.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        if isinstance(error, Exception) and noted:
            raise _told(noted[0], target) from error
        if isinstance(error, OSError):
            raise _told(error, target) from error
        raise


class _Noting:
    """A stream that remembers why a write failed: libraries in C tell it otherwise, or not at all."""

    def __init__(self, stream: Any, noted: list[OSError]) -> None:
        self._stream, self._noted = stream, noted

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, content: Any) -> Any:
        """Write, and note an error."""
        return self._do(self._stream.write, content)

    def flush(self) -> Any:
        """Flush, and note an error."""
        return self._do(self._stream.flush)

    def _do(self, action: Any, *given: Any) -> Any:
        try:
            return action(*given)
        except OSError as error:
            self._noted.append(error)
            raise


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While it lasts, others that ask for this folder wait, so that files which belong together stay so.

    Raises: OSError saying why the folder cannot be written to.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _told(error, folder) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems without it
            raise
    finally:
        os.close(descriptor)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those a new file gets here."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _told(error: OSError, target: Path) -> OSError:
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    kept = "The file there is as it was." if target.exists() else "Nothing was left behind."
    return type(error)(error.errno, f"saving {target}: {reason}. {kept}", str(target))
