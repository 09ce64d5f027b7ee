"""Batches stacked to blocks by a background thread, so that a program runs several before it returns."""

import queue
import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import jax
import numpy as np

from keraunos.data.arrays import Columns

_BYTES = 2**24  # of a block, at most
_ROOM = 32  # batches in a block, at most
_WAIT = 0.1  # seconds until a block goes out half full if nobody has another to work on


class Block(NamedTuple):
    """Some batches of one shape: columns (room, batch, …), of which the first `filled` count."""

    columns: Columns
    filled: int


def room_for(batch: Columns) -> int:
    """How many batches of this shape a block holds; it follows from the shapes alone."""
    size = sum(a.nbytes for a in jax.tree.leaves(batch))
    return max(1, min(_ROOM, _BYTES // max(1, size)))


def stacked(batches: list[Columns]) -> Block:
    """The batches as one block."""
    room = room_for(batches[0])

    def stack(*arrays: Any) -> np.ndarray:
        first = np.asarray(arrays[0])
        block = np.zeros((room, *first.shape), first.dtype)
        for row, array in zip(block, arrays):
            row[...] = array
        return block

    return Block(jax.tree.map(stack, *batches), len(batches))


def _shapes(batch: Columns) -> Any:
    return jax.tree.structure(batch), [(a.shape, a.dtype) for a in jax.tree.leaves(batch)]


class Blocks:
    """The blocks of these batches, made one ahead by a thread; use it as a context.

    Errors of the source are raised where the blocks are read.
    """

    def __init__(self, batches: Iterator[Columns]) -> None:
        self._batches = batches
        self._ready: queue.Queue[Block | BaseException | None] = queue.Queue(maxsize=2)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="keraunos-blocks", daemon=True)

    def __enter__(self) -> Iterator[Block]:
        self._thread.start()
        return self._read()

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        while self._thread.is_alive():
            try:
                self._ready.get(timeout=0.05)
            except queue.Empty:
                continue
        self._thread.join()

    def _read(self) -> Iterator[Block]:
        while True:
            found = self._ready.get()
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found

    def _work(self) -> None:
        try:
            self._fill()
            self._ready.put(None)
        except BaseException as error:  # it is raised where the blocks are read
            self._ready.put(error)

    def _fill(self) -> None:
        waiting: list[Columns] = []
        since = 0.0
        for batch in self._batches:
            if self._stop.is_set():
                return
            if waiting and _shapes(batch) != _shapes(waiting[0]):
                self._ready.put(stacked(waiting))
                waiting = []
            since = since if waiting else time.perf_counter()
            waiting.append(batch)
            idle = self._ready.empty() and time.perf_counter() - since > _WAIT
            if idle or len(waiting) == room_for(batch):
                self._ready.put(stacked(waiting))
                waiting = []
        if waiting:
            self._ready.put(stacked(waiting))
