"""Whole models and weights in and out of files, by the format that the name or the content says."""

import os
import sys
from pathlib import Path
from typing import Any

from keraunos.core.errors import FileError, MissingFileError, bad
from keraunos.core.registry import register
from keraunos.saving import atomic, keras_file, weights
from keraunos.saving.hdf5 import open_hdf5, writer
from keraunos.saving.legacy import whole

_ZIP, _HDF5 = b"PK\x03\x04", b"\x89HDF"


@register("keras.saving.save_model")
def save_model(
    model: Any, filepath: Any, overwrite: bool = True, zipped: bool | None = None, **kwargs: Any
) -> None:
    """Save a whole model: its form, its weights, how it was compiled, its optimizer's state.

    The file is whole or it is the old one: nobody ever finds half of it.

    Args:
        filepath: a path that ends in ".keras"; ".h5" and ".hdf5" give the format of Keras 2.
        overwrite: False: ask before a file is replaced, where somebody can answer; else refuse.
        zipped: None or True: one file.
        kwargs: include_optimizer, for ".h5".
    Raises: ValueError for another ending; OSError saying why it cannot be written.
    """
    if zipped is False:
        raise ValueError(
            bad("save_model", "zipped", "True or None", zipped, "One file is written.")
        )
    path = _path(filepath, "save_model")
    if path.suffix in (".h5", ".hdf5"):
        return save_h5(model, path, overwrite, **kwargs)
    if path.suffix != ".keras":
        raise ValueError(
            bad("save_model", "filepath", "a path that ends in .keras (or .h5)", str(filepath),
                "For another program use model.export().")
        )  # fmt: skip
    _refuse_rest("save_model", kwargs)
    _may_replace(path, overwrite)
    with atomic.writing(path) as stream:
        keras_file.write(model, stream)
    return None


def save_h5(
    model: Any, path: Path, overwrite: bool, include_optimizer: bool = True, **rest: Any
) -> None:
    """Save a whole model in the format of Keras 2, whatever the name's ending."""
    _refuse_rest("save_model", {k: v for k, v in rest.items() if k != "save_format"})
    _may_replace(path, overwrite)
    with atomic.writing(path) as stream, writer(stream) as file:
        whole.write(model, file, include_optimizer)


@register("keras.saving.load_model")
def load_model(
    filepath: Any, custom_objects: dict[str, Any] | None = None, compile: bool = True,
    safe_mode: bool | None = True,
) -> Any:  # fmt: skip
    """The model that `save_model` wrote, of Keraunos or of Keras 1, 2 or 3.

    A file is data and never code: it can name only what is registered here, or given by you.

    Args:
        filepath: a path, or a binary file object.
        custom_objects: your own classes and functions by name.
        compile: whether to compile it as it was, optimizer's state included.
        safe_mode: False: also read what brings code (lambdas); only for files whose maker you trust.
    Raises: ValueError for a damaged, unknown or unsafe file, naming what and where.
    """
    source, name, kind = _opened(filepath, "load_model")
    if kind == "keras":
        return keras_file.read(source, name, custom_objects, compile, safe_mode)
    with open_hdf5(source, name) as file:
        return whole.read(file, name, custom_objects, compile, safe_mode)


@register("keras.saving.save_weights")
def save_weights(
    model: Any, filepath: Any, overwrite: bool = True, max_shard_size: Any = None, **kwargs: Any
) -> None:
    """Save the variables of a model and of its optimizer.

    Args:
        filepath: a path that ends in ".weights.h5"; another ".h5" gives the format of Keras 2.
        overwrite: as of `save_model`.
    Raises: ValueError for another ending, or a model without weights yet; OSError saying why it cannot be
        written.
    """
    _refuse_rest("save_weights", kwargs)
    _must_be_built(model, "save_weights")
    path = _path(filepath, "save_weights")
    if path.suffix not in (".h5", ".hdf5"):
        raise ValueError(
            bad("save_weights", "filepath", "a path that ends in .weights.h5", str(filepath), "")
        )
    write = weights.write if path.name.endswith(".weights.h5") else whole.write_weights
    _may_replace(path, overwrite)
    with atomic.writing(path) as stream, writer(stream) as file:
        write(model, file)


