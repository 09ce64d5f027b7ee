"""The `.keras` format: a zip archive of the config, the weights and what layers keep as files."""

import io
import json
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from keraunos.core import trust
from keraunos.core.errors import FileError, bad
from keraunos.core.registry import custom_object_scope, deserialize, serialize
from keraunos.layers import Layer
from keraunos.saving import weights
from keraunos.saving.archive import Archive, ArchiveWriter
from keraunos.saving.hdf5 import open_hdf5, writer
from keraunos.saving.layout import places
from keraunos.saving.limits import LIMITS

METADATA, CONFIG, WEIGHTS, ASSETS = "metadata.json", "config.json", "model.weights.h5", "assets"

KERAS_VERSION = "3.15.1"
"""The version of Keras whose format is written."""


# --- writing ------------------------------------------------------------------------------------


def write(model: Any, stream: Any, compiled_too: bool = True) -> None:
    """Write a whole model into a binary stream.

    Args: compiled_too: False: leave out how it was compiled.
    """
    config = serialize(model)
    how = compiled_too and getattr(model, "compiled", False)
    compiled = model.get_compile_config() if how else None
    if compiled is not None:
        config["compile_config"] = serialize(compiled)
    metadata = {
        "keras_version": KERAS_VERSION,
        "keraunos_version": version("keraunos"),
        "date_saved": datetime.now(UTC).strftime("%Y-%m-%d@%H:%M:%S"),
    }
    with ArchiveWriter(stream) as archive:
        archive.write(METADATA, json.dumps(metadata))
        archive.write(CONFIG, json.dumps(config))
        archive.write(WEIGHTS, _weights_of(model))
        _write_assets(model, archive)


def _weights_of(model: Any) -> io.BytesIO:
    stream = io.BytesIO()
    with writer(stream) as file:
        weights.write(model, file)
    return stream


def _write_assets(model: Any, archive: ArchiveWriter) -> None:
    for path, thing in places(model):
        if not hasattr(thing, "save_assets"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            thing.save_assets(folder)
            for file in sorted(Path(folder).rglob("*")):
                if file.is_file():
                    inner = file.relative_to(folder).as_posix()
                    archive.write("/".join(filter(None, (ASSETS, path, inner))), file.read_bytes())


# --- reading ------------------------------------------------------------------------------------


def read(
    source: Any, name: str, custom_objects: Any = None, compile: bool = True, safe_mode: Any = True
) -> Any:
    """The model in a `.keras` file.

    Args:
        source: a path or a binary file object. name: what messages call it.
        custom_objects, compile, safe_mode: as of `load_model`.
    Raises: FileError, UnsafeError (ValueErrors) for what cannot or must not be read.
    """
    with (
        Archive(source, name) as archive,
        trust.safe_mode(safe_mode),
        custom_object_scope(custom_objects or {}),
        open_hdf5(io.BytesIO(archive.read(WEIGHTS)), f"{name}: {WEIGHTS}") as file,
    ):
        config = archive.json(CONFIG)
        room = sum(stored.size for _, stored in file.walk()) + LIMITS.slack
        with trust.room_for(room):
            model, compiled = _model(config, name)
        _read_assets(model, archive)
        if compile and compiled:
            model.compile_from_config(compiled)
        weights.read(model, file, name)
    return model


def read_weights(model: Any, source: Any, name: str, skip_mismatch: bool) -> None:
    """Set the weights of a model to those in a `.keras` file."""
    with (
        Archive(source, name) as archive,
        open_hdf5(io.BytesIO(archive.read(WEIGHTS)), f"{name}: {WEIGHTS}") as file,
    ):
        weights.read(model, file, name, skip_mismatch)


def _model(config: Any, name: str) -> tuple[Any, Any]:
    if not isinstance(config, dict) or "class_name" not in config:
        raise FileError(f"{name}: {CONFIG} is not the config of a model. Save the model again.")
    compiled = config.pop("compile_config", None)
    model = deserialize(config)
    if not isinstance(model, Layer):
        fix = "Use saving.deserialize_keras_object."
        raise FileError(bad(name, CONFIG, "the config of a model", config.get("class_name"), fix))
    return model, compiled


def _read_assets(model: Any, archive: Archive) -> None:
    for path, thing in places(model):
        if not hasattr(thing, "load_assets"):
            continue
        start = "/".join(filter(None, (ASSETS, path))) + "/"
        with tempfile.TemporaryDirectory() as folder:
            for member in archive.members:
                inner = member.removeprefix(start)
                if member.startswith(start) and "/" not in inner and inner:
                    Path(folder, inner).write_bytes(archive.read(member))
            thing.load_assets(folder)
