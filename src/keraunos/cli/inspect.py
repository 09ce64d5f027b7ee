"""`keraunos inspect FILE`: what a file of a model holds, looked at and not loaded."""

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from keraunos.core.errors import FileError
from keraunos.saving.archive import Archive, read_json
from keraunos.saving.hdf5 import Group, open_hdf5
from keraunos.saving.keras_file import CONFIG, METADATA, WEIGHTS

CODE = ("__lambda__", "Lambda", "TFSMLayer", "TorchModuleWrapper")


def main(arguments: Sequence[str]) -> int:
    """Print the contents of a file; returns 1 if it is refused, and says why."""
    parser = argparse.ArgumentParser(
        prog="keraunos inspect",
        description="Show what a .keras or .h5 file holds, without loading it.",
    )
    parser.add_argument("file", type=Path, help="a .keras, .weights.h5 or .h5 file")
    options = parser.parse_args(arguments)
    try:
        for line in lines(options.file):
            print(line)
    except (FileError, OSError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    return 0


def lines(path: Path) -> Iterator[str]:
    """The lines that tell what is in a file.

    Raises: FileError (a ValueError) for a file that would not be loaded.
    """
    with path.open("rb") as stream:
        start = stream.read(2)
    if start == b"PK":
        yield from _archive(path)
        return
    with open_hdf5(path, str(path)) as file:
        yield f"{path}: HDF5, {path.stat().st_size:,} bytes"
        text = file.attribute("model_config")
        if isinstance(text, str):
            yield from _config(read_json(text, f"{path}: model_config"))
        yield from _arrays(file)


def _archive(path: Path) -> Iterator[str]:
    with Archive(path, str(path)) as archive:
        yield f"{path}: .keras, {path.stat().st_size:,} bytes, {len(archive.members)} members"
        if METADATA in archive:
            yield ", ".join(f"{k} {v}" for k, v in archive.json(METADATA).items())
        yield from _config(archive.json(CONFIG))
        for name, info in archive.members.items():
            yield f"  {name}  {info.file_size:,} bytes"
        with open_hdf5(io.BytesIO(archive.read(WEIGHTS)), f"{path}: {WEIGHTS}") as file:
            yield from _arrays(file)


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


def _warnings(config: dict[str, Any]) -> str:
    if config.get("class_name") in CODE:
        return "  (brings code: not loaded in safe mode)"
    module = str(config.get("module") or "")
    mine = module and not module.startswith(("keras", "builtins"))
    return f"  (a class of {module}: pass custom_objects)" if mine else ""


def _arrays(file: Group) -> Iterator[str]:
    total = 0
    for path, stored in file.walk():
        total += stored.size
        yield f"  {path}  {stored.dtype}{list(stored.shape)}"
    yield f"{total:,} bytes of arrays"
