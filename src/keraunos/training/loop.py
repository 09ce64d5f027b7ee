"""fit: plans dispatches of the whole-run program, feeds orders, hands logs to callbacks and the screen."""

import time
import warnings
from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import numpy as np

from keraunos.callbacks import CallbackList
from keraunos.core.random import draw_seed
from keraunos.data.arrays import (
    Columns,
    as_columns,
    on_device,
    row_specs,
    split_validation,
    unpack,
)
from keraunos.data.orders import EpochPlan, Orders
from keraunos.training.checks import check_count
from keraunos.training.evaluation import EvaluateRun
from keraunos.training.pace import SHOWN, SILENT, Interrupts, Pace
from keraunos.training.program import Position, Validation, whole_run
from keraunos.training.progress import Screen, screen_for
from keraunos.training.report import Report, host_number
from keraunos.training.session import Made, Session, carry_specs, exchange
from keraunos.training.steps import Carry

Logs = dict[str, Any]


def fit(
    model: Any,
    x: Any,
    y: Any,
    batch_size: int | None,
    epochs: int,
    verbose: Any,
    callbacks: Any,
    validation_split: float,
    validation_data: Any,
    shuffle: bool,
    class_weight: Any,
    sample_weight: Any,
    initial_epoch: int,
    steps_per_epoch: int | None,
    validation_steps: int | None,
    validation_batch_size: int | None,
    validation_freq: Any,
) -> Any:
    """See `Model.fit`."""
    size = check_count("fit", "batch_size", batch_size, 32)
    check_count("fit", "epochs", epochs, 1, least=0)
    check_count("fit", "initial_epoch", initial_epoch, 0, least=0)
    session = Session(model, "fit")
    columns = as_columns(x, y, sample_weight, class_weight)
    held_out = None
    if validation_data is not None:
        held_out = as_columns(*unpack(validation_data, "fit"))
    elif validation_split:
        columns, held_out = split_validation(columns, validation_split)
    validation = _validation(held_out, validation_batch_size or size, validation_steps)
    session.ensure_built(columns, training=True)
    orders = Orders(columns.rows, size, steps_per_epoch, bool(shuffle), draw_seed())
    if steps_per_epoch is not None and steps_per_epoch > orders.batches:
        warnings.warn(
            f"fit: `steps_per_epoch` is {steps_per_epoch}, but the data hold {orders.batches} batches "
            "of this size; each epoch has that many.",
            stacklevel=3,
        )
    run = FitRun(session, orders, size, columns, held_out, validation)
    return run.go(epochs, initial_epoch, verbose, callbacks, validation_freq)


