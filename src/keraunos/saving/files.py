"""Whole models and weights in and out of files, by the format that the name or the content says."""

import sys
from pathlib import Path
from typing import Any

from keraunos.core.errors import FileError, bad
from keraunos.core.registry import register
from keraunos.saving import atomic, damage, keras_file, kinds, labels, shards, weights
from keraunos.saving.hdf5 import open_hdf5, writer
from keraunos.saving.legacy import whole


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
    path = kinds.path_of(filepath, "save_model")
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
    source, name, kind = kinds.opened(filepath, "load_model")
    if kind not in (kinds.KERAS, kinds.HDF5):
        raise FileError(
            f"{name}: it holds weights and no model. Build the model in code, then model.load_weights(path)."
        )
    with damage.told(name):
        if kind == kinds.KERAS:
            return keras_file.read(source, name, custom_objects, compile, safe_mode)
        with open_hdf5(source, name) as file:
            return whole.read(file, name, custom_objects, compile, safe_mode)


@register("keras.saving.save_weights")
def save_weights(
    model: Any, filepath: Any, overwrite: bool = True, max_shard_size: Any = None, **kwargs: Any
) -> None:
    """Save the variables of a model and of its optimizer.

    Args:
        filepath: a path that ends in ".weights.h5"; another ".h5" gives the format of Keras 2;
            ".safetensors" holds the model's variables without the optimizer's.
        overwrite: as of `save_model`.
        max_shard_size: in GB; writes several files of at most this size, and an index of them at
            `filepath`, which then ends in ".weights.json".
    Raises: ValueError for another ending, or a model without weights yet; OSError saying why it cannot be
        written.
    """
    _refuse_rest("save_weights", kwargs)
    _must_be_built(model, "save_weights")
    path = kinds.path_of(filepath, "save_weights")
    if max_shard_size is not None or path.name.endswith(shards.ENDING):
        return _save_shards(model, path, overwrite, max_shard_size)
    if path.suffix not in (".h5", ".hdf5", ".safetensors"):
        expected = "a path that ends in .weights.h5, .h5 or .safetensors"
        raise ValueError(bad("save_weights", "filepath", expected, str(filepath), ""))
    write = weights.write if path.name.endswith(".weights.h5") else whole.write_weights
    _may_replace(path, overwrite)
    with atomic.writing(path) as stream:
        if path.suffix == ".safetensors":
            labels.write(model, stream)
            return None
        with writer(stream) as file:
            write(model, file)
    return None


def _save_shards(model: Any, path: Path, overwrite: bool, max_shard_size: Any) -> None:
    if max_shard_size is None or not path.name.endswith(shards.ENDING):
        expected = (
            f"a path that ends in {shards.ENDING} where max_shard_size is given, and only there"
        )
        fix = "A single file ends in .weights.h5."
        raise ValueError(bad("save_weights", "filepath", expected, str(path), fix))
    _may_replace(path, overwrite)
    shards.write(model, path, max_shard_size)


def _must_be_built(model: Any, owner: str) -> None:
    if not getattr(model, "built", True):
        raise ValueError(
            f"{owner}: the model {model.name!r} has no weights yet, as it is not built. Call it on data, "
            "or build(input_shape), first."
        )


@register("keras.saving.load_weights")
def load_weights(model: Any, filepath: Any, skip_mismatch: bool = False, **kwargs: Any) -> None:
    """Set the variables of a model to those in a file.

    Args:
        model: built.
        filepath: a path or a binary file object: `.weights.h5`, `.keras`, `.h5`, `.safetensors`; or the
            path of an index of shards, `.weights.json`.
        skip_mismatch: leave what does not fit as it is, with a warning.
        kwargs: by_name, for ".h5" of Keras 2: match layers by their names rather than their order.
    Raises: ValueError naming what does not fit.
    """
    _must_be_built(model, "load_weights")
    by_name = bool(kwargs.pop("by_name", False))
    _refuse_rest("load_weights", kwargs)
    source, name, kind = kinds.opened(filepath, "load_weights")
    with damage.told(name):
        _load_weights(model, source, name, kind, skip_mismatch, by_name)


def _load_weights(
    model: Any, source: Any, name: str, kind: str, skip_mismatch: bool, by_name: bool
) -> None:
    if kind == kinds.KERAS:
        return keras_file.read_weights(model, source, name, skip_mismatch)
    if kind == kinds.SHARDS:
        with shards.opened(source) as entries:
            return weights.read(model, entries, name, skip_mismatch)
    if kind == kinds.SAFETENSORS:
        with kinds.stream_of(source) as stream:
            return labels.read(model, stream, name, skip_mismatch)
    with open_hdf5(source, name) as file:
        if whole.is_legacy(file):
            whole.read_weights(model, file, name, by_name, skip_mismatch)
        else:
            weights.read(model, file, name, skip_mismatch)
    return None


# --- paths --------------------------------------------------------------------------------------


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
