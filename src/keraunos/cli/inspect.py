"""`keraunos inspect FILE`: what a file of a model holds, looked at and not loaded."""

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from keraunos.saving import damage, kinds, safetensors, shards
from keraunos.saving.archive import Archive, read_json
from keraunos.saving.entries import Entries
from keraunos.saving.hdf5 import Group, open_hdf5
from keraunos.saving.keras_file import ASSETS, CONFIG, METADATA, WEIGHTS

VERSIONS = ("keras_version", "backend")
"""What an HDF5 file says of the program that wrote it."""

CODE = ("__lambda__", "Lambda", "TFSMLayer", "TorchModuleWrapper")


def main(arguments: Sequence[str]) -> int:
    """Print the contents of a file; returns 1 if it is refused, and says why it is."""
    parser = argparse.ArgumentParser(
        prog="keraunos inspect",
        description="Show what a file of a model or of weights holds, without loading it.",
    )
    parser.add_argument(
        "file", type=Path, help="a .keras, .weights.h5, .h5, .weights.json or .safetensors file"
    )
    options = parser.parse_args(arguments)
    try:
        for line in lines(options.file):
            print(line)
    except (ValueError, OSError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    return 0


def lines(path: Path) -> Iterator[str]:
    """The lines that tell what is in a file.

    Raises: FileError (a ValueError) for a file that would not be loaded.
    """
    _, name, kind = kinds.opened(path, "inspect")
    with damage.told(name):
        yield from _OF_KIND[kind](path)


def _hdf5(path: Path) -> Iterator[str]:
    with open_hdf5(path, str(path)) as file:
        yield f"{path}: HDF5, {path.stat().st_size:,} bytes"
        told = [f"{name} {file.attribute(name)}" for name in VERSIONS if file.attribute(name)]
        yield from [", ".join(told)] if told else []
        text = file.attribute("model_config")
        if isinstance(text, str):
            yield from _config(read_json(text, f"{path}: model_config"))
        text = file.attribute("training_config")
        if isinstance(text, str):
            compiled = read_json(text, f"{path}: training_config")
            yield from _compiled({"compile_config": compiled})
        yield from _arrays(file)


def _archive(path: Path) -> Iterator[str]:
    with Archive(path, str(path)) as archive:
        yield f"{path}: .keras, {path.stat().st_size:,} bytes, {len(archive.members)} members"
        if METADATA in archive:
            yield ", ".join(f"{k} {v}" for k, v in archive.json(METADATA).items())
        config = archive.json(CONFIG)
        yield from _config(config)
        yield from _compiled(config)
        for name, info in archive.members.items():
            kind = "asset " if name.startswith(f"{ASSETS}/") else ""
            yield f"  {kind}{name}  {info.file_size:,} bytes"
        with open_hdf5(io.BytesIO(archive.read(WEIGHTS)), f"{path}: {WEIGHTS}") as file:
            yield from _arrays(file)


def _shards(path: Path) -> Iterator[str]:
    with shards.opened(path) as entries:
        yield f"{path}: the index of {len(shards.read_index(path))} shards"
        yield from _arrays(entries)


def _safetensors(path: Path) -> Iterator[str]:
    with path.open("rb") as stream:
        found, metadata = safetensors.read(stream, str(path))
        yield f"{path}: safetensors, {path.stat().st_size:,} bytes"
        yield from [", ".join(f"{k} {v}" for k, v in metadata.items())] if metadata else []
        yield from _arrays(Entries(((k.replace("/", "."), x) for k, x in found.items()), str(path)))


def _config(config: Any, indent: str = "") -> Iterator[str]:
    if not isinstance(config, dict):
        return
    inner = config.get("config")
    name = inner.get("name", "") if isinstance(inner, dict) else ""
    yield f"{indent}{config.get('class_name')} {name!r}{_warnings(config)}"
    layers = (
        inner
        if isinstance(inner, list)
        else inner.get("layers", ())
        if isinstance(inner, dict)
        else ()
    )
    for layer in layers:
        yield from _config(layer, indent + "  ")


def _compiled(config: Any) -> Iterator[str]:
    """How it was compiled: the optimizer with its numbers, the losses and metrics by name."""
    compiled = config.get("compile_config") if isinstance(config, dict) else None
    if not isinstance(compiled, dict):
        yield "not compiled"
        return
    told = ((name, compiled.get(key)) for key, name in COMPILED.items())
    yield "compiled: " + ", ".join(f"{name} {_short(x)}" for name, x in told if x)


COMPILED = {
    "optimizer": "optimizer", "optimizer_config": "optimizer", "loss": "loss",
    "loss_weights": "loss weights", "metrics": "metrics", "weighted_metrics": "weighted metrics",
}  # fmt: skip
"""Argument of compile, or what Keras 2 called it -> the word that is printed."""


def _short(value: Any) -> str:
    """A config in few words: the class's name and, of its arguments, the numbers."""
    if isinstance(value, list):
        return f"[{', '.join(map(_short, value))}]"
    if not isinstance(value, dict):
        return str(value)
    if "class_name" not in value:
        return ", ".join(f"{name}: {_short(x)}" for name, x in value.items())
    inner = value.get("config")
    if not isinstance(inner, dict):
        return str(inner or value["class_name"])
    numbers = [f"{k}={v:g}" for k, v in inner.items() if type(v) in (int, float)]
    return f"{value['class_name']}({', '.join(numbers)})"


def _warnings(config: dict[str, Any]) -> str:
    if config.get("class_name") in CODE:
        return "  (brings code: not loaded in safe mode)"
    module = str(config.get("module") or "")
    mine = module and not module.startswith(("keras", "builtins"))
    return f"  (a class of {module}: pass custom_objects)" if mine else ""


def _arrays(file: Group | Entries) -> Iterator[str]:
    total = 0
    for path, stored in file.walk():
        total += stored.size
        yield f"  {path}  {stored.dtype}{list(stored.shape)}"
    yield f"{total:,} bytes of arrays"


_OF_KIND = {
    kinds.KERAS: _archive, kinds.HDF5: _hdf5, kinds.SHARDS: _shards, kinds.SAFETENSORS: _safetensors,
}  # fmt: skip
"""Kind of file -> what tells its contents."""
