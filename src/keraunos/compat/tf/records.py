"""TFRecord files: records of bytes between their lengths and checksums, plain or compressed."""

import gzip
import io
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from keraunos.callbacks.events import masked, record
from keraunos.compat.tf.files import bytes_of
from keraunos.core.errors import bad
from keraunos.data.dataset import Dataset
from keraunos.data.texts import Content

_KINDS = (None, "", "GZIP", "ZLIB")


class TFRecordOptions:
    """How a file is compressed.

    Args: compression_type: None or "": not at all; "GZIP" or "ZLIB".
    """

    def __init__(self, compression_type: Any = None, *_more: Any, **_names: Any) -> None:
        if compression_type not in _KINDS:
            raise ValueError(bad("TFRecord", "compression_type", f"one of {_KINDS}",
                                 compression_type, ""))  # fmt: skip
        self.compression_type = compression_type


class TFRecordWriter:
    """Writes records to a file, one after the other.

    Args: path: where to. options: None, a compression's name, or TFRecordOptions.
    Example:
        >>> import tempfile
        >>> path = tempfile.mktemp()
        >>> with TFRecordWriter(path) as writer:
        ...     writer.write(b"one")
        >>> list(TFRecordDataset(path).as_numpy_iterator())
        [b'one']
    """

    def __init__(self, path: Any, options: Any = None) -> None:
        kind = _kind(options)
        name = os.fspath(path)
        self._open = ExitStack()
        opened: Any = gzip.open if kind == "GZIP" else open
        self._file: Any = self._open.enter_context(opened(name, "wb"))
        self._pack = zlib.compressobj() if kind == "ZLIB" else None

    def write(self, record: Any) -> None:
        """Write one record: bytes, or a text as UTF-8."""
        content = _record(bytes_of(record))
        self._file.write(self._pack.compress(content) if self._pack else content)

    def flush(self) -> None:
        """Have what was written reach the file."""
        self._file.flush()

    def close(self) -> None:
        """End the file."""
        if self._pack and not self._file.closed:
            self._file.write(self._pack.flush())
        self._open.close()

    def __enter__(self) -> "TFRecordWriter":
        return self

    def __exit__(self, *_error: Any) -> None:
        self.close()


_record = record


def _kind(options: Any) -> Any:
    return TFRecordOptions(getattr(options, "compression_type", options)).compression_type


def TFRecordDataset(
    filenames: Any, compression_type: Any = None, *_more: Any, **_names: Any
) -> Dataset:
    """The records of files, in order, as bytes.

    Args: filenames: a path, several, or a data set of them.
    Raises: ValueError for a file that is no TFRecord file, or ends within a record; FileNotFoundError.
    Differs: the checksum of a record's length is looked at, that of its content is not.
    """
    kind = _kind(compression_type)

    def records() -> Iterator[Content]:
        for path in paths(filenames):
            with _opened(path, kind) as file:
                yield from _records(file, path)

    return Dataset(records, None)


def paths(filenames: Any) -> Iterator[str]:
    """The paths in a path, a list or a data set of them."""
    if isinstance(filenames, (str, bytes, os.PathLike)):
        yield os.fsdecode(filenames)
    elif isinstance(filenames, Dataset):
        for element in filenames._start():
            yield from paths(np.ravel(np.asarray(element)).tolist())
    else:
        for name in np.ravel(np.asarray(filenames)).tolist():
            yield os.fsdecode(name)


def tf_record_iterator(path: Any, options: Any = None) -> Iterator[bytes]:
    """The records of one file."""
    return TFRecordDataset(path, _kind(options)).as_numpy_iterator()


def _opened(path: str, kind: Any) -> Any:
    if kind == "ZLIB":
        return io.BytesIO(zlib.decompress(Path(path).read_bytes()))
    return gzip.open(path, "rb") if kind == "GZIP" else open(path, "rb")


def _records(file: BinaryIO, path: str) -> Iterator[Content]:
    while head := file.read(12):
        if len(head) < 12 or masked(head[:8]) != head[8:]:
            fix = "Pass its compression_type if it is compressed."
            raise ValueError(bad("TFRecordDataset", "filenames", "TFRecord files", path, fix))
        (size,) = struct.unpack("<Q", head[:8])
        content, check = file.read(size), file.read(4)
        if len(content) < size or len(check) < 4:
            fix = "Was it copied or written to its end?"
            raise ValueError(bad("TFRecordDataset", "filenames", "whole files", path, fix))
        yield Content(content)
