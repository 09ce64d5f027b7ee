"""What a path or stream holds, told by how it begins; and what is said of a file that is not read."""

import contextlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from keraunos.core.errors import FileError, MissingFileError, UnsafeError, bad
from keraunos.saving import safetensors

KERAS, HDF5, SHARDS, SAFETENSORS = "keras", "hdf5", "shards", "safetensors"

CONVERT_TORCH = (
    "Convert it where torch is installed: safetensors.torch.save_file(torch.load(path, weights_only=True), "
    "'w.safetensors'); then saving.load_torch_weights(model, 'w.safetensors')."
)
CONVERT_TENSORFLOW = (
    "Convert it where TensorFlow and its Keras are installed: "
    "tf.keras.models.load_model(path).save('model.keras'), or save only the weights with "
    "model.save_weights('model.weights.h5') and load them into the same layers."
)

_ZIP, _HDF5, _PICKLE = b"PK\x03\x04", b"\x89HDF", b"\x80"
_PICKLED_IN_ZIP = "data.pkl"


def path_of(filepath: Any, owner: str) -> Path:
    """What was given as a path, as one.

    Raises: ValueError if it is none.
    """
    if not isinstance(filepath, (str, os.PathLike)):
        raise ValueError(bad(owner, "filepath", "a path", filepath, "Pass a string or a Path."))
    return Path(filepath).expanduser()


def opened(filepath: Any, owner: str) -> tuple[Any, str, str]:
    """(what to read: a path or the stream, its name for messages, its kind).

    Args: filepath: a path, or a binary file object. owner: who asks.
    Raises: FileError for anything that is not read, saying how to convert it.
    """
    if hasattr(filepath, "read") and hasattr(filepath, "seek"):
        name = getattr(filepath, "name", None) or "the file"
        return filepath, name, _kind(filepath, str(name))
    path = path_of(filepath, owner)
    if path.is_dir():
        raise FileError(_folder(path))
    if not path.exists():
        raise MissingFileError(_missing(path, owner))
    if not path.is_file():
        raise UnsafeError(f"{path}: it is a pipe or a device, not a file.")
    with path.open("rb") as stream:
        return path, str(path), _kind(stream, str(path))


@contextlib.contextmanager
def stream_of(source: Any) -> Iterator[BinaryIO]:
    """What `opened` gave, as a stream."""
    if hasattr(source, "read"):
        yield source
        return
    with open(source, "rb") as stream:
        yield stream


def _kind(stream: Any, name: str) -> str:
    stream.seek(0)
    start = stream.read(9)
    if not isinstance(start, bytes):
        raise FileError(f"{name}: it was opened as text. Open it with mode 'rb'.")
    if start.startswith(_ZIP):
        _refuse_torch(stream, name)
    stream.seek(0)
    if start.startswith(_ZIP):
        return KERAS
    if start.startswith(_HDF5):
        return HDF5
    if start.lstrip().startswith(b"{") and name.endswith(".json"):
        return SHARDS
    if safetensors.looks_like(start):
        return SAFETENSORS
    if start.startswith(_PICKLE):
        raise UnsafeError(f"{name}: it is a pickle, which is a program. {CONVERT_TORCH}")
    raise FileError(
        f"{name}: it is neither a .keras file nor an HDF5 file; it begins with {start[:4]!r}. Whole models "
        "are read from .keras and .h5, weights from .weights.h5, .weights.json and .safetensors too."
    )


def _refuse_torch(stream: Any, name: str) -> None:
    """Say of a zip archive of torch what it is; the guarded reader says the rest."""
    members: list[str] = []
    with contextlib.suppress(zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        members = zipfile.ZipFile(stream).namelist()
    if any(member.rpartition("/")[2] == _PICKLED_IN_ZIP for member in members):
        raise UnsafeError(f"{name}: it is a file of torch, with a pickle in it. {CONVERT_TORCH}")


def _missing(path: Path, owner: str) -> str:
    near = sorted(p.name for p in path.parent.glob(f"{path.stem}*")) if path.parent.is_dir() else []
    hint = f" There is {', '.join(near[:5])}." if near else " Check the path."
    return f"{owner}: there is no file {path}.{hint}"


def _folder(path: Path) -> str:
    if (path / "saved_model.pb").exists() or (path / "saved_model.pbtxt").exists():
        return f"{path}: it is a SavedModel of TensorFlow, which is a program. {CONVERT_TENSORFLOW}"
    return f"{path}: it is a folder. Pass the file that save_model wrote."
