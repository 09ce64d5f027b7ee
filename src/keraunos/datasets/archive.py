"""Reads arrays of known shapes from an .npz file that nobody vouches for."""

import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from keraunos.core.errors import DataError
from keraunos.core.typing import Array, Shape
from keraunos.datasets.pickles import BROKEN, read_pickle
from keraunos.saving.limits import LIMITS, too_dense

_HEADER = 4096
"""More bytes than the header of an array in a .npz file has."""


_FIX = "Delete it to download it again, or put a good copy there."
_BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, *BROKEN)
"""What reading a damaged, foreign or encrypted file raises."""


class Member(NamedTuple):
    """What an array in the file must be.

    dtype: its name; "float": float32 or float64; "object": an array of lists.
    """

    shape: Shape
    dtype: str

    @property
    def dtypes(self) -> tuple[np.dtype, ...]:
        """The dtypes it may have, the largest last."""
        names = ("float32", "float64") if self.dtype == "float" else (self.dtype,)
        return tuple(np.dtype(name) for name in names)


def read_npz(
    path: Path, members: Mapping[str, Member], owner: str, fix: str = _FIX, partly: bool = False
) -> dict[str, Array]:
    """The arrays named, each checked before memory is taken for it.

    An array of lists is a pickle: `pickles` reads it, and refuses all but data.

    Args:
        path: the file. members: name -> shape and dtype that the array must have.
        owner: who asks, for the errors. fix: what to do, for them.
        partly: whether some may be missing.
    Raises: DataError (a ValueError) if the file is broken or holds anything else under these names.
    """
    try:
        if path.exists() and not path.is_file():
            raise ValueError("it is a folder, a pipe or a device")
        with zipfile.ZipFile(path) as archive:
            there = {name.removesuffix(".npy") for name in archive.namelist()}
            wanted = {n: m for n, m in members.items() if n in there or not partly}
            return {name: _read(archive, name, member) for name, member in wanted.items()}
    except _BROKEN as error:
        raise DataError(
            f"{owner}: {path} must be an .npz file with {_wanted(members)}; {_reason(error)}. {fix}"
        ) from error


def _read(archive: zipfile.ZipFile, name: str, member: Member) -> Array:
    info = archive.getinfo(f"{name}.npy")
    _check_size(name, info, member)
    with archive.open(info) as stream:
        shape, dtype = _header(stream)
        if shape != member.shape or dtype not in member.dtypes:
            raise ValueError(f"`{name}` is {dtype}{list(shape)}")
        if dtype.hasobject:
            return _lists(name, read_pickle(stream), shape)
    with archive.open(info) as stream:
        return np.lib.format.read_array(stream, allow_pickle=False)


def _check_size(name: str, info: zipfile.ZipInfo, member: Member) -> None:
    """Refuse what would take more memory than such an array does."""
    rows = prod(s or 0 for s in member.shape)
    if member.dtype == "object":
        if too_dense(info.file_size, info.compress_size, LIMITS.ratio):
            raise ValueError(f"`{name}` has {info.file_size} bytes out of {info.compress_size}")
        return
    sizes = [rows * dtype.itemsize for dtype in member.dtypes]
    if not sizes[0] < info.file_size <= sizes[-1] + _HEADER:
        raise ValueError(f"`{name}` has {info.file_size} bytes, not {sizes[-1]} and a header")


def _lists(name: str, array: Any, shape: Shape) -> Array:
    """The array of an unpickled member, once it is known to be an array of lists."""
    if not isinstance(array, np.ndarray) or array.shape != shape or array.dtype != object:
        raise ValueError(f"`{name}` is a pickle of {type(array).__name__}")
    if not all(isinstance(row, list) for row in array.ravel()):
        raise ValueError(f"`{name}` holds other things than lists")
    return array


def _header(stream: IO[bytes]) -> tuple[Shape, np.dtype]:
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    else:
        shape, _, dtype = np.lib.format.read_array_header_2_0(stream)
    return shape, dtype


def _wanted(members: Mapping[str, Member]) -> str:
    named = [f"{name} {m.dtype}{list(m.shape)}" for name, m in members.items()]
    return ", ".join(named[:6]) + (", …" if len(named) > 6 else "")


def _reason(error: Exception) -> str:
    said = str(error.args[0]) if error.args else type(error).__name__
    return (
        f"got a file where {said.rstrip('.')}"
        if "`" in said
        else f"reading it says: {said.rstrip('.')}"
    )
