"""One call of fit: its position, and what callbacks and the screen hear of it."""

import os
import time
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import jax

from keraunos import __version__
from keraunos.callbacks import CallbackList, Resume
from keraunos.core import plain, random
from keraunos.core.errors import users_level
from keraunos.training.diagnosis import first_not_finite
from keraunos.training.evaluation import Evaluator
from keraunos.training.pace import SHOWN, SILENT, Interrupts, Pace
from keraunos.training.packing import Packed
from keraunos.training.progress import Screen, screen_for
from keraunos.training.report import Report
from keraunos.training.session import Session, exchange
from keraunos.training.trail import Dispatch, Trail

Logs = dict[str, Any]

_POSITION = (
    "epoch", "step", "first_epoch", "steps_done", "bad_step", "warned", "last_logs", "running",
)  # fmt: skip


class Run:
    """A fit under way.

    Args:
        session: the model's. steps: batches an epoch, None: not known before it ends.
        validation: evaluates the held-out data, or None.
        validation_steps: batches of validation; None: all. frequency: of validation, as of `fit`.
    """

    def __init__(
        self,
        session: Session,
        steps: int | None,
        validation: Evaluator | None,
        validation_steps: int | None,
        frequency: Any,
    ) -> None:
        self.session, self.model, self.steps = session, session.model, steps
        self.validation, self.validation_steps = validation, validation_steps
        self.frequency = frequency
        self.report = self.model._report = Report()
        self.parts = session.parts()
        self.steps_done, self.bad_step = 0, -1
        self.warned = False
        self.trail = Trail()
        self.epoch = self.step = self.first_epoch = 0
        self.last_logs: Logs = {}
        self.running: Logs = {}
        self.finished = False
        self.randomness: Any = None

    def go(self, epochs: int, first: int, verbose: Any, callbacks: Any) -> Any:
        """Train the epochs from `first` up to `epochs`; returns the History."""
        model = self.model
        hooks = self.callbacks = CallbackList(
            callbacks,
            add_history=True,
            model=model,
            epochs=epochs,
            steps=self.steps,
            verbose=verbose,
        )
        self.screen = screen_for(verbose)
        self.need = self.report.need = hooks.needs("train")
        self.report.causes = hooks.causes("train")
        self.pace = Pace(SHOWN if self.screen.shows else SILENT)
        self.epochs, self.epoch, self.first_epoch = epochs, first, first
        with model._lock:
            model.reset_metrics()
        model.stop_training = False
        with ExitStack() as keepers:
            self.keepers = [c for c in hooks.callbacks if isinstance(c, Resume)]
            for keeper in self.keepers:
                hooks.params["resumed"] = keeper.open(self)
                keepers.callback(keeper.close)
            self._begin(first)
            if not self.finished:
                self._train()
                for keeper in self.keepers:
                    keeper.save(self)
        return model.history

    def _begin(self, first: int) -> None:
        """Let callbacks begin; go to where the run was, if it was interrupted."""
        self.finished = any(keeper.has_ended(self) for keeper in self.keepers)
        if not self.finished:
            self.callbacks.on_train_begin()
        began = self.model.__dict__.pop("_initial_epoch", first)
        self.epoch = self.first_epoch = max(first, began)
        for keeper in self.keepers:
            keeper.restore(self)

    def _train(self) -> None:
        self.screen.begin(self.epochs, self.steps, self.epoch)
        if self.step:  # in the middle of an epoch that an earlier process announced
            self.screen.epoch_begin(self.epoch)
        with Interrupts() as self.interrupts:
            try:
                self.train()
            finally:
                self.screen.end()
        if self.epoch > self.first_epoch:
            self.model.optimizer.finalize_variable_values(self.parts.trainable)
        self.callbacks.on_train_end(self.last_logs)
        self.finished = True

    def train(self) -> None:
        """Do the epochs; a subclass writes it."""
        raise NotImplementedError

    # --- between dispatches ---------------------------------------------------------------------

    def pause(self) -> None:
        """Variables and position agree: the state may be kept, and Ctrl-C is raised."""
        for keeper in self.keepers:
            keeper.pause(self)
        self.interrupts.check()

    def variables(self) -> dict[str, list[Any]]:
        """The variables that a run changes."""
        parts = self.parts
        return {
            "trainable": parts.trainable, "other": parts.non_trainable,
            "optimizer": list(parts.optimizer.variables), "metrics": parts.metrics,
        }  # fmt: skip

    def state(self) -> dict[str, Any]:
        """Where the run is, in plain values."""
        own = {name: getattr(self, name) for name in _POSITION}
        end = {
            "target": self.epochs,
            "finished": self.finished,
            "stopped": self.model.stop_training,
        }
        return {**own, **end, "data": self.data_state()}

    def restore(self, state: dict[str, Any]) -> bool:
        """Go to where a run was; whether the user's data had to be drawn again for that."""
        for name in _POSITION:
            setattr(self, name, state[name])
        self.model.stop_training = state["stopped"] and self.finished == state["finished"]
        return not self.finished and self.restore_data(state["data"])

    def data_state(self) -> Any:
        """What says which batches follow; a subclass writes it."""
        raise NotImplementedError

    def restore_data(self, state: Any) -> bool:
        """Go to where the data were; whether batches had to be drawn again. A subclass writes it."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """What must be the same for another process to go on with the run."""
        run: dict[str, Any] = {"optimizer": type(self.model.optimizer).__name__}
        for name, own in self.variables().items():
            run[f"list of {name} variables"] = [plain.described(v) for v in own]
        run |= {**self.data_facts(), "number of batches": self.steps}
        return {"run": run, "machine": machine()}

    def data_facts(self) -> dict[str, Any]:
        """What the data are; a subclass writes it."""
        raise NotImplementedError

    @property
    def goes_on(self) -> bool:
        """Whether another epoch follows."""
        return self.epoch < self.epochs and not self.model.stop_training

    @property
    def by_batch(self) -> bool:
        """Whether callbacks are called within an epoch."""
        return self.need == "batch" or isinstance(self.need, tuple)

    def within(self, left: int) -> int:
        """How many of the steps left the next dispatch does, so that callbacks get their turn."""
        if self.need == "batch":
            return 1
        if isinstance(self.need, tuple):
            left = min(left, self.need[1] - self.step % self.need[1])
        return self.pace.steps(left)

    def validates(self, epoch: int) -> bool:
        """Whether validation is due after an epoch."""
        if self.validation is None:
            return False
        if isinstance(self.frequency, Sequence):
            return epoch + 1 in self.frequency
        return (epoch + 1) % self.frequency == 0

    def dispatch(self, dispatch: Dispatch) -> tuple[Any, int, float]:
        """Hand the state to a program and wait; returns what else it gave, steps done, seconds."""
        started = time.perf_counter()
        traceable = not self.session.stepwise_reason  # what runs in Python may do things but once

        def call(state: Packed) -> tuple[Any, ...]:
            if traceable and self.bad_step < 0:
                self.trail.before(dispatch, state, self.steps_done)
            found = dispatch(state)
            self.trail.after(found[0])
            return found

        try:
            carry, *rest = exchange(self.model, self.parts, self.bad_step, self.steps_done, call)
        except Exception as error:
            self._go_back(error)
            raise
        before, self.steps_done = self.steps_done, int(carry.steps_done)
        done, self.bad_step = self.steps_done - before, int(carry.bad_step)
        seconds = time.perf_counter() - started
        if not done:
            raise RuntimeError(
                "fit: a compiled program did no step, which no program does that was compiled for this "
                "machine. Empty the compile cache (KERAUNOS_CACHE_DIR, or switch it off by 'off')."
            )
        self.pace.took(done, seconds)
        self.report.dispatches += 1
        self.report.steps += done
        self.report.run_seconds += seconds
        self._check_finite()
        return rest, done, seconds

    def _go_back(self, error: Exception) -> None:
        """A dispatch failed: where it destroyed the state, bring back the last copy that was made."""
        variables = [v for group in self.parts.groups for v in group]
        origin, self.trail = self.trail.origin(), Trail()
        if origin is None or not any(v.is_lost for v in variables):
            return
        state, steps = origin
        carry = self.parts.packing.unpack_on_host(state)
        with self.model._lock:
            for variable, value in zip(variables, [b for part in carry[:4] for b in part]):
                variable.put(value)
        error.add_note(f"The model is as it was after {steps} steps of this fit.")

    # --- what callbacks and the screen hear -----------------------------------------------------

    def begin_steps(self, ahead: int) -> None:
        """`ahead` steps are about to be done; the first of an epoch announces it."""
        if self.step == 0:
            self.screen.epoch_begin(self.epoch)
            if self.need != "clock":
                self.callbacks.on_epoch_begin(self.epoch)
        if self.by_batch:
            self.callbacks.on_train_batch_begin(self.step + ahead - 1)

    def end_steps(self, count: int, logs: Logs, seconds: float) -> bool:
        """`count` steps of the epoch were done; returns whether a callback ends it here."""
        self.step += count
        self.running = logs
        if self.by_batch:
            self.callbacks.on_train_batch_end(self.step - 1, without_validation(logs))
        self.screen.update(self.epoch, self.step, logs, seconds)
        return self.by_batch and (self.model.stop_training or self.lost)

    def end_epoch(self, logs: Logs, last: bool = True) -> None:
        """The epoch is over. last: whether no further epoch was done in the same dispatch."""
        epoch, self.step = self.epoch, 0
        if self.validates(epoch):
            logs = self._with_validation(logs)
        self.screen.epoch_end(epoch, logs)
        if self.need == "clock":
            self.callbacks.on_epoch_begin(epoch)
        self.callbacks.on_epoch_end(epoch, logs)
        self.last_logs = logs
        self.report.epochs += 1
        self.epoch += 1
        self.model.stop_training |= self.lost
        if not last:
            self.screen.epoch_begin(self.epoch)

    def _with_validation(self, logs: Logs) -> Logs:
        """The logs with validation: as the program gave it, or evaluated now."""
        found = {k.removeprefix("val_"): v for k, v in logs.items() if k.startswith("val_")}
        if found:
            self.callbacks.on_test_begin()
            self.callbacks.on_test_end(found)
            return logs
        assert self.validation is not None
        found = self.validation.go(self.validation_steps, self.callbacks, Screen())
        with self.model._lock:
            self.model.reset_metrics()
        return {**logs, **{f"val_{name}": found[name] for name in sorted(found)}}

    # --- the loss -------------------------------------------------------------------------------

    @property
    def lost(self) -> bool:
        """Whether a callback ends training because the loss is not finite."""
        return self.bad_step >= 0 and self.callbacks.halts_on_nan

    def locate(self, step: int) -> tuple[int, int]:
        """The epoch and the batch within it of a step counted over this fit."""
        return divmod(step, self.steps) if self.steps else (self.epoch, self.step)

    def _check_finite(self) -> None:
        """Say once that the loss stopped being a number, and since when."""
        if self.warned or self.bad_step < 0:
            return
        self.warned = True
        epoch, step = self.locate(self.bad_step)
        outcome = "training ends with this epoch" if self.lost else "training goes on"
        remedy = "Lower the learning rate, or check the data for NaN"
        remedy += "" if self.lost else ", or add callbacks.TerminateOnNaN()"
        self.report.not_finite = self._first_not_finite()
        warnings.warn(
            f"fit: the loss was not finite (NaN or infinite) at step {step + 1} of epoch {epoch + 1}; "
            f"{outcome}. {self.report.not_finite}. {remedy}.",
            stacklevel=users_level(),
        )

    def _first_not_finite(self) -> str:
        """What was not finite first, and in which step."""
        if self.session.stepwise_reason:
            return "Which number was the first is not known, as the steps run in Python"
        drawn = random.position()
        try:
            found = first_not_finite(self.parts, self.trail, self.bad_step)
        except Exception as error:  # the run itself goes on
            return (
                f"Which number was the first is not known, as the step cannot be repeated ({error})"
            )
        finally:
            random.restore(drawn)
            self.trail = Trail()
        if found.step == self.bad_step:
            return f"{found.what[:1].upper()}{found.what[1:]}"
        epoch, step = self.locate(found.step)
        return f"At step {step + 1} of epoch {epoch + 1}, {found.what}"


def machine() -> dict[str, Any]:
    """What the bits of a run depend on beside the program and the data."""
    device = jax.devices()[0]
    return {
        "keraunos": __version__, "jax": jax.__version__, "device": device.device_kind,
        "processors": os.cpu_count(),
    }  # fmt: skip


def without_validation(logs: Logs) -> Logs:
    """The logs but for the `val_` ones."""
    return {name: value for name, value in logs.items() if not name.startswith("val_")}
