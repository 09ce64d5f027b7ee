"""Archives unpacked: into their folder and nowhere else, whole or not at all."""

import os
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving.limits import LIMITS

FORMATS = ("tar", "zip")
_DENSEST = 300  # times that honest data may shrink, such as masks of few colours


class _Member(NamedTuple):
    """A file or folder of an archive: its name, its size in bytes, and what opens it (None: a folder)."""

    name: str
    size: int
    source: Any


def extract(archive: Path, folder: Path, formats: Sequence[str], owner: str) -> bool:
    """Unpack an archive beside the folder, then put its files there.

    Args:
        archive: the file. folder: where to; what is in it stays, files of the same names are replaced.
        formats: which kinds are tried, of FORMATS. owner: for errors.
    Returns: whether it is an archive of one of these kinds.
    Raises: UnsafeError for a member outside the folder, a link or a device, or more out of the archive than
        honest data give; FileError if it is damaged.
    """
    kind = next((f for f in formats if _IS[f](archive)), None)
    if kind is None:
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name[:80]}.", dir=folder.parent) as room:
        staged = Path(room) / "unpacked"
        staged.mkdir()
        try:
            with _OPEN[kind](archive) as opened:
                _unpack(opened, _MEMBERS[kind](opened), archive, staged)
        except UnsafeError as error:
            raise UnsafeError(f"{owner}: {archive} is not unpacked: {error}.") from error
        except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
            raise FileError(
                f"{owner}: {archive} cannot be unpacked: {error}. Delete it to download it again."
            ) from error
        _moved(staged, folder)
    return True


def _unpack(opened: Any, members: Iterator[_Member], archive: Path, folder: Path) -> None:
    left = max(LIMITS.floor, _DENSEST * os.path.getsize(archive))
    for count, member in enumerate(members):
        if count >= LIMITS.members:
            raise UnsafeError(f"it has more than {LIMITS.members} members")
        left -= member.size
        if left < 0:
            raise UnsafeError(f"it unpacks to more than {_DENSEST} times its size")
        target = folder / safe_name(member.name)
        if member.source is None:
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with _stream(opened, member) as source, target.open("wb") as file:
            _copied(source, file, member.size)


def safe_name(name: str) -> PurePosixPath:
    """The path of a member below its folder.

    Raises: UnsafeError if it leads elsewhere.
    Example:
        >>> str(safe_name("a/./b.txt"))
        'a/b.txt'
    """
    path = PurePosixPath(name.replace("\\", "/"))
    odd = any(part == ".." or ":" in part or "\0" in part for part in path.parts)
    if path.is_absolute() or odd:
        raise UnsafeError(f"its member {name!r} lies outside of the folder")
    return path


def _copied(source: IO[bytes], file: IO[bytes], size: int) -> None:
    """Copy `size` bytes, no fewer; more are refused, as a header may say less than there is."""
    while block := source.read(min(1 << 20, size + 1)):
        size -= len(block)
        if size < 0:
            raise UnsafeError("a member is larger than it says")
        file.write(block)
    if size:
        raise EOFError(f"it ends {size} bytes too early")


def _moved(staged: Path, folder: Path) -> None:
    """Put the unpacked files in their place, at once where nothing is there yet."""
    if not folder.exists():
        os.replace(staged, folder)
        return
    for root, folders, files in os.walk(staged):
        place = folder / Path(root).relative_to(staged)
        for name in folders:
            (place / name).mkdir(exist_ok=True)
        for name in files:
            os.replace(Path(root) / name, place / name)


# --- kinds of archives --------------------------------------------------------------------------


def _tar_members(opened: tarfile.TarFile) -> Iterator[_Member]:
    for info in opened:
        if not (info.isfile() or info.isdir()):
            raise UnsafeError(f"its member {info.name!r} is a link or a device, not a file")
        yield _Member(info.name, info.size, info if info.isfile() else None)


def _zip_members(opened: zipfile.ZipFile) -> Iterator[_Member]:
    for info in opened.infolist():
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise UnsafeError(f"its member {info.filename!r} is a link or a device, not a file")
        yield _Member(info.filename, info.file_size, None if info.is_dir() else info)


def _stream(opened: Any, member: _Member) -> Any:
    if isinstance(opened, zipfile.ZipFile):
        return opened.open(member.source)
    return opened.extractfile(member.source)


_IS = {"tar": tarfile.is_tarfile, "zip": zipfile.is_zipfile}
_OPEN: dict[str, Any] = {"tar": tarfile.open, "zip": zipfile.ZipFile}
_MEMBERS: dict[str, Any] = {"tar": _tar_members, "zip": _zip_members}
