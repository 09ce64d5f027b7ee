"""Weights in several HDF5 files of a bounded size, and the JSON index that names them."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from keraunos.core.errors import FileError, UnsafeError, bad
from keraunos.saving import atomic, weights
from keraunos.saving.archive import read_json, unsafe_name
from keraunos.saving.entries import Entries
from keraunos.saving.hdf5 import Count, open_hdf5, writer
from keraunos.saving.limits import LIMITS

ENDING = ".weights.json"
GB = 2**30
_LONGEST = 200
"""Characters that the name of a shard may have."""
DIGESTS = "sha256"
"""Key of the index's metadata: the shards that it was written with, so that others are noticed."""


class Placed(NamedTuple):
    """An array, the path of the group that it goes to, and the name of whose it is."""

    group: str
    owner: str
    name: str
    array: np.ndarray


# --- writing ------------------------------------------------------------------------------------


def write(model: Any, path: Path, max_shard_size: Any) -> None:
    """Write the variables of a model and of its optimizer as shards beside their index.

    All of it is on the disk before the first old file is replaced; the index is replaced last.

    Args: path: of the index, ending in ".weights.json". max_shard_size: of a shard, in GB (2**30 bytes).
    Raises: ValueError if an array is larger than that; OSError saying why it cannot be written.
    """
    shards = _split(_placed(model), _bytes(max_shard_size))
    names = [f"{_base(path)}_{i:05}.weights.h5" for i in range(len(shards))]
    with atomic.alone(path.parent), contextlib.ExitStack() as stack:
        index = stack.enter_context(atomic.writing(path))
        digests = {}
        for name, shard in zip(names, shards):
            stream = stack.enter_context(atomic.writing(path.parent / name))
            digests[name] = _write_shard(stream, shard)
        index.write(json.dumps(_index(names, shards, digests), indent=4).encode())


def _base(path: Path) -> str:
    return path.name.removesuffix(ENDING)


def _bytes(size: Any) -> int:
    known = isinstance(size, (int, float)) and not isinstance(size, bool)
    if not known or not 0 < size < float("inf"):
        expected = "a number of GB > 0"
        raise ValueError(bad("save_weights", "max_shard_size", expected, size, "As in 5 or 0.25."))
    return int(size * GB)


def _placed(model: Any) -> Iterator[Placed]:
    for group, thing, arrays in weights.held(model):
        for name, array in arrays.items():
            yield Placed(group, thing.name, name, array)


def _split(arrays: Iterator[Placed], room: int) -> list[list[Placed]]:
    """The arrays in their order, a new shard begun where one is full."""
    shards: list[list[Placed]] = [[]]
    taken = 0
    for placed in arrays:
        size = placed.array.nbytes
        if size > room:
            raise ValueError(
                f"save_weights: array {placed.group}/{placed.name} has {size:,} bytes; a shard has "
                f"{room:,}. Pass max_shard_size={size / GB:.3g} or more."
            )
        if taken + size > room:
            shards.append([])
            taken = 0
        shards[-1].append(placed)
        taken += size
    return shards


def _write_shard(stream: BinaryIO, shard: list[Placed]) -> str:
    """Write a shard so that it is on the disk; returns the digest of its content."""
    with writer(stream) as file:
        for placed in shard:
            group = file.require_group(placed.group)
            group.attrs["name"] = placed.owner
            weights.put(group, placed.name, placed.array)
    stream.flush()
    os.fsync(stream.fileno())
    stream.seek(0)
    return hashlib.file_digest(stream, DIGESTS).hexdigest()  # type: ignore[arg-type]


def _index(names: list[str], shards: list[list[Placed]], digests: dict[str, str]) -> dict[str, Any]:
    places: dict[str, list[str]] = {}
    for name, shard in zip(names, shards):
        for placed in shard:
            where = places.setdefault(f"/{placed.group}", [])
            if name not in where:
                where.append(name)
    total = sum(placed.array.nbytes for shard in shards for placed in shard)
    return {"metadata": {"total_size": total, DIGESTS: digests}, "weight_map": places}


# --- reading ------------------------------------------------------------------------------------


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Entries]:
    """The arrays of all shards that an index names, as those of one file.

    Args: path: of the index.
    Raises: FileError if a shard is missing, or is not the one that the index was written with;
        UnsafeError if one lies elsewhere.
    """
    index = read_index(path)
    with contextlib.ExitStack() as stack:
        count = Count()
        found: list[tuple[str, Any]] = []
        for name, digest in index.items():
            where = path.parent / name
            _check_place(path, where)
            stream = stack.enter_context(where.open("rb"))
            if digest and hashlib.file_digest(stream, DIGESTS).hexdigest() != digest:
                raise FileError(
                    f"{where}: it is not the shard that {path.name} was written with. The two are of "
                    "different saves, or it is damaged. Save the weights again."
                )
            found += stack.enter_context(open_hdf5(stream, str(where), count)).walk()
        yield Entries(found, str(path))


def read_index(path: Path) -> dict[str, str]:
    """The names of the shards with their digests, "" where the index does not say.

    Raises: FileError if it is no index; UnsafeError for names that are not of files beside it.
    """
    if path.stat().st_size > LIMITS.text:
        raise UnsafeError(f"{path}: longer than {LIMITS.text:,} bytes.")
    index = read_json(path.read_bytes(), str(path))
    places = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(places, dict):
        raise FileError(f"{path}: it is not the index of sharded weights. It has no weight_map.")
    listed = [name for x in places.values() for name in (x if isinstance(x, list) else [x])]
    names = list(dict.fromkeys(listed)) if all(isinstance(x, str) for x in listed) else []
    if not names:
        raise FileError(f"{path}: its weight_map names no files. Save the weights again.")
    for name in names:
        if unsafe_name(name) or "/" in name or len(name) > _LONGEST:
            raise UnsafeError(
                f"{path}: shard {name[:200]!r} is refused: only files beside it are read."
            )
    metadata = index.get("metadata")
    said = metadata.get(DIGESTS) if isinstance(metadata, dict) else None
    digests = said if isinstance(said, dict) else {}
    return {name: str(digests.get(name) or "") for name in names}


def _check_place(path: Path, shard: Path) -> None:
    if shard.is_symlink():
        raise UnsafeError(f"{path}: shard {shard.name!r} is a link, which is not followed.")
    if not shard.is_file():
        raise FileError(f"{path}: shard {shard.name} is not beside it. Copy all files together.")
