"""The one reader of zip archives: names, sizes and kinds of members are looked at before one is unpacked."""

import io
import json
import re
import stat
import zipfile
import zlib
from typing import Any

from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving.limits import LIMITS, too_dense

_DRIVE = re.compile(r"^[A-Za-z]:")
_STORED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A zip archive that is read with care.

    Args: source: a path or a binary file object. name: what messages call it.
    Raises: FileError if it is no zip archive; UnsafeError for members that no honest file has.
    """

    def __init__(self, source: Any, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise FileError(
                f"{name}: it is not a .keras archive, or it is damaged ({error})."
            ) from error
        try:
            self.members = self._checked()
        except UnsafeError:
            self._zip.close()
            raise

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > LIMITS.members:
            raise UnsafeError(f"{self.name}: it has more than {LIMITS.members:,} members.")
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            why = unsafe_name(info.filename) or _unsafe_kind(info)
            if info.filename in members:
                why = "it comes twice"
            if why:
                raise UnsafeError(f"{self.name}: member {info.filename!r} is refused: {why}.")
            members[info.filename] = info
        return members

    def __contains__(self, member: str) -> bool:
        return member in self.members

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def read(self, member: str, limit: int | None = None) -> bytes:
        """The bytes of a member.

        Args: limit: the largest size taken, in bytes; None: by the archive's own size.
        Raises: FileError if it is missing or damaged; UnsafeError if it unpacks to far more than it is.
        """
        info = self.members.get(member)
        if info is None:
            raise FileError(f"{self.name}: it has no {member}. It is not a whole model.")
        dense = too_dense(info.file_size, info.compress_size, LIMITS.ratio)
        if dense or (limit is not None and info.file_size > limit):
            raise UnsafeError(
                f"{self.name}: {member} says it unpacks to {info.file_size:,} bytes from "
                f"{info.compress_size:,}. It is damaged, or made to exhaust the memory."
            )
        try:
            with self._zip.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise FileError(
                f"{self.name}: {member} is damaged ({error}). Save it again."
            ) from error
        if len(content) != info.file_size:
            raise FileError(f"{self.name}: {member} has not the size it says. It is damaged.")
        return content

    def json(self, member: str) -> Any:
        """The JSON of a member."""
        return read_json(self.read(member, LIMITS.text), f"{self.name}: {member}")


def unsafe_name(name: str) -> str:
    """Why a member's name is refused, or nothing.

    Example:
        >>> unsafe_name("../x"), unsafe_name("assets/words.txt")
        ('it leaves the archive', '')
    """
    if not name or name.startswith(("/", "\\")) or _DRIVE.match(name) or "\0" in name:
        return "its name is not relative"
    if ".." in re.split(r"[/\\]", name):
        return "it leaves the archive"
    return "its name has a backslash" if "\\" in name else ""


def _unsafe_kind(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link or a device"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    return "" if info.compress_type in _STORED else "it is packed in an unusual way"


def read_json(content: bytes | str, name: str) -> Any:
    """The value of a JSON text, of bounded size and depth.

    Raises: FileError if it is not JSON; UnsafeError if it is nested too deep or too long.
    """
    if len(content) > LIMITS.text:
        raise UnsafeError(f"{name}: longer than {LIMITS.text:,} bytes.")
    try:
        text = content.decode("utf8") if isinstance(content, bytes) else content
        if depth(text) > LIMITS.depth:
            raise UnsafeError(f"{name}: nested deeper than {LIMITS.depth}.")
        return json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FileError(f"{name}: it is not JSON, or it is damaged ({error}).") from error


_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


def depth(text: str) -> int:
    """How deep the brackets of a JSON text are nested, strings left out.

    Example:
        >>> depth('{"a": [1, "[["]}')
        2
    """
    deepest = now = 0
    for bracket in re.findall(r"[\[\]{}]", _STRINGS.sub("", text)):
        now += 1 if bracket in "[{" else -1
        deepest = max(deepest, now)
    return deepest


class ArchiveWriter:
    """A new `.keras` archive, its members stored as they are."""

    def __init__(self, stream: Any) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def write(self, member: str, content: bytes | str | io.BytesIO) -> None:
        """Add a member."""
        data = content.getbuffer() if isinstance(content, io.BytesIO) else content
        self._zip.writestr(member, data)
