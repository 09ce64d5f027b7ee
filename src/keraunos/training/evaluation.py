"""Evaluation: a program that reads the weights and changes only the metrics; also validation by the host."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import jax
import numpy as np

from keraunos.callbacks import CallbackList
from keraunos.core.errors import DataError
from keraunos.data.arrays import Columns, on_device
from keraunos.data.blocks import Blocks
from keraunos.data.stream import Stream, is_stream
from keraunos.training.checks import check_count, fewest, no_targets_beside, within_limit
from keraunos.training.pace import SHOWN, SILENT, Interrupts, Pace, timed
from keraunos.training.packing import Packing, repeat
from keraunos.training.program import batch_at, evaluation
from keraunos.training.progress import Screen, screen_for
from keraunos.training.report import Report
from keraunos.training.session import Made, Session, in_flight, place, shapes_of
from keraunos.training.steps import (
    Parts,
    Tally,
    cleared,
    fresh_tally,
    handing_metrics,
    specs_of,
    test_step,
)

Logs = dict[str, Any]

_SMALL = 2**16  # bytes of data that are evaluated at once where the size of batches changes nothing


def evaluate_run(
    parts: Parts,
    metrics: list[Any],
    frozen: list[Any],
    data: Columns,
    first: Any,
    ahead: Any,
    size: int,
) -> Tally:
    """`ahead` batches more."""
    tally = fresh_tally(parts, frozen, metrics, data.take(0, size))
    return evaluation(parts, frozen, tally, data, size, first, ahead)


def block_evaluation(
    parts: Parts, metrics: list[Any], frozen: list[Any], block: Columns, first: Any, ahead: Any
) -> Tally:
    """`ahead` of a block's batches more."""
    tally = fresh_tally(parts, frozen, metrics, batch_at(block, 0))
    return repeat(
        first, first + ahead, lambda i, t: test_step(parts, frozen, t, batch_at(block, i)), tally
    )


def batch_test(
    parts: Parts, metrics: list[Any], frozen: list[Any], batch: Columns, _first: Any, _ahead: Any
) -> Tally:
    """One batch from cleared metrics."""
    return test_step(parts, frozen, Tally(cleared(parts, metrics), {}, {}), batch)


Piece = tuple[Callable[[int, int], Logs], int, float]
"""A function (first, ahead) -> results so far, how many batches it has, and of how many of the user's
each is."""


class Evaluator:
    """Evaluates a model on data; which pieces these come in is the subclass'.

    Args: session: the model's.
    """

    batches: int | None = None

    def __init__(self, session: Session) -> None:
        self.session = session

    def pieces(self, total: int | None, whole: bool) -> Iterator[Piece]:
        """The data, at most `total` batches of them; a subclass writes it.

        Args: whole: whether all of the data are wanted and nobody watches single batches.
        """
        raise NotImplementedError

    def go(self, steps: int | None, hooks: CallbackList, screen: Screen) -> Logs:
        """Evaluate at most `steps` batches from fresh metrics, with hooks and a screen."""
        total = fewest(steps, self.batches)
        each = hooks.needs("test") == "batch"
        whole = total == self.batches and not each
        pace = Pace(SHOWN if screen.shows else SILENT)
        with self.session.model._lock:
            self.session.model.reset_metrics()
        hooks.on_test_begin()
        screen.begin(1, total, 0, named=False)
        screen.epoch_begin(0)
        done, logs = 0, {}
        with Interrupts() as interrupts:
            for do, count, share in self.pieces(total, whole):
                at = 0
                while at < count:
                    ahead = 1 if each else pace.steps(count - at)
                    hooks.on_test_batch_begin(done) if each else None
                    logs, seconds = timed(do, at, ahead)
                    pace.took(ahead, seconds)
                    at, done = at + ahead, done + ahead
                    hooks.on_test_batch_end(done - 1, logs) if each else None
                    screen.update(0, round(done * share), logs, seconds)
                    screen.flush()
                    interrupts.check()
        if not done:
            raise DataError("evaluate: the data must yield at least one batch; they yielded none.")
        screen.epoch_end(0, logs)
        screen.end()
        hooks.on_test_end(logs)
        return logs

    def dispatch(self, program: Any, data: Columns, first: int, ahead: int) -> Logs:
        """Hand the metrics to a program; the results so far."""
        parts = self.session.parts()
        with self.session.model._lock:
            place([*parts.reading, *parts.metrics])
            with in_flight(parts.metrics) as buffers:
                frozen = [v.peek() for v in parts.reading]
                packing = Packing(buffers)
                metrics = packing.pack_on_host(list(buffers))
                span = np.int32(first), np.int32(ahead)
                metrics, results, moved = program(metrics, frozen, data, *span)
                buffers[:] = packing.unpack_on_host(metrics)
            for place_of, value in moved.items():
                parts.reading[place_of].put(value)
        return results.logs()

    def program(self, kind: tuple[Any, ...], function: Any, data: Columns) -> Any:
        """The program of this kind for data of these shapes."""

        def make() -> Made:
            parts, count = self.session.parts(), jax.ShapeDtypeStruct((), np.int32)
            metrics = specs_of(parts.metrics)
            specs = (
                Packing(metrics).shapes(metrics),
                specs_of(parts.reading),
                shapes_of(data),
                count,
                count,
            )
            return partial(handing_metrics, function, parts), specs, (0,)

        return self.session.program(kind, data, make, Report())


