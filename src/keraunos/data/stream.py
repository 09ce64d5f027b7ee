"""Data that come batch by batch: generators, PyDatasets, loaders of other libraries; one protocol for all."""

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import jax
import numpy as np

from keraunos.core.attributes import attributes, set_attributes
from keraunos.core.errors import DataError, bad
from keraunos.core.random import host_generator
from keraunos.data.arrays import Columns, Prepare, as_columns
from keraunos.data.py_dataset import PyDataset, batches_of

_MACHINERY = ("workers", "use_multiprocessing", "max_queue_size")  # of a PyDataset


def is_stream(x: Any) -> bool:
    """Whether it yields batches rather than being the data: an iterator, a PyDataset, a loader."""
    if isinstance(x, (list, tuple, dict, str, np.ndarray, jax.Array)) or hasattr(x, "__array__"):
        return False
    if hasattr(x, "to_numpy") or hasattr(x, "toarray"):
        return False
    return hasattr(x, "__iter__") or hasattr(x, "__next__") or hasattr(x, "__getitem__")


class Stream:
    """Batches as columns, epoch after epoch.

    Args:
        source: what yields (x,), (x, y) or (x, y, sample_weight), or x alone.
        owner: who reads it, for errors. class_weight: as of `fit`.
        shuffle: whether the batches of a PyDataset come in another order in each pass. seed: of that.
        prepare: as of `as_columns`.
    """

    def __init__(
        self,
        source: Any,
        owner: str,
        class_weight: Any = None,
        shuffle: bool = False,
        seed: int = 0,
        prepare: Prepare | None = None,
    ) -> None:
        self.source, self.owner, self.class_weight = source, owner, class_weight
        self.prepare = prepare
        self.shuffle, self.seed, self.passes = shuffle, seed, 0
        self.numbered = isinstance(source, PyDataset) or (
            hasattr(source, "__getitem__") and not hasattr(source, "__iter__")
        )
        self.once = hasattr(source, "__next__") and not self.numbered
        self._current: Iterator[Any] | None = None
        self._peeked: list[Any] = []
        self._skipped = 0  # batches of the next pass that were seen by another process

    @property
    def length(self) -> int | None:
        """How many batches a pass has, None if that is not known."""
        if hasattr(self.source, "num_batches"):
            return self.source.num_batches
        try:
            count = len(self.source)
        except TypeError:
            return None
        return int(count)

    def first(self) -> Columns:
        """The first batch; it is still yielded by the next pass."""
        if not self._peeked:
            batches = self._new_pass() if self._current is None else self._current
            found = next(batches, None)
            if found is None:
                raise self.empty()
            self._peeked, self._current = [found], batches
        return self._peeked[0]

    def epoch(self, steps: int | None) -> Iterator[Columns]:
        """The batches of an epoch: one pass, or `steps` batches on from where the last epoch ended."""
        if steps is None:
            yield from self._whole_pass()
            return
        done = 0
        while done < steps:
            fresh = self._current is None
            before = done
            for batch in itertools.islice(self._going_on(), steps - done):
                yield batch
                done += 1
            if done < steps:
                self._current = None
                if self.once or (fresh and done == before):
                    return

    def _whole_pass(self) -> Iterator[Columns]:
        batches, self._current = self._going_on(), None
        yield from batches

    def _going_on(self) -> Iterator[Columns]:
        """The pass under way, or a new one; a batch that was looked at comes first."""
        if self._current is None:
            self._current = self._new_pass()
        peeked, self._peeked = self._peeked, []
        return itertools.chain(peeked, self._current)

    def _new_pass(self) -> Iterator[Columns]:
        self.passes += 1
        return map(self._columns, self._raw_batches())

    def _raw_batches(self) -> Iterator[Any]:
        source = self.source
        if hasattr(source, "as_numpy_iterator"):  # tf.data
            return source.as_numpy_iterator()
        if not self.numbered:
            return iter(source)
        count = self.length
        skipped, self._skipped = self._skipped, 0
        if count is None:
            return batches_of(source, itertools.count(skipped))
        order = np.arange(count)
        if self.shuffle:
            order = host_generator(self.seed, 0xBA7C4, self.passes).permutation(count)
        return batches_of(source, order[skipped:].tolist())

    def _columns(self, item: Any) -> Columns:
        parts = item if isinstance(item, (tuple, list)) else (item,)
        if not 1 <= len(parts) <= 3:
            raise ValueError(
                bad(self.owner, "x", "batches (x,), (x, y) or (x, y, sample_weight)", item, "")
            )
        x, y, weight = (*parts, None, None)[:3]
        classes = self.class_weight if y is not None else None
        return as_columns(x, y, weight, classes, self.owner, self.prepare)

    # --- going on where another process was -----------------------------------------------------

    def source_state(self) -> Any:
        """What a source that is asked by number holds; None for what can only be drawn again.

        Raises: TypeError if it draws random numbers of its own, as batches are drawn ahead of training.
        """
        if hasattr(self.source, "state_dict"):
            return self.source.state_dict()
        if not self.numbered:
            return None
        for name, value in getattr(self.source, "__dict__", {}).items():
            if isinstance(value, (np.random.Generator, random.Random)):
                fix = "In __getitem__ seed by the batch: np.random.default_rng([seed, index])."
                kind = f"{type(self.source).__name__}.{name}"
                raise TypeError(bad(self.owner, "x", "without a generator of its own", kind, fix))
        return attributes(self.source, _MACHINERY)

    def go_to(self, epochs: int, steps: int, per_epoch: int | None, state: Any) -> bool:
        """Go past whole epochs and `steps` batches of the next; whether batches had to be drawn again."""
        if not self.once:
            self._peeked, self._current, self.passes = [], None, 0
        if hasattr(self.source, "load_state_dict"):
            self.source.load_state_dict(state)
            self.passes = epochs
            return False
        if self.numbered:
            set_attributes(self.source, state)
            whole = per_epoch is None or self.length is None
            done = epochs * (per_epoch or 0) + steps
            self.passes, self._skipped = (
                (epochs, steps) if whole else divmod(done, self.length or 1)
            )
            self._current = self._new_pass() if self._skipped else None
            return False
        for _ in range(epochs):
            for _ in self.epoch(per_epoch):
                pass
        batches = self._going_on()
        for _ in range(steps):
            next(batches, None)
        self._current = batches
        return True

    def notify(self, hook: str) -> None:
        """Call the source's `on_epoch_begin` or `on_epoch_end`, if it has them."""
        method: Callable[[], Any] | None = getattr(self.source, hook, None)
        if method is not None:
            method()

    def empty(self) -> DataError:
        """The error for data without a batch."""
        return DataError(
            f"{self.owner}: the data must yield at least one batch; {type(self.source).__name__} "
            "yielded none. A generator can be used up only once: pass a new one, or a PyDataset."
        )
