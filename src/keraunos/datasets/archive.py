"""Reads arrays of known shapes from an .npz file that nobody vouches for."""

import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from keraunos.core.errors import DataError
from keraunos.core.typing import Array, Shape

_HEADER = 4096
"""More bytes than the header of an array in a .npz file has."""


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError)
"""What reading a damaged, foreign or encrypted file raises."""


class Member(NamedTuple):
    """What an array in the file must be."""

    shape: Shape
    dtype: str


def read_npz(path: Path, members: Mapping[str, Member], owner: str) -> dict[str, Array]:
    """The arrays named, each checked before memory is taken for it; never unpickles.

    Args:
        path: the file. members: name -> shape and dtype that the array must have.
        owner: who asks, for the errors.
    Raises: DataError (a ValueError) if the file is broken or holds anything else under these names.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _read(archive, name, member) for name, member in members.items()}
    except _BROKEN as error:
        raise DataError(
            f"{owner}: {path} must be an .npz file with {_wanted(members)}; {_reason(error)}. Delete it to "
            "download it again, or put a good copy there."
        ) from error


def _read(archive: zipfile.ZipFile, name: str, member: Member) -> Array:
    info = archive.getinfo(f"{name}.npy")
    expected = prod(s or 0 for s in member.shape) * np.dtype(member.dtype).itemsize
    if not expected < info.file_size <= expected + _HEADER:
        raise ValueError(f"`{name}` has {info.file_size} bytes, not {expected} and a header")
    with archive.open(info) as stream:
        shape, dtype = _header(stream)
        if shape != member.shape or dtype != np.dtype(member.dtype):
            raise ValueError(f"`{name}` is {dtype}{list(shape)}")
    with archive.open(info) as stream:
        return np.lib.format.read_array(stream, allow_pickle=False)


def _header(stream: IO[bytes]) -> tuple[Shape, np.dtype]:
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    else:
        shape, _, dtype = np.lib.format.read_array_header_2_0(stream)
    return shape, dtype


def _wanted(members: Mapping[str, Member]) -> str:
    return ", ".join(f"{name} {m.dtype}{list(m.shape)}" for name, m in members.items())


def _reason(error: Exception) -> str:
    said = str(error.args[0]) if error.args else type(error).__name__
    return (
        f"got a file where {said.rstrip('.')}"
        if "`" in said
        else f"reading it says: {said.rstrip('.')}"
    )
