"""A folder of checkpoints of one training: each whole or not there, the newest that is undamaged counts."""

import hashlib
import io
import json
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keraunos.core import plain
from keraunos.core.errors import FileError, UnsafeError, bad
from keraunos.saving import atomic
from keraunos.saving.archive import depth
from keraunos.saving.damage import told
from keraunos.saving.hdf5 import open_hdf5, writer
from keraunos.saving.limits import LIMITS
from keraunos.saving.weights import put

KEPT = 2  # the newest checkpoints, beside the best one
_NAME = re.compile(r"\d{12}~(none|-?0x[01]\.[0-9a-f]+p[+-]\d+|-?inf)~[0-9a-f]{32}\.h5")


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
    Raises: BlockingIOError if another process uses it; another OSError if there can be no such folder.
    """

    def __init__(self, folder: os.PathLike[str] | str) -> None:
        self.folder = Path(folder)
        with told_of(self.folder):
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
        """Those that `save` can have written: not what a link or a device stands for."""
        found = (p for p in self.folder.glob("*.h5") if _NAME.fullmatch(p.name))
        return sorted(p for p in found if p.is_file() and not p.is_symlink())

    def _prune(self) -> None:
        files = self._files()
        scored = [(s, p) for p in files for s in _score(p)]
        best = {min(scored)[1]} if scored else set()
        for path in files[:-KEPT]:
            if path not in best:
                path.unlink(missing_ok=True)


@contextmanager
def told_of(folder: Path) -> Iterator[None]:
    """Within it, errors of the system say that it is the folder for checkpoints that cannot be used.

    Raises: the OSError that it was.
    """
    try:
        yield
    except BlockingIOError:
        raise
    except OSError as error:
        reason = atomic.REASONS.get(error.errno or 0, error.strerror or str(error))
        reason = "a file is there" if isinstance(error, FileExistsError) else reason
        fix = f"{reason[:1].upper()}{reason[1:]}. Name a folder of this run alone."
        what = bad("Resume", "folder", "a folder that can be written to", str(folder), fix)
        raise type(error)(what) from error


def _score(path: Path) -> Iterator[float]:
    text = path.stem.split("~")[1]
    if text != "none":
        yield float.fromhex(text)


def _locked(path: Path) -> Any:
    """An open file that no other process has locked; where the system has no locks, just open."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    elsewhere = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # no link, no pipe
    stream = os.fdopen(os.open(path, flags | elsewhere, 0o666), "rb", buffering=0)
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
    """The state in a checkpoint, which need not be one of ours: its arrays fill no more than the file.

    Raises: FileError if it is none; UnsafeError if it asks for more than it holds.
    """
    with told(str(path)), open_hdf5(io.BytesIO(content), str(path)) as file:
        group = file.group("arrays")
        stored = dict(group.arrays()) if group is not None else {}
        size = sum(a.size for a in (*stored.values(), *(s for _, s in file.arrays())))
        if size > len(content):
            raise UnsafeError(
                f"{path}: its arrays say {size:,} bytes, the file has {len(content):,}. It was made to "
                "exhaust the memory; delete it."
            )
        try:
            text = bytes(file["state"]).decode()
            if depth(text) > LIMITS.depth:
                raise UnsafeError(f"{path}: nested deeper than {LIMITS.depth}; delete it.")
            arrays = [stored[str(i)].read() for i in range(len(stored))]
            return plain.unpacked(json.loads(text), arrays)
        except (LookupError, TypeError, ValueError) as error:
            if isinstance(error, FileError):
                raise
            raise FileError(f"{path}: it is no checkpoint ({error}); delete it.") from error
