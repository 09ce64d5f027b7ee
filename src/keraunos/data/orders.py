"""Which rows each step sees: permutations from a seeded host stream, one for each pass over the data."""

from typing import Any, NamedTuple

import numpy as np

from keraunos.core.random import host_generator

_ROOM = 2**18  # indices in a block of orders: 1 MB


EPOCH = ("row", "start", "full", "partial", "validate")
"""An epoch in numbers: which permutation of the block, the first batch of it, how many full batches; 1 if the
last, smaller batch follows; 1 if validation follows."""


class EpochPlan(NamedTuple):
    """What the epochs of a block do."""

    epochs: np.ndarray
    """(epochs, 5) int32: the numbers of EPOCH."""
    halt: Any
    """A number: 1 if the run ends with an epoch in which the loss was not finite."""


class Orders:
    """The orders of rows for the epochs of a fit.

    The permutation of pass p is a function of (seed, p) alone, so a run can begin anywhere.

    Args:
        rows: the number of rows, an int >= 1. batch_size: rows a step, an int >= 1.
        steps: batches an epoch, None: all. shuffle: whether rows are permuted.
        seed: names the stream.
    """

    def __init__(
        self, rows: int, batch_size: int, steps: int | None, shuffle: bool, seed: int
    ) -> None:
        self.rows, self.shuffle, self.seed = rows, shuffle, seed
        self.full, rest = divmod(rows, batch_size)
        self.has_partial = rest > 0
        self.batches = self.full + self.has_partial
        self.steps = min(steps or self.batches, self.batches)
        self.epochs_a_pass = -(-self.batches // self.steps)
        self.room = max(1, min(1024, _ROOM // rows)) * self.epochs_a_pass

    def steps_in(self, epoch: int) -> int:
        """The number of batches of an epoch; the last of a pass may have fewer."""
        within = epoch % self.epochs_a_pass
        return min(self.steps, self.batches - within * self.steps)

    def steps_before(self, epoch: int) -> int:
        """The number of batches of all epochs before this one."""
        passes, within = divmod(epoch, self.epochs_a_pass)
        return passes * self.batches + within * self.steps

    def locate(self, step: int) -> tuple[int, int]:
        """The epoch and the batch within it of a step counted from epoch 0."""
        passes, left = divmod(step, self.batches)
        return passes * self.epochs_a_pass + left // self.steps, left % self.steps

    def block(
        self, first: int, last: int, validate: np.ndarray, halt: bool = False
    ) -> tuple[np.ndarray, EpochPlan]:
        """The permutations and the plan of the epochs from `first` on, as many as the room holds.

        Nothing is drawn for epochs from `last` on.
        """
        epochs = np.arange(first, first + self.room)
        passes, within = np.divmod(epochs, self.epochs_a_pass)
        start = within * self.steps
        count = np.minimum(self.steps, self.batches - start)
        partial = (start + count == self.batches) & self.has_partial
        row = passes - passes[0] if self.shuffle else np.zeros_like(passes)
        numbers = np.stack([row, start, count - partial, partial, validate], axis=1)
        plan = EpochPlan(numbers.astype(np.int32), np.int32(halt))
        return self._permutations(passes, last), plan

    def _permutations(self, passes: np.ndarray, last: int) -> np.ndarray:
        if not self.shuffle:
            return np.arange(self.rows, dtype=np.int32)[None]
        room = self.room // self.epochs_a_pass + (self.epochs_a_pass > 1)
        order = np.zeros((room, self.rows), np.int32)
        needed = -(-last // self.epochs_a_pass) - int(passes[0])
        for i in range(min(room, needed)):
            stream = host_generator(self.seed, 0x0DE5, int(passes[0]) + i)
            order[i] = stream.permutation(self.rows)
        return order
