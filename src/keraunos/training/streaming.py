"""Training on data that come batch by batch: blocks of batches, the next one made while this one trains."""

import warnings
from functools import partial
from typing import Any

import jax
import numpy as np

from keraunos.core.errors import users_level
from keraunos.core.typing import Array
from keraunos.data.arrays import Columns
from keraunos.data.blocks import Block, Blocks
from keraunos.data.stream import Stream
from keraunos.training.packing import repeat
from keraunos.training.program import batch_at
from keraunos.training.run import Run
from keraunos.training.session import Made, Session, shapes_of
from keraunos.training.steps import (
    Carry,
    Parts,
    handing_carry,
    packed_specs,
    train_step,
    with_logs,
)
from keraunos.training.trail import Dispatch


def block_run(parts: Parts, carry: Carry, block: Columns, first: Array, ahead: Array) -> Carry:
    """The state after `ahead` steps over a block's batches from `first` on."""
    carry = with_logs(parts, carry, batch_at(block, 0))
    return repeat(
        first, first + ahead, lambda i, c: train_step(parts, c, batch_at(block, i)), carry
    )


def _numberless(block: Columns, first: int, index: int) -> tuple[Columns, None]:
    """A batch of a block; its rows have no numbers in the data."""
    return batch_at(block, np.int32(first + index)), None


class StreamingRun(Run):
    """A fit whose data come batch by batch.

    Args: stream: the data. steps_per_epoch: batches an epoch; None: one pass. The rest as of Run.
    """

    def __init__(
        self, session: Session, stream: Stream, steps_per_epoch: int | None, *validation: Any
    ) -> None:
        super().__init__(session, steps_per_epoch or stream.length, *validation)
        self.stream, self.steps_per_epoch = stream, steps_per_epoch

    def train(self) -> None:
        """Do the epochs, a pass over the stream each."""
        while self.goes_on:
            fresh = self.step == 0
            self.stream.notify("on_epoch_begin") if fresh else None
            self.begin_steps(1) if not self.by_batch else None
            logs: dict[str, Any] = {} if fresh else self.running
            wanted = self.steps_per_epoch
            with Blocks(self.stream.epoch(wanted and wanted - self.step)) as blocks:
                for block in blocks:
                    logs, ended = self._block(block)
                    if ended:
                        break
            self._check_length()
            self.end_epoch(logs)
            with self.model._lock:
                self.model.reset_metrics()
            self.screen.flush()
            self.stream.notify("on_epoch_end")

    def _block(self, block: Block) -> tuple[dict[str, Any], bool]:
        """Train on a block; returns the results so far, and whether a callback ends the epoch."""
        columns = jax.device_put(block.columns)
        program = self._program(columns)
        at, logs, ended = 0, {}, False
        while at < block.filled and not ended:
            ahead = self.within(block.filled - at)
            self.begin_steps(ahead) if self.by_batch else None
            held = sum(a.nbytes for a in jax.tree.leaves(columns)) if at == 0 else 0
            batch = partial(_numberless, columns, at)
            (running,), done, seconds = self.dispatch(
                Dispatch(program, (columns,), np.int32(at), ahead, batch, held)
            )
            at += done
            logs = running.logs()
            ended = self.end_steps(done, logs, seconds)
            self.screen.flush()
            self.pause()
        return logs, ended

    def data_state(self) -> Any:
        """The seed of the batches' order, and what the source itself says of its state."""
        return {"seed": self.stream.seed, "source": self.stream.source_state()}

    def restore_data(self, state: Any) -> bool:
        """Go to the batch that follows."""
        self.stream.seed = state["seed"]
        at = (self.epoch - self.first_epoch, self.step)
        return self.stream.go_to(*at, self.steps_per_epoch, state["source"])

    def data_facts(self) -> dict[str, Any]:
        """The class of the source, and how many batches it says to have."""
        return {"data": type(self.stream.source).__name__, "length": self.stream.length}

    def _program(self, columns: Columns) -> Any:
        def make() -> Made:
            count = jax.ShapeDtypeStruct((), np.int32)
            arguments = (packed_specs(self.parts), shapes_of(columns), count, count)
            return partial(handing_carry, block_run, self.parts), arguments, (0,)

        return self.session.program(("stream",), columns, make, self.report)

    def _check_length(self) -> None:
        """Data that ran out end training, as more epochs would train on nothing.

        Raises: DataError if the first epoch got no batch at all.
        """
        wanted, whole = self.steps_per_epoch, self.stream.once and self.steps_per_epoch is None
        short = wanted is not None and self.step < wanted and not self.model.stop_training
        if self.step == 0 and self.epoch == self.first_epoch:
            raise self.stream.empty()
        if short or (whole and self.epoch + 1 < self.epochs):
            self.model.stop_training = True
            warnings.warn(
                f"fit: the data ran out in epoch {self.epoch + 1} after {self.step} batches; training "
                "ends there. A generator can be used up only once: let it go on for ever and pass "
                "steps_per_epoch, or pass a PyDataset.",
                stacklevel=users_level(),
            )
