"""`tf.io`: files read and written, pictures and numbers decoded from their bytes, `tf.io.gfile`."""

import glob as python_glob
import io
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.typing import Array
from keraunos.data.texts import Content, texts_of
from keraunos.loading.images import pillow


def _path(filename: Any) -> str:
    value = filename.item() if isinstance(filename, np.ndarray) else filename
    return os.fsdecode(value)


def read_file(filename: Any, name: Any = None) -> Content:
    """The bytes of a file."""
    return Content(Path(_path(filename)).read_bytes())


def write_file(filename: Any, contents: Any, name: Any = None) -> None:
    """Write bytes or a text to a file; its folder is made."""
    path = Path(_path(filename))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes_of(contents))


def bytes_of(contents: Any) -> bytes:
    """The bytes of a text, of bytes, or of an array that holds one of them."""
    if isinstance(contents, np.ndarray) and contents.dtype.kind in "OU":
        contents = contents.item()
    return contents.encode() if isinstance(contents, str) else bytes(contents)


def matching_files(pattern: Any, name: Any = None) -> Any:
    """The paths that fit a pattern, in order."""
    return texts_of(np.array(sorted(python_glob.glob(_path(pattern))), str))


# --- pictures -----------------------------------------------------------------------------------

_MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def decode_image(
    contents: Any, channels: int | None = None, dtype: Any = "uint8", name: Any = None,
    expand_animations: bool = True,
) -> Array:  # fmt: skip
    """A picture's numbers (rows, columns, channels); floats span [0, 1].

    Args: contents: the bytes of a JPEG, PNG, GIF or BMP file. channels: 0 or None: the file's; 1, 3 or 4.
    """
    if channels and channels not in _MODES:
        raise ValueError(bad("tf.io.decode_image", "channels", "0, 1, 3 or 4", channels, ""))
    with pillow("tf.io.decode_image").open(io.BytesIO(bytes_of(contents))) as opened:
        mode = _MODES[channels] if channels else opened.mode
        mode = mode if mode in _MODES.values() else "RGB"
        array = np.array(opened.convert(mode))
    array = array[..., None] if array.ndim == 2 else array
    if "float" in str(dtype):
        return ops.convert_to_tensor((array / 255.0).astype("float32"), str(dtype))
    return ops.convert_to_tensor(array, str(dtype))


def decode_jpeg(contents: Any, channels: int = 0, *_more: Any, **_names: Any) -> Array:
    """A picture's numbers as uint8."""
    return decode_image(contents, channels)


def decode_png(contents: Any, channels: int = 0, dtype: Any = "uint8", name: Any = None) -> Array:
    """A picture's numbers."""
    return decode_image(contents, channels, dtype)


def _encoded(image: Any, form: str, **settings: Any) -> Content:
    array = np.asarray(image, np.uint8)
    array = array[..., 0] if array.shape[-1] == 1 else array
    out = io.BytesIO()
    pillow(f"tf.io.encode_{form.lower()}").fromarray(array).save(out, form, **settings)
    return Content(out.getvalue())


def encode_png(image: Any, *_more: Any, **_names: Any) -> Content:
    """The bytes of a PNG file of a uint8 picture."""
    return _encoded(image, "PNG")


def encode_jpeg(
    image: Any, format: str = "", quality: int = 95, *_more: Any, **_names: Any
) -> Content:
    """The bytes of a JPEG file of a uint8 picture; quality: 0 … 100."""
    return _encoded(image, "JPEG", quality=quality)


# --- numbers and rows ---------------------------------------------------------------------------


def decode_raw(
    input_bytes: Any, out_type: Any, little_endian: bool = True, name: Any = None
) -> Array:
    """The numbers that bytes hold."""
    kind = np.dtype(str(out_type)).newbyteorder("<" if little_endian else ">")
    return ops.convert_to_tensor(
        np.frombuffer(bytes_of(input_bytes), kind).astype(kind.newbyteorder("="))
    )


def decode_csv(
    records: Any, record_defaults: Any, field_delim: str = ",", *_more: Any, **_names: Any
) -> list[Any]:
    """The fields of lines, a column each, in the dtypes of the defaults, which fill what is empty."""
    one = isinstance(records, (str, bytes))
    lines = [os.fsdecode(r) for r in ([records] if one else np.asarray(records).ravel())]
    rows = [line.split(field_delim) for line in lines]
    found = []
    for place, default in enumerate(record_defaults):
        first = np.ravel(np.asarray(default))
        kind = first.dtype if first.size or hasattr(default, "shape") else np.dtype(str(default))
        texts = [row[place].strip() or (first[0] if first.size else "") for row in rows]
        text = kind.kind in "USO"
        column = np.array(texts, str) if text else np.array(texts, str).astype(kind)
        value = column[0] if one else column
        found.append(texts_of(np.asarray(value)) if text else ops.convert_to_tensor(value))
    return found


# --- gfile --------------------------------------------------------------------------------------


def _open(name: Any, mode: str = "r") -> Any:
    return open(_path(name), mode)


def _makedirs(path: Any) -> None:
    os.makedirs(_path(path), exist_ok=True)


def _copy(src: Any, dst: Any, overwrite: bool = False) -> None:
    if os.path.exists(_path(dst)) and not overwrite:
        raise FileExistsError(
            bad("tf.io.gfile.copy", "dst", "a new path", dst, "Pass overwrite=True.")
        )
    shutil.copyfile(_path(src), _path(dst))


def _glob(pattern: Any) -> list[str]:
    patterns = [pattern] if isinstance(pattern, (str, bytes, os.PathLike)) else pattern
    return [path for p in patterns for path in sorted(python_glob.glob(_path(p)))]


gfile = SimpleNamespace(
    GFile=_open, exists=os.path.exists, isdir=os.path.isdir, listdir=os.listdir, glob=_glob,
    makedirs=_makedirs, mkdir=_makedirs, remove=os.remove, rmtree=shutil.rmtree, copy=_copy,
    join=os.path.join, walk=os.walk, rename=os.replace, stat=os.stat,
)  # fmt: skip
"""`tf.io.gfile`, on the file system of the machine."""
