"""Evaluation: a program that reads the weights and changes only the metrics; also validation by the host."""

from functools import partial
from typing import Any

import jax
import numpy as np

from keraunos.callbacks import CallbackList
from keraunos.data.arrays import Columns, as_columns, on_device, row_specs
from keraunos.training.checks import check_count
from keraunos.training.pace import SHOWN, SILENT, Interrupts, Pace, timed
from keraunos.training.program import evaluation
from keraunos.training.progress import Screen, screen_for
from keraunos.training.report import Report, host_number
from keraunos.training.session import Made, Session, in_flight, place, specs_of
from keraunos.training.steps import Parts, results_of

Logs = dict[str, Any]


def evaluate_run(
    parts: Parts,
    size: int,
    metrics: list[Any],
    frozen: list[Any],
    data: Columns,
    first: Any,
    todo: Any,
) -> tuple[list[Any], dict[str, Any]]:
    """`todo` batches more; returns the metrics' variables and their results."""
    tally = evaluation(parts, frozen, metrics, data, size, first, todo)
    return tally.metrics, results_of(parts, *tally)


class EvaluateRun:
    """The evaluation program with its data on the device."""

    def __init__(self, session: Session, columns: Columns, size: int) -> None:
        self.session, self.parts, self.size = session, session.parts(), size
        self.data = on_device(columns)
        self.batches = -(-columns.rows // size)
        self.program = session.program(("evaluate", size), self.data, self._made, Report())

    def _made(self) -> Made:
        parts, count = self.parts, jax.ShapeDtypeStruct((), np.int32)
        arguments = (
            specs_of(parts.metrics),
            specs_of(parts.reading),
            row_specs(self.data),
            count,
            count,
        )
        return partial(evaluate_run, parts, self.size), arguments, (0,)

    def do(self, first: int, todo: int) -> Logs:
        """Evaluate batches first … first + todo - 1; the results so far."""
        parts = self.parts
        reading = parts.reading
        with self.session.model._lock:
            place([*reading, *parts.metrics])
            with in_flight(parts.metrics) as buffers:
                frozen = [v.peek() for v in reading]
                buffers[:], logs = self.program(
                    list(buffers), frozen, self.data, np.int32(first), np.int32(todo)
                )
                jax.block_until_ready(buffers)
        return {name: host_number(value) for name, value in logs.items()}

    def go(self, steps: int | None, hooks: CallbackList, screen: Screen) -> Logs:
        """Evaluate at most `steps` batches from fresh metrics, with hooks and a screen."""
        total = min(steps or self.batches, self.batches)
        each = hooks.needs("test") == "batch"
        pace = Pace(SHOWN if screen.shows else SILENT)
        with self.session.model._lock:
            self.session.model.reset_metrics()
        hooks.on_test_begin()
        screen.begin(1, total, 0, named=False)
        screen.epoch_begin(0)
        done, logs = 0, {}
        with Interrupts() as interrupts:
            while done < total:
                todo = 1 if each else pace.steps(total - done)
                hooks.on_test_batch_begin(done) if each else None
                logs, seconds = timed(self.do, done, todo)
                pace.took(todo, seconds)
                done += todo
                hooks.on_test_batch_end(done - 1, logs) if each else None
                screen.update(0, done, logs, seconds)
                screen.flush()
                interrupts.check()
        screen.epoch_end(0, logs)
        screen.end()
        hooks.on_test_end(logs)
        return logs


def evaluate(
    model: Any,
    x: Any,
    y: Any,
    batch_size: int | None,
    verbose: Any,
    sample_weight: Any,
    steps: int | None,
    callbacks: Any,
    return_dict: bool,
) -> Any:
    """See `Model.evaluate`."""
    size = check_count("evaluate", "batch_size", batch_size, 32)
    session = Session(model, "evaluate")
    columns = as_columns(x, y, sample_weight, owner="evaluate")
    session.ensure_built(columns, training=False)
    run = EvaluateRun(session, columns, size)
    total = min(steps or run.batches, run.batches)
    hooks = CallbackList(callbacks, model=model, steps=total, verbose=verbose, epochs=1)
    logs = run.go(steps, hooks, screen_for(verbose))
    return reported(model, logs, return_dict)


def test_on_batch(model: Any, x: Any, y: Any, sample_weight: Any, return_dict: bool) -> Any:
    """See `Model.test_on_batch`."""
    session = Session(model, "test_on_batch")
    columns = as_columns(x, y, sample_weight, owner="test_on_batch")
    session.ensure_built(columns, training=False)
    with model._lock:
        model.reset_metrics()
    return reported(model, EvaluateRun(session, columns, columns.rows).do(0, 1), return_dict)


def reported(model: Any, logs: Logs, return_dict: bool) -> Any:
    """The logs as a dict, or as the list [loss, metrics…], or one number."""
    if return_dict:
        return {name: logs[name] for name in sorted(logs)}
    names = [name for name in model.metrics_names if name in logs]
    values = [logs[name] for name in [*names, *(n for n in logs if n not in names)]]
    return values[0] if len(values) == 1 else values