class ResidentEvaluator(Evaluator):
    """Evaluates data that lie on the device.

    Args: columns: the data. size: rows a step, an int >= 1.
    """

    def __init__(self, session: Session, columns: Columns, size: int) -> None:
        super().__init__(session)
        self.data, self.size = on_device(columns), size
        self.batches = self.total = -(-columns.rows // size)

    def pieces(self, total: int | None, whole: bool) -> Iterator[Piece]:
        """All in one; in equal batches where their size changes nothing."""
        size = self.size
        if whole and self.session.indifferent():
            size = self.data.rows if self.data.nbytes <= _SMALL else even_size(self.data.rows, size)
        program = self.program(("evaluate", size), partial(evaluate_run, size=size), self.data)
        count = -(-self.data.rows // size) if size != self.size else total or self.total
        yield partial(self.dispatch, program, self.data), count, self.total / count if whole else 1


def even_size(rows: int, size: int) -> int:
    """A size of batches near `size` that divides the rows, so that no smaller batch is left over.

    The program then holds one copy of the step rather than two. `size` itself where none is near.
    Example:
        >>> even_size(300, 32), even_size(10_000, 32), even_size(9973, 32)
        (60, 50, 32)
    """
    if rows % size == 0 or rows < size:
        return size
    fitting = [n for n in range(size // 2 + 1, 2 * size + 1) if rows % n == 0]
    return max(fitting, default=size)


class StreamEvaluator(Evaluator):
    """Evaluates data that come batch by batch.

    Args: stream: the data.
    """

    def __init__(self, session: Session, stream: Stream) -> None:
        super().__init__(session)
        self.stream, self.batches = stream, stream.length

    def pieces(self, total: int | None, whole: bool) -> Iterator[Piece]:
        """A piece for each block of batches."""
        with Blocks(self.stream.epoch(None if total == self.batches else total)) as blocks:
            for block in blocks:
                columns = jax.device_put(block.columns)
                program = self.program(("evaluate stream",), block_evaluation, columns)
                yield partial(self.dispatch, program, columns), block.filled, 1


def evaluator_for(session: Session, data: Any, size: int) -> Evaluator:
    """The evaluator for columns, or for what yields batches."""
    if isinstance(data, Columns):
        return ResidentEvaluator(session, data, size)
    return StreamEvaluator(session, session.stream(data))


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
    size, steps = check_count("evaluate", "batch_size", batch_size, 32), within_limit(steps)
    session = Session(model, "evaluate")
    if is_stream(x):
        no_targets_beside("evaluate", x, y=y, sample_weight=sample_weight)
        run: Evaluator = StreamEvaluator(session, session.stream(x))
        session.ensure_built(run.stream.first(), training=False)
    else:
        columns = session.columns(x, y, sample_weight)
        session.ensure_built(columns, training=False)
        run = ResidentEvaluator(session, columns, size)
    total = fewest(steps, run.batches)
    hooks = CallbackList(callbacks, model=model, steps=total, verbose=verbose, epochs=1)
    logs = run.go(steps, hooks, screen_for(verbose))
    return reported(model, logs, return_dict)


def test_on_batch(model: Any, x: Any, y: Any, sample_weight: Any, return_dict: bool) -> Any:
    """See `Model.test_on_batch`."""
    session = Session(model, "test_on_batch")
    columns = session.columns(x, y, sample_weight)
    session.ensure_built(columns, training=False)
    run = Evaluator(session)
    program = run.program(("test batch",), batch_test, columns)
    return reported(model, run.dispatch(program, columns, 0, 1), return_dict)


def reported(model: Any, logs: Logs, return_dict: bool) -> Any:
    """The logs as a dict, or as the list [loss, metrics…], or one number."""
    if return_dict:
        return {name: logs[name] for name in sorted(logs)}
    names = [name for name in model.metrics_names if name in logs]
    values = [logs[name] for name in [*names, *(n for n in logs if n not in names)]]
    return values[0] if len(values) == 1 else values