def _validation(held_out: Columns | None, size: int, steps: int | None) -> Validation | None:
    if held_out is None:
        return None
    batches = -(-held_out.rows // size)
    return Validation(size, min(steps or batches, batches))


class FitRun:
    """One call of fit: where it is, and what it hands to whom."""

    def __init__(
        self,
        session: Session,
        orders: Orders,
        batch_size: int,
        columns: Columns,
        held_out: Columns | None,
        validation: Validation | None,
    ) -> None:
        self.session, self.model, self.orders = session, session.model, orders
        self.report = self.model._report = Report()
        self.parts = session.parts()
        self.batch_size, self.validation = batch_size, validation
        self.columns, self.held_out = on_device(columns), held_out and on_device(held_out)
        self.in_program = held_out is not None  # validation is part of the program
        self.steps_done, self.bad_step = 0, -1
        self.warned = False
        self.epoch = self.step = 0
        self.last_logs: Logs = {}

    # --- the run --------------------------------------------------------------------------------

    def go(self, epochs: int, first: int, verbose: Any, callbacks: Any, frequency: Any) -> Any:
        """Train the epochs from `first` up to `epochs`; returns the History."""
        model, steps = self.model, self.orders.steps
        hooks = self.callbacks = CallbackList(
            callbacks, add_history=True, model=model, epochs=epochs, steps=steps, verbose=verbose
        )
        self.screen = screen_for(verbose)
        self.need = self.report.need = hooks.needs("train")
        self.report.causes = hooks.causes("train")
        self.in_program = self.in_program and not hooks.watches_validation
        if self.held_out is not None and not self.in_program and self.need == "clock":
            self.need = self.report.need = "epoch"
        self.pace = Pace(SHOWN if self.screen.shows else SILENT)
        self.frequency, self.epochs, self.epoch, self.first_epoch = frequency, epochs, first, first
        with model._lock:
            model.reset_metrics()
        model.stop_training = False
        hooks.on_train_begin()
        self.screen.begin(epochs, steps, first)
        with Interrupts() as interrupts:
            try:
                while self.epoch < epochs and not model.stop_training:
                    self._block(interrupts)
            finally:
                self.screen.end()
        if self.epoch > first:
            model.optimizer.finalize_variable_values(self.parts.trainable)
        hooks.on_train_end(self.last_logs)
        return model.history

    def _block(self, interrupts: Interrupts) -> None:
        """Train the epochs whose orders one block holds."""
        first, room = self.epoch, self.orders.room
        until = min(self.epochs, first + room)
        due = [self.in_program and self._validates(e) for e in range(first, first + room)]
        halt = self.callbacks.halts_on_nan
        order, plan = self.orders.block(first, self.epochs, np.asarray(due), halt)
        held_out = self.held_out if self.in_program else None
        fixed = (self.columns, held_out, *jax.device_put((order, plan)))
        program = self._program(order, plan, held_out)
        while self.epoch < until and not self.model.stop_training:
            todo = self._todo(until)
            self._before(todo)
            running, table, done, seconds = self._dispatch(program, fixed, first, todo)
            self._after(first, done, running, table, seconds)
            self.screen.flush()
            interrupts.check()

    def _validates(self, epoch: int) -> bool:
        if self.validation is None:
            return False
        if isinstance(self.frequency, Sequence):
            return epoch + 1 in self.frequency
        return (epoch + 1) % self.frequency == 0

    def _program(self, order: np.ndarray, plan: EpochPlan, held_out: Columns | None) -> Any:
        validation = self.validation if self.in_program else None

        def make() -> Made:
            count = jax.ShapeDtypeStruct((), np.int32)
            specs = None if held_out is None else row_specs(held_out)
            columns, at = row_specs(self.columns), Position(count, count)
            arguments = (carry_specs(self.parts), columns, specs, order, plan, at, count)
            return partial(whole_run, self.parts, self.batch_size, validation), arguments, (0,)

        data = (self.columns, held_out, order, plan)
        kind = ("fit", self.batch_size, validation)
        return self.session.program(kind, data, make, self.report)

    def _todo(self, until: int) -> int:
        """How many steps the next dispatch does."""
        orders, need = self.orders, self.need
        in_epoch = orders.steps_in(self.epoch) - self.step
        if need == "batch":
            return 1
        if need == "epoch":
            return self.pace.steps(in_epoch)
        if isinstance(need, tuple):
            return self.pace.steps(min(in_epoch, need[1] - self.step % need[1]))
        return self.pace.steps(
            orders.steps_before(until) - orders.steps_before(self.epoch) - self.step
        )

    def _dispatch(self, program: Any, fixed: Any, first: int, todo: int) -> Any:
        """Hand the state to the program and wait; returns what it reports, steps done, seconds."""
        started = time.perf_counter()
        at = Position(np.int32(self.epoch - first), np.int32(self.step))

        def call(carry: Carry) -> tuple[Any, ...]:
            return program(carry, *fixed, at, np.int32(todo))

        carry, _, table, running = exchange(
            self.model, self.parts, self.bad_step, self.steps_done, call
        )
        before, self.steps_done = self.steps_done, int(carry.steps_done)
        done, self.bad_step = self.steps_done - before, int(carry.bad_step)
        seconds = time.perf_counter() - started
        self.pace.took(done, seconds)
        self.report.dispatches += 1
        self.report.steps += done
        self.report.run_seconds += seconds
        return running, table, done, seconds

    # --- around a dispatch ----------------------------------------------------------------------

    @property
    def _by_batch(self) -> bool:
        return self.need == "batch" or isinstance(self.need, tuple)

    def _before(self, todo: int) -> None:
        if self.step == 0:
            self.screen.epoch_begin(self.epoch)
            if self.need != "clock":
                self.callbacks.on_epoch_begin(self.epoch)
        if self._by_batch:
            self.callbacks.on_train_batch_begin(self.step + todo - 1)

    def _after(self, first: int, done: int, running: Any, table: Any, seconds: float) -> None:
        """Advance the position; tell callbacks and the screen what happened."""
        self._check_finite()
        host: dict[str, np.ndarray] | None = None
        left = done
        while left:
            count = min(left, self.orders.steps_in(self.epoch) - self.step)
            self.step, left = self.step + count, left - count
            ended = self.step == self.orders.steps_in(self.epoch)
            if ended:
                host = host or {name: np.asarray(column) for name, column in table.items()}
                logs = self._row(host, self.epoch, first)
            elif self._by_batch or self.screen.shows:
                logs = {name: host_number(value) for name, value in running.items()}
            else:
                logs = {}
            if self._by_batch:
                shown = {k: v for k, v in logs.items() if not k.startswith("val_")}
                self.callbacks.on_train_batch_end(self.step - 1, shown)
            self.screen.update(self.epoch, self.step, logs, seconds * count / done)
            stopped = self._by_batch and (self.model.stop_training or self._lost)
            if ended or stopped:
                self._epoch_ended(logs, whole=ended, last=left == 0)

    def _epoch_ended(self, logs: Logs, whole: bool, last: bool) -> None:
        """The epoch is over, or a callback stopped within it."""
        epoch, self.step = self.epoch, 0
        if self._validates(epoch):
            logs = self._with_validation(logs, whole)
        self.screen.epoch_end(epoch, logs)
        if self.need == "clock":
            self.callbacks.on_epoch_begin(epoch)
        self.callbacks.on_epoch_end(epoch, logs)
        self.last_logs = logs
        self.report.epochs += 1
        self.epoch += 1
        self.model.stop_training |= self._lost
        if not last:
            self.screen.epoch_begin(self.epoch)

    def _with_validation(self, logs: Logs, whole: bool) -> Logs:
        """The logs with validation: from the program's row, or evaluated now."""
        if self.in_program and whole:
            own = {k.removeprefix("val_"): v for k, v in logs.items() if k.startswith("val_")}
            self.callbacks.on_test_begin()
            self.callbacks.on_test_end(own)
            return logs
        assert self.held_out is not None
        assert self.validation is not None
        run = EvaluateRun(self.session, self.held_out, self.validation.batch_size)
        found = run.go(self.validation.steps, self.callbacks, Screen())
        with self.model._lock:
            self.model.reset_metrics()
        logs = {k: v for k, v in logs.items() if not k.startswith("val_")}
        return {**logs, **{f"val_{k}": found[k] for k in sorted(found)}}

    def _row(self, table: dict[str, np.ndarray], epoch: int, first: int) -> Logs:
        """An epoch's logs, names in order; without `val_` ones where validation was not due."""
        skip = not self._validates(epoch)
        names = [n for n in sorted(table) if not (skip and n.startswith("val_"))]
        return {name: host_number(table[name][epoch - first]) for name in names}

    @property
    def _lost(self) -> bool:
        """Whether a callback ends training because the loss is not finite."""
        return self.bad_step >= 0 and self.callbacks.halts_on_nan

    def _check_finite(self) -> None:
        """Say once that the loss stopped being a number, and since when."""
        if self.warned or self.bad_step < 0:
            return
        self.warned = True
        step = self.orders.steps_before(self.first_epoch) + self.bad_step
        epoch, step = self.orders.locate(step)
        remedy = "Lower the learning rate, or check the data for NaN"
        outcome = "training goes on"
        if self._lost:
            outcome = "training ends with this epoch"
        else:
            remedy += ", or add callbacks.TerminateOnNaN()"
        warnings.warn(
            f"fit: the loss was not finite (NaN or infinite) at step {step + 1} of epoch {epoch + 1}; "
            f"{outcome}. {remedy}.",
            stacklevel=6,
        )