def _must_be_built(model: Any, owner: str) -> None:
    if not getattr(model, "built", True):
        raise ValueError(
            f"{owner}: the model {model.name!r} has no weights yet, as it is not built. Call it on data, "
            "or build(input_shape), first."
        )


@register("keras.saving.load_weights")
def load_weights(model: Any, filepath: Any, skip_mismatch: bool = False, **kwargs: Any) -> None:
    """Set the variables of a model to those in a file: `.weights.h5`, `.keras` or `.h5`.

    Args:
        model: built. filepath: a path, or a binary file object.
        skip_mismatch: leave what does not fit as it is, with a warning.
        kwargs: by_name, for ".h5" of Keras 2: match layers by their names rather than their order.
    Raises: ValueError naming what does not fit.
    """
    _must_be_built(model, "load_weights")
    by_name = bool(kwargs.pop("by_name", False))
    _refuse_rest("load_weights", kwargs)
    source, name, kind = _opened(filepath, "load_weights")
    if kind == "keras":
        return keras_file.read_weights(model, source, name, skip_mismatch)
    with open_hdf5(source, name) as file:
        if whole.is_legacy(file):
            whole.read_weights(model, file, name, by_name, skip_mismatch)
        else:
            weights.read(model, file, name, skip_mismatch)
    return None


# --- paths --------------------------------------------------------------------------------------


def _path(filepath: Any, owner: str) -> Path:
    if not isinstance(filepath, (str, os.PathLike)):
        raise ValueError(bad(owner, "filepath", "a path", filepath, "Pass a string or a Path."))
    return Path(filepath).expanduser()


def _opened(filepath: Any, owner: str) -> tuple[Any, str, str]:
    """(what to read, its name for messages, "keras" or "hdf5")."""
    if hasattr(filepath, "read") and hasattr(filepath, "seek"):
        filepath.seek(0)
        start = filepath.read(4)
        filepath.seek(0)
        return filepath, getattr(filepath, "name", None) or "the file", _kind(start, "the file")
    path = _path(filepath, owner)
    if path.is_dir():
        raise FileError(_folder(path))
    if not path.exists():
        near = (
            sorted(p.name for p in path.parent.glob(f"{path.stem}*"))
            if path.parent.is_dir()
            else []
        )
        hint = f" There is {', '.join(near[:5])}." if near else " Check the path."
        raise MissingFileError(f"{owner}: there is no file {path}.{hint}")
    with path.open("rb") as stream:
        start = stream.read(4)
    return path, str(path), _kind(start, str(path))


def _kind(start: bytes, name: str) -> str:
    for magic, kind in ((_ZIP, "keras"), (_HDF5, "hdf5")):
        if start.startswith(magic):
            return kind
    raise FileError(
        f"{name}: it is neither a .keras file nor an HDF5 file; it begins with {start!r}. Whole models are "
        "read from .keras and .h5, weights from .weights.h5 too."
    )


def _folder(path: Path) -> str:
    if (path / "saved_model.pb").exists():
        return (
            f"{path}: it is a SavedModel of TensorFlow, which is a program. Convert it where TensorFlow and "
            "its Keras are installed: tf.keras.models.load_model(path).save('model.keras'), or save only "
            "the weights with model.save_weights('model.weights.h5') and load them into the same layers."
        )
    return f"{path}: it is a folder. Pass the file that save_model wrote."


def _may_replace(path: Path, overwrite: bool) -> None:
    if overwrite or not path.exists():
        return
    asked = sys.stdin is not None and sys.stdin.isatty()
    if asked and input(f"{path} exists. Replace it? [y/n] ").strip().lower() in ("y", "yes"):
        return
    raise FileExistsError(
        f"{path} exists, and overwrite is False. Pass another path, or overwrite=True."
    )


def _refuse_rest(owner: str, kwargs: dict[str, Any]) -> None:
    if kwargs:
        raise TypeError(f"{owner}: unknown arguments {sorted(kwargs)}.")
