"""Where HDF5 keeps texts of any length: looked through before the library reads one.

A damaged heap lets the library turn in circles for ever, or ask for memory without bound.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from keraunos.core.errors import FileError

_SIGN = b"GCOL\x01"
_HEADER = struct.Struct("<4sB3xQ")
_OBJECT = struct.Struct("<HH4xQ")
_PIECE = 1 << 24


class Heaps:
    """The global heaps of one file.

    Args: stream: of the file. name: what messages call it.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._checked = False

    def check(self) -> None:
        """Look through all of them, once.

        Raises: FileError if one is damaged.
        """
        if self._checked:
            return
        size = self._stream.seek(0, 2)
        for place in self._places():
            self._check_one(place, size)
        self._checked = True

    def _places(self) -> Iterator[int]:
        """Where heaps begin, or what looks like one."""
        at, rest = 0, b""
        while True:
            self._stream.seek(at)
            piece = self._stream.read(_PIECE)
            if not piece:
                return
            text = rest + piece
            found = text.find(_SIGN)
            while found >= 0:
                yield at - len(rest) + found
                found = text.find(_SIGN, found + 1)
            at, rest = at + len(piece), text[-len(_SIGN) + 1 :]

    def _check_one(self, place: int, end: int) -> None:
        self._stream.seek(place)
        head = self._stream.read(_HEADER.size)
        size = _HEADER.unpack(head)[2] if len(head) == _HEADER.size else 0
        if not _HEADER.size <= size <= end - place:
            raise self._damaged(place)
        at = _HEADER.size
        while at + _OBJECT.size <= size:
            self._stream.seek(place + at)
            number, _, length = _OBJECT.unpack(self._stream.read(_OBJECT.size))
            step = length if number == 0 else _OBJECT.size + -(-length // 8) * 8
            if step < _OBJECT.size or at + step > size:
                raise self._damaged(place)
            at += step

    def _damaged(self, place: int) -> FileError:
        return FileError(
            f"{self._name}: the texts at byte {place:,} are damaged. Save the file again."
        )
