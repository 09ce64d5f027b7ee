"""Training on data that lie on the device: dispatches of the whole-run program, fed with orders."""

from functools import partial
from typing import Any

import jax
import numpy as np

from keraunos.data.arrays import Columns, described, on_device
from keraunos.data.orders import EpochPlan, Orders
from keraunos.training import allocator
from keraunos.training.evaluation import ResidentEvaluator
from keraunos.training.packing import Results
from keraunos.training.program import Position, Validation, whole_run
from keraunos.training.run import Run, without_validation
from keraunos.training.session import Made, Session, shapes_of
from keraunos.training.steps import packed_specs
from keraunos.training.trail import Dispatch


class ResidentRun(Run):
    """A fit whose data are on the device.

    Args: columns: the data. orders: which rows each step sees. batch_size: rows a step, an int >= 1.
        The rest as of Run.
    """

    def __init__(
        self, session: Session, columns: Columns, orders: Orders, batch_size: int, *validation: Any
    ) -> None:
        super().__init__(session, orders.steps, *validation)
        self.orders, self.batch_size = orders, batch_size
        self.columns, self.copied = columns, False

    def train(self) -> None:
        """Do the epochs, a block of orders at a time."""
        held_out, how = self._held_out()
        while self.goes_on:
            self._block(held_out, how)

    def data_state(self) -> Any:
        """The seed of the orders."""
        return self.orders.seed

    def restore_data(self, state: Any) -> bool:
        """The orders follow from the seed."""
        self.orders.seed = state
        return False

    def data_facts(self) -> dict[str, Any]:
        """Batch size, shapes and numbers."""
        return {"batch size": self.batch_size, **described(self.columns)}

    def _held_out(self) -> tuple[Columns | None, Validation | None]:
        """The validation that the program does itself: of data on the device that nobody watches."""
        evaluator = self.validation
        if not isinstance(evaluator, ResidentEvaluator) or self.callbacks.watches_validation:
            if evaluator is not None and self.need == "clock":
                self.need = self.report.need = "epoch"
            return None, None
        steps = min(self.validation_steps or evaluator.total, evaluator.total)
        return evaluator.data, Validation(evaluator.size, steps)

    def _block(self, held_out: Columns | None, how: Validation | None) -> None:
        """Train the epochs whose orders one block holds."""
        first, room = self.epoch, self.orders.room
        until = min(self.epochs, first + room)
        due = [how is not None and self.validates(e) for e in range(first, first + room)]
        halt = self.callbacks.halts_on_nan
        order, plan = self.orders.block(first, self.epochs, np.asarray(due), halt)
        program = self._program(order, plan, held_out, how)
        fixed = (self._data(), held_out, *jax.device_put((order, plan)))
        while self.epoch < until and self.goes_on:
            ahead = self._ahead(until)
            self.begin_steps(ahead)
            at = Position(np.int32(self.epoch - first), np.int32(self.step))
            batch = partial(self._batch, self.orders.steps_before(self.epoch) + self.step)
            (table,), done, seconds = self.dispatch(Dispatch(program, fixed, at, ahead, batch))
            self._account(first, done, table.on_host(), seconds, how is not None)
            self.screen.flush()
            self.pause()

    def _data(self) -> Columns:
        """The columns on the device, copied once the program is compiled: less memory at a time."""
        if not self.copied:
            allocator.give_back()
            self.columns, self.copied = on_device(self.columns), True
        return self.columns

    def _program(
        self,
        order: np.ndarray,
        plan: EpochPlan,
        held_out: Columns | None,
        how: Validation | None,
    ) -> Any:
        def make() -> Made:
            count = jax.ShapeDtypeStruct((), np.int32)
            data = shapes_of((self.columns, held_out, order, plan))
            arguments = (packed_specs(self.parts), *data, Position(count, count), count)
            return partial(whole_run, self.parts, self.batch_size, how), arguments, (0,)

        data = (self.columns, held_out, order, plan)
        kind, copied = ("fit", self.batch_size, how), 0 if self.copied else self.columns.nbytes
        return self.session.program(kind, data, make, self.report, copied)

    def _ahead(self, until: int) -> int:
        """How many steps the next dispatch does."""
        orders = self.orders
        if self.need != "clock":
            return self.within(orders.steps_in(self.epoch) - self.step)
        return self.pace.steps(
            orders.steps_before(until) - orders.steps_before(self.epoch) - self.step
        )

    def _account(
        self, first: int, done: int, table: Results, seconds: float, in_program: bool
    ) -> None:
        """Advance the position over the steps done; tell what happened."""
        left = done
        while left:
            count = min(left, self.orders.steps_in(self.epoch) - self.step)
            left -= count
            ended = self.step + count == self.orders.steps_in(self.epoch)
            logs = table.logs(self.epoch - first)
            if not (ended and in_program and self.validates(self.epoch)):
                logs = without_validation(logs)
            stopped = self.end_steps(count, logs, seconds * count / done)
            if ended or stopped:
                self.end_epoch(logs, last=left == 0)

    def _batch(self, first: int, index: int) -> tuple[Columns, Any]:
        """The batch `index` after the step `first`, counted from epoch 0, and the numbers of its rows."""
        epoch, step = self.orders.locate(first + index)
        order, plan = self.orders.block(epoch, epoch + 1, np.zeros(self.orders.room, np.int32))
        start = (int(plan.epochs[0, 1]) + step) * self.batch_size
        rows = order[0, start : start + self.batch_size]
        return Columns(
            *(jax.tree.map(lambda a: np.asarray(a)[rows], c) for c in self.columns)
        ), rows

    def locate(self, step: int) -> tuple[int, int]:
        """The epoch and the batch within it of a step counted over this fit."""
        return self.orders.locate(self.orders.steps_before(self.first_epoch) + step)
