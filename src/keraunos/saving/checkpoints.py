"""A folder of checkpoints of one training: each whole or not there, the newest that is undamaged counts."""

import hashlib
import io
import json
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keraunos.core import plain
from keraunos.core.errors import FileError, bad
from keraunos.saving import atomic
from keraunos.saving.hdf5 import open_hdf5, writer
from keraunos.saving.weights import put

KEPT = 2  # the newest checkpoints, beside the best one


class Found(NamedTuple):
    """A checkpoint that was read: its file and the state in it."""

    path: Path
    state: dict[str, Any]


class Packed(NamedTuple):
    """A state as it was at one moment: JSON, and the arrays that it refers to."""

    text: str
    arrays: list[np.ndarray]

    @classmethod
    def of(cls, state: dict[str, Any]) -> "Packed":
        """A state of plain values and arrays, which are copied."""
        arrays: list[np.ndarray] = []
        return cls(json.dumps(plain.packed(state, arrays, "checkpoint")), arrays)


class Checkpoints:
    """The checkpoints in a folder, which one process at a time may use.

    A file's name holds its number, its score and the digest of its content, so damage shows.

    Args: folder: made if it is not there.
    Raises: BlockingIOError if another process uses it.
    """

    def __init__(self, folder: os.PathLike[str] | str) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder / "lock")

    def close(self) -> None:
        """Let others use the folder."""
        self._lock.close()

    def save(self, number: int, score: float | None, state: "Packed") -> None:
        """Write a checkpoint and remove the ones that are no longer needed.

        Args: number: counts up. score: lower is better, None: not known.
        Raises: OSError saying why it could not be written; the older ones are as they were.
        """
        content = _encoded(state)
        digest = hashlib.sha256(content).hexdigest()[:32]
        rank = "none" if score is None or score != score else float(score).hex()
        path = self.folder / f"{number:012d}~{rank}~{digest}.h5"
        with atomic.writing(path) as stream:
            stream.write(content)
        self._prune()

    def newest(self) -> Found | None:
        """The newest checkpoint that is whole; None if there is none. Damaged ones are named in a warning."""
        for path in reversed(self._files()):
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest()[:32] == path.stem.split("~")[2]:
                return Found(path, _decoded(content, path))
            warnings.warn(
                f"{path}: the checkpoint is damaged; the one before it is used.", stacklevel=2
            )
        return None

    def _files(self) -> list[Path]:
        return sorted(p for p in self.folder.glob("*.h5") if p.stem.count("~") == 2)

    def _prune(self) -> None:
        files = self._files()
        scored = [(s, p) for p in files for s in _score(p)]
        best = {min(scored)[1]} if scored else set()
        for path in files[:-KEPT]:
            if path not in best:
                path.unlink(missing_ok=True)


def _score(path: Path) -> Iterator[float]:
    text = path.stem.split("~")[1]
    if text != "none":
        yield float.fromhex(text)


def _locked(path: Path) -> Any:
    """An open file that no other process has locked; where the system has no locks, just open."""
    stream = path.open("a")
    try:
        import fcntl
    except ImportError:
        return stream
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        stream.close()
        raise BlockingIOError(
            bad("Resume", "folder", "a folder that no other process trains in", str(path.parent),
                "Wait for it to end, or use another folder.")
        ) from error  # fmt: skip
    return stream


def _encoded(state: Packed) -> bytes:
    stream = io.BytesIO()
    with writer(stream) as file:
        put(file, "state", np.frombuffer(state.text.encode(), np.uint8))
        group = file.create_group("arrays")
        for i, array in enumerate(state.arrays):
            put(group, str(i), array)
    return stream.getvalue()


def _decoded(content: bytes, path: Path) -> dict[str, Any]:
    with open_hdf5(io.BytesIO(content), str(path)) as file:
        group = file.group("arrays")
        stored = dict(group.arrays()) if group is not None else {}
        arrays = [stored[str(i)].read() for i in range(len(stored))]
        try:
            return plain.unpacked(json.loads(bytes(file["state"])), arrays)
        except (ValueError, IndexError, TypeError) as error:
            raise FileError(f"{path}: it is no checkpoint ({error}).") from error
