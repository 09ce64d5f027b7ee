"""The safetensors format: a JSON header that says where each array lies, and the arrays behind it."""

import json
import math
from typing import Any, BinaryIO

import ml_dtypes
import numpy as np

from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving.archive import read_json
from keraunos.saving.limits import LIMITS

DTYPES = {
    "F64": np.dtype("<f8"), "F32": np.dtype("<f4"), "F16": np.dtype("<f2"),
    "BF16": np.dtype(ml_dtypes.bfloat16), "F8_E4M3": np.dtype(ml_dtypes.float8_e4m3fn),
    "F8_E5M2": np.dtype(ml_dtypes.float8_e5m2), "I64": np.dtype("<i8"), "I32": np.dtype("<i4"),
    "I16": np.dtype("<i2"), "I8": np.dtype("i1"), "U64": np.dtype("<u8"), "U32": np.dtype("<u4"),
    "U16": np.dtype("<u2"), "U8": np.dtype("u1"), "BOOL": np.dtype("?"),
}  # fmt: skip
"""The format's names of dtypes -> ours."""

_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_START = 8  # bytes that say how long the header is
_ALIGNED = 8
_RANK = 32
_METADATA = "__metadata__"


class Tensor:
    """An array in a file: what the header says of it is checked, its numbers are read on demand.

    Args: stream: of the file. where: file and name, for messages. start: its first byte.
    """

    def __init__(
        self, stream: BinaryIO, where: str, dtype: np.dtype, shape: tuple[int, ...], start: int
    ) -> None:
        self._stream, self._start, self._dtype, self.where = stream, start, dtype, where
        self.shape, self.dtype = shape, dtype.name
        self.size = math.prod(shape) * dtype.itemsize

    def read(self) -> np.ndarray:
        """The numbers."""
        self._stream.seek(self._start)
        content = self._stream.read(self.size)
        if len(content) != self.size:
            raise FileError(f"{self.where}: the file ends before it does. It is damaged.")
        return np.frombuffer(bytearray(content), self._dtype).reshape(self.shape)


def looks_like(start: bytes) -> bool:
    """Whether a file that begins so may be of this format."""
    return len(start) > _START and start[_START : _START + 1] == b"{"


def read(stream: BinaryIO, name: str) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The arrays of a file by name, not read yet, and what it says of itself.

    Args: stream: open as long as the arrays are read. name: what messages call it.
    Raises: FileError if it is damaged; UnsafeError for sizes and dtypes that no honest file has.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    length = int.from_bytes(stream.read(_START), "little")
    if length > LIMITS.text:
        raise UnsafeError(f"{name}: its header says {length:,} bytes; known are {LIMITS.text:,}.")
    if _START + length > size:
        raise FileError(f"{name}: it is shorter than its header says. It is damaged.")
    header = read_json(stream.read(length), name)
    if not isinstance(header, dict) or len(header) > LIMITS.members:
        raise FileError(f"{name}: its header is not a table of arrays. It is damaged.")
    said = header.pop(_METADATA, {})
    metadata = {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {}
    found = {
        key: _tensor(stream, f"{name}: {key}", entry, _START + length)
        for key, entry in header.items()
    }
    _check_places(found, name, _START + length, size)
    return found, metadata


def _tensor(stream: BinaryIO, where: str, entry: Any, base: int) -> Tensor:
    if not isinstance(entry, dict):
        raise FileError(f"{where}: its entry is not a table. The file is damaged.")
    dtype = DTYPES.get(str(entry.get("dtype")))
    if dtype is None:
        raise UnsafeError(
            f"{where}: dtype {entry.get('dtype')!r} is not one of {', '.join(DTYPES)}."
        )
    shape, places = _counts(entry.get("shape")), _counts(entry.get("data_offsets"))
    if shape is None or places is None or len(places) != 2 or len(shape) > _RANK:
        raise FileError(f"{where}: its shape or its place is none. The file is damaged.")
    if math.prod(shape) * dtype.itemsize != places[1] - places[0]:
        raise UnsafeError(f"{where}: shape {shape} of {dtype} does not fill its bytes {places}.")
    return Tensor(stream, where, dtype, tuple(shape), base + places[0])


def _counts(value: Any) -> list[int] | None:
    """A list of whole numbers from 0 on, or None."""
    good = isinstance(value, list) and all(type(x) is int and x >= 0 for x in value)
    return value if good else None


def _check_places(found: dict[str, Tensor], name: str, start: int, end: int) -> None:
    """The arrays must lie one behind the other and fill the file."""
    for tensor in sorted(found.values(), key=lambda one: (one._start, one.size)):
        if tensor._start != start:
            raise UnsafeError(
                f"{tensor.where}: it overlaps another, or leaves a hole. Save it again."
            )
        start += tensor.size
    if start != end:
        raise FileError(f"{name}: its arrays end at byte {start:,} and the file at {end:,}.")


def write(stream: BinaryIO, arrays: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Write arrays by name.

    Raises: ValueError for a dtype that the format does not have.
    """
    header: dict[str, Any] = {_METADATA: metadata}
    place = 0
    for name, array in arrays.items():
        dtype = _NAMES.get(
            array.dtype.newbyteorder("<") if array.dtype.kind != "V" else array.dtype
        )
        if dtype is None:
            raise ValueError(
                f"{name}: safetensors has no dtype {array.dtype}; it has {', '.join(DTYPES)}."
            )
        header[name] = {"dtype": dtype, "shape": list(array.shape),
                        "data_offsets": [place, place + array.nbytes]}  # fmt: skip
        place += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNED)
    stream.write(len(text).to_bytes(_START, "little") + text)
    for array in arrays.values():
        little = array.dtype if array.dtype.kind == "V" else array.dtype.newbyteorder("<")
        stream.write(np.ascontiguousarray(array, little).tobytes())
