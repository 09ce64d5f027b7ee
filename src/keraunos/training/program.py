"""The whole run around the pure steps as one XLA program.

    run(carry, data, validation, order, plan, at, ahead) -> carry, table

Every count is an argument, so one executable serves a whole run, an epoch, one batch and any resume.
The loops carry scalars packed (`packing`): what is compiled, and what a step costs beside its arithmetic,
is a matter of how many kernels there are.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from keraunos.core.typing import Array
from keraunos.data.arrays import Columns
from keraunos.data.orders import EPOCH, EpochPlan
from keraunos.training.packing import (
    Packed,
    Results,
    done_if,
    element,
    repeat,
    repeat_while,
)
from keraunos.training.steps import (
    Carry,
    Parts,
    Tally,
    cleared,
    fresh_tally,
    results_of,
    shapes_after,
    test_step,
    train_step,
    with_logs,
)


class Position(NamedTuple):
    """Where a run is: the epoch within the block of orders, the batch within the epoch."""

    epoch: Any
    step: Any


def picked(data: Columns, rows: Array) -> Columns:
    """These rows of every column; all indices are known to be within bounds."""

    def take(column: Any) -> Any:
        return column.at[rows].get(mode="promise_in_bounds", unique_indices=True)

    return Columns(*(jax.tree.map(take, c) for c in data))


def rows_of(array: Array, start: Array, count: int) -> Array:
    """`count` rows from `start` on, which is known to be within bounds."""
    at = (start, *[np.zeros((), jnp.result_type(start))] * (array.ndim - 1))
    sizes = (count, *array.shape[1:])
    return lax.dynamic_slice(array, at, sizes, allow_negative_indices=False)


def row_of(array: Array, index: Array) -> Array:
    """One row, its index known to be within bounds."""
    return lax.squeeze(rows_of(array, index, 1), (0,))


def sliced(data: Columns, start: Array, size: int) -> Columns:
    """`size` rows from `start` on."""
    return jax.tree.map(lambda column: rows_of(column, start, size), data)


def batch_at(block: Columns, index: Any) -> Columns:
    """One batch of a block."""
    return jax.tree.map(lambda column: row_of(column, index), block)


def evaluation(
    parts: Parts,
    frozen: list[Array],
    tally: Tally,
    data: Columns,
    size: int,
    first: Any,
    ahead: Any,
) -> Tally:
    """The tally after `ahead` batches, int32, from batch `first` on; the last may be smaller."""
    if data.rows <= size:
        return test_step(parts, frozen, tally, data)
    full, rest = divmod(data.rows, size)
    whole = lax.clamp(np.int32(0), full - first, ahead)
    tested = partial(test_step, parts, frozen)
    tally = repeat(
        first, first + whole, lambda i, t: tested(t, sliced(data, i * size, size)), tally
    )
    if rest:
        last = data.take(full * size, data.rows)
        tally = done_if(first + ahead > full, lambda t: tested(t, last), tally)
    return tally


class Validation(NamedTuple):
    """How validation runs: rows a step, and how many batches."""

    batch_size: int
    steps: int


class State(NamedTuple):
    """What the loop over epochs carries."""

    carry: Carry
    table: Array
    """The results, a row for each epoch of the block; those of an unfinished epoch are the ones so far."""
    at: Position
    ahead: Array


def whole_run(
    parts: Parts, batch_size: int, validation: Validation | None,
    given: Packed, data: Columns, held_out: Columns | None, order: Array, plan: EpochPlan,
    at: Position, ahead: Array,
) -> tuple[Packed, Results]:  # fmt: skip
    """Do `ahead` steps from `at`, over as many epochs as that takes.

    Shapes: order (permutations, rows) int32; the plan's epochs (epochs, 5) int32.
    Returns: the carry, and a row of results for each epoch of the block; only those of the epochs in which
        steps were done are written.
    """
    handed = parts.packing
    carry = with_logs(parts, handed.unpack(given), data.take(0, batch_size))
    report = _reporter(parts, validation, held_out)
    loops = _Loops(parts, batch_size, data, order, plan, report)
    results, _ = shapes_after(report, carry, np.int32(0))
    table = jnp.zeros((plan.epochs.shape[0], *results.values.shape), jnp.float32)
    state = State(carry, table, at, ahead)
    carry, table, *_ = repeat_while(loops.goes_on, loops.epoch, state)
    return handed.pack(carry._replace(logs={})), Results(table, results.layout)


class _Loops:
    """The bodies of a run's loops, with what stays the same in them."""

    def __init__(
        self, parts: Parts, batch_size: int, data: Columns, order: Array, plan: EpochPlan,
        report: Callable[[Carry, Any], tuple[Results, list[Array]]],
    ) -> None:  # fmt: skip
        self.parts, self.batch_size, self.data = parts, batch_size, data
        self.order, self.plan, self.report = order, plan, report
        self.full, self.rest = divmod(data.rows, batch_size)

    def goes_on(self, state: State) -> Array:
        """Whether steps are left, and no NaN halts the run at the end of an epoch."""
        fine = (self.plan.halt == 0) | (state.carry.bad_step < 0) | (state.at.step > 0)
        return (state.ahead > 0) & fine

    def epoch(self, state: State) -> State:
        """The rest of an epoch, or as many of its steps as are to do."""
        carry, table, (epoch, step), ahead = state
        now = row_of(self.plan.epochs, epoch)
        row, start, count, partial, due = (element(now, i) for i in range(len(EPOCH)))
        rows = row_of(self.order, row)
        whole = lax.clamp(np.int32(0), count - step, ahead)
        last = (partial > 0) & (step + whole == count) & (ahead > whole)
        carry = self._steps(carry, rows, start, step, step + whole, last)
        done = whole + last
        step, ahead = step + done, ahead - done
        ended = step == count + partial
        found, other = self.report(carry, ended & (due > 0))
        fresh = cleared(self.parts, carry.metrics)
        metrics = [lax.select(ended, new, old) for new, old in zip(fresh, carry.metrics)]
        at = Position(epoch + ended, lax.select(ended, jnp.zeros_like(step), step))
        table = lax.dynamic_update_slice(
            table, found.values[None], (epoch, jnp.zeros_like(epoch)), allow_negative_indices=False
        )
        return State(carry._replace(metrics=metrics, non_trainable=other), table, at, ahead)

    def _steps(
        self, carry: Carry, rows: Array, start: Array, first: Array, end: Array, last: Array
    ) -> Carry:
        """The steps on full batches from `first` up to `end`, and if `last` the one on the smaller batch."""
        size = self.batch_size

        def one(i: Array, carry: Carry) -> Carry:
            return self._step(carry, rows_of(rows, (start + i) * size, size))

        if self.full:
            carry = repeat(first, end, one, carry)
        if self.rest:
            left = rows[self.full * size :]
            carry = done_if(last, lambda c: self._step(c, left), carry)
        return carry

    def _step(self, carry: Carry, rows: Array) -> Carry:
        return train_step(self.parts, carry, picked(self.data, rows))


