"""Pickles that nobody vouches for: only numbers, texts, lists, dicts and numpy arrays of them come out."""

import pickle
from typing import IO, Any

import numpy as np

from keraunos.core.errors import UnsafeError


class _Array:
    """Stands for numpy.ndarray where a pickle names it; it can be named only, never called."""

    def __new__(cls, *_args: Any, **_kwargs: Any) -> "_Array":
        """Refuse."""
        raise UnsafeError("it makes an array of a size of its own")


def _reconstruct(kind: Any, shape: Any, code: Any) -> np.ndarray:
    """The empty array that a pickle fills with the bytes it holds."""
    if kind is not _Array or shape != (0,) or code not in (b"b", "b"):
        raise UnsafeError("it makes an array of a size of its own")
    return np.empty(0, "int8")


def _dtype(code: Any, align: Any = False, copy: Any = True) -> np.dtype:
    """The dtype of a short code, such as 'u1', 'f8' or 'O8'."""
    text = code.decode("ascii") if isinstance(code, bytes) else code
    if (
        not isinstance(text, str)
        or text[:1] not in ("b", "i", "u", "f", "O", "S", "U")
        or len(text) > 6
    ):
        raise UnsafeError(f"it makes a dtype of {code!r}")
    return np.dtype(text, bool(align), bool(copy))


def _encode(text: Any, encoding: Any) -> bytes:
    """Bytes, as Python 3 writes them in the protocol of Python 2."""
    if not isinstance(text, str) or encoding != "latin1":
        raise UnsafeError(f"it encodes as {encoding!r}")
    return text.encode("latin1")


def _no_bytes(*given: Any) -> bytes:
    """No bytes at all, as Python 3 writes them in the protocol of Python 2."""
    if given:
        raise UnsafeError("it makes bytes of a size of its own")
    return b""


_KNOWN: dict[tuple[str, str], Any] = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _dtype,
    ("_codecs", "encode"): _encode,
    ("__builtin__", "bytes"): _no_bytes,
}
"""What a pickle may name; all but plain values is one of these."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """One of the few things that arrays are made of."""
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise UnsafeError(f"it asks for {module}.{name}") from None

    def persistent_load(self, pid: Any) -> Any:
        """Nothing lies outside of the file."""
        raise UnsafeError(f"it asks for {pid!r} from elsewhere")


BROKEN = (pickle.UnpicklingError, EOFError, AttributeError, IndexError, KeyError, TypeError, ValueError,
          MemoryError, OverflowError)  # fmt: skip
"""What reading a damaged or foreign pickle raises; UnsafeError is a ValueError."""


def read_pickle(stream: IO[bytes], encoding: str = "ASCII") -> Any:
    """What a pickle holds; code that it names is refused before it runs.

    Args: stream: where it begins. encoding: of Python 2's texts; "bytes" leaves them as bytes.
    Raises: UnsafeError if it asks for more than data; one of BROKEN if it is damaged.
    """
    return _Reader(stream, encoding=encoding).load()
