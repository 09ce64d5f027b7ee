"""Where HDF5 keeps texts of any length: looked through before the library reads one.

A damaged heap lets the library turn in circles for ever; a damaged reference to one, ask for 4 GiB.
"""

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from keraunos.core.errors import FileError
from keraunos.saving.limits import LIMITS

_SIGN = b"GCOL\x01"
_HEADER = struct.Struct("<4sB3xQ")
_OBJECT = struct.Struct("<HH4xQ")
_MESSAGE = struct.Struct("<BBHHH")
_REFERENCE = struct.Struct("<IQI")
_VARIABLE = 9  # the class of datatypes of any length
_PIECE = 1 << 24


class Heaps:
    """The global heaps of one file, and the attributes that refer to them.

    Args: stream: of the file. name: what messages call it.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._checked: set[str] = set()
        self._size = 0

    def check(self, attribute: str) -> None:
        """Look through all heaps, once, and through every attribute of this name.

        Raises: FileError if one is damaged.
        """
        if not self._checked:
            self._size = self._stream.seek(0, 2)
            for place in self._places(_SIGN):
                self._check_heap(place)
        if attribute not in self._checked:
            text = attribute.encode("utf8", "surrogateescape") + b"\0"
            for place in self._places(text):
                self._check_attribute(place, len(text))
        self._checked.add(attribute)

    def _places(self, sign: bytes) -> Iterator[int]:
        """Where these bytes stand in the file."""
        at, rest = 0, b""
        while True:
            self._stream.seek(at)
            piece = self._stream.read(_PIECE)
            if not piece:
                return
            text = rest + piece
            found = text.find(sign)
            while found >= 0:
                yield at - len(rest) + found
                found = text.find(sign, found + 1)
            at, rest = at + len(piece), text[max(0, len(text) - len(sign) + 1) :]

    def _read(self, place: int, form: struct.Struct) -> tuple[Any, ...] | None:
        self._stream.seek(max(place, 0))
        content = self._stream.read(form.size) if place >= 0 else b""
        return form.unpack(content) if len(content) == form.size else None

    def _check_heap(self, place: int) -> None:
        head = self._read(place, _HEADER)
        size = head[2] if head else 0
        if not _HEADER.size <= size <= self._size - place:
            raise self._damaged(place)
        at = _HEADER.size
        while at + _OBJECT.size <= size:
            number, _, length = self._read(place + at, _OBJECT) or (0, 0, 0)
            step = length if number == 0 else _OBJECT.size + -(-length // 8) * 8
            if step < _OBJECT.size or at + step > size:
                raise self._damaged(place)
            at += step

    def _check_attribute(self, place: int, length: int) -> None:
        """The lengths of texts that an attribute gives, if there is one whose name stands here."""
        for version, before in ((1, 8), (2, 8), (3, 9)):
            head = self._read(place - before, _MESSAGE)
            if head is None or head[0] != version or head[2] != length:
                continue
            step = 8 if version == 1 else 1  # the first version fills its parts up
            kind, space = (
                place + sum(-(-n // step) * step for n in head[2 : 2 + i]) for i in (1, 2)
            )
            values = space + -(-head[4] // step) * step
            first = self._read(kind, _BYTE)
            if first is not None and first[0] & 0xF == _VARIABLE:
                self._check_lengths(values, self._count(space))

    def _count(self, space: int) -> int:
        """How many values a dataspace has, as far as it can be read."""
        version, rank, count = *(self._read(space, _TWO) or (0, 0)), 1
        for axis in range(rank):
            size = self._read(space + (8 if version == 1 else 4) + 8 * axis, _SIZE)
            count *= size[0] if size else 0
        return count

    def _check_lengths(self, values: int, count: int) -> None:
        for i in range(count):
            found = self._read(values + i * _REFERENCE.size, _REFERENCE)
            if found is None or found[0] > min(self._size, LIMITS.text):
                raise self._damaged(values)

    def _damaged(self, place: int) -> FileError:
        return FileError(
            f"{self._name}: the texts at byte {place:,} are damaged. Save the file again."
        )


_BYTE, _TWO, _SIZE = struct.Struct("<B"), struct.Struct("<BB"), struct.Struct("<Q")