def _reporter(
    parts: Parts, how: Validation | None, held_out: Columns | None
) -> Callable[[Carry, Any], tuple[Results, list[Array]]]:
    """(carry, whether validation is due) -> results, with `val_` ones of data held out, NaN if not due;
    and the weights that do not train, as validation leaves them."""

    @jax.jit  # traced once: for the table's width and in the loop
    def report(carry: Carry, due: Any) -> tuple[Results, list[Array]]:
        logs, other = results_of(parts, carry.metrics, carry.logs), carry.non_trainable
        if how is not None and held_out is not None:
            found, other = _validated(parts, how, held_out, carry, due)
            logs = {**logs, **{f"val_{name}": value for name, value in found.items()}}
        return Results.of(logs), other

    return report


def _validated(
    parts: Parts, how: Validation, data: Columns, carry: Carry, due: Any
) -> tuple[dict[str, Array], list[Array]]:
    """The results on held-out data, or NaN; and what `_reporter` says."""
    frozen, first = [*carry.trainable, *carry.non_trainable], len(carry.trainable)
    fresh = fresh_tally(parts, frozen, cleared(parts, carry.metrics), data.take(0, how.batch_size))

    def run() -> tuple[dict[str, Array], list[Array]]:
        size, count = how.batch_size, np.int32(how.steps)
        tally = evaluation(parts, frozen, fresh, data, size, np.int32(0), count)
        return results_of(parts, tally.metrics, tally.logs), tally.over(frozen)[first:]

    def skip() -> tuple[dict[str, Array], list[Array]]:
        shapes = shapes_after(partial(results_of, parts), fresh.metrics, fresh.logs)
        return {n: jnp.full(s.shape, jnp.nan, s.dtype) for n, s in shapes.items()}, frozen[first:]

    return lax.cond(due, run, skip)
