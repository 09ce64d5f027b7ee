"""The whole run around the pure steps as one XLA program.

    run(carry, data, validation, order, plan, at, todo) -> carry, at, table, running

Every count is an argument, so one executable serves a whole run, an epoch, one batch and any resume.
"""

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from keraunos.core.typing import Array
from keraunos.data.arrays import Columns
from keraunos.data.orders import EpochPlan
from keraunos.training.steps import (
    Carry,
    Parts,
    Tally,
    cleared,
    empty_logs,
    results_of,
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


def sliced(data: Columns, start: Array, size: int) -> Columns:
    """`size` rows from `start` on."""
    return Columns(
        *(jax.tree.map(lambda c: lax.dynamic_slice_in_dim(c, start, size), col) for col in data)
    )


def batch_at(block: Columns, index: Any) -> Columns:
    """One batch of a block."""
    take = partial(lax.dynamic_index_in_dim, index=index, keepdims=False)
    return jax.tree.map(take, block)


def evaluation(
    parts: Parts,
    frozen: list[Array],
    metrics: list[Array],
    data: Columns,
    size: int,
    first: Any,
    todo: Any,
) -> Tally:
    """The metrics after `todo` batches from batch `first` on; the last may be smaller."""
    full, rest = divmod(data.rows, size)
    whole = jnp.clip(full - first, 0, todo)
    tally = Tally(metrics, empty_logs(parts, frozen, metrics, data.take(0, size)))

    def one(i: Array, tally: Tally) -> Tally:
        return test_step(parts, frozen, tally.metrics, sliced(data, i * size, size))

    if full:
        tally = lax.fori_loop(first, first + whole, one, tally)
    if rest:
        last = data.take(full * size, data.rows)
        ends = first + todo > full
        tally = lax.cond(
            ends, lambda t: test_step(parts, frozen, t.metrics, last), lambda t: t, tally
        )
    return tally


class Validation(NamedTuple):
    """How validation runs: rows a step, and how many batches."""

    batch_size: int
    steps: int


def whole_run(
    parts: Parts, batch_size: int, validation: Validation | None,
    carry: Carry, data: Columns, held_out: Columns | None, order: Array, plan: EpochPlan,
    at: Position, todo: Array,
) -> tuple[Carry, Position, dict[str, Array], dict[str, Array]]:  # fmt: skip
    """Do `todo` steps from `at`, over as many epochs as that takes.

    Shapes: order (permutations, rows) int32; the plan's arrays (epochs,) int32.
    Returns: the carry, the position, a table with a row for each epoch of the block (only those that
        ended now are written), and the running results of the unfinished epoch.
    """
    full, rest = divmod(data.rows, batch_size)
    carry = with_logs(parts, carry, data.take(0, batch_size))

    def close(carry: Carry, table: dict[str, Any], epoch: Array) -> Any:
        logs = results_of(parts, carry.metrics, carry.logs)
        metrics = cleared(parts, carry.metrics)
        if held_out is not None and validation is not None:
            logs, metrics = _validated(
                parts, validation, carry, held_out, metrics, logs, plan.validate[epoch]
            )
        table = {name: column.at[epoch].set(logs[name]) for name, column in table.items()}
        return carry._replace(metrics=metrics), table

    def one_epoch(state: Any) -> Any:
        carry, table, (epoch, step), todo = state
        permutation = order[plan.row[epoch]]
        start, count = plan.start[epoch], plan.full[epoch]

        def one_step(i: Array, carry: Carry) -> Carry:
            rows = lax.dynamic_slice_in_dim(permutation, (start + i) * batch_size, batch_size)
            return train_step(parts, carry, picked(data, rows))

        if full:
            whole = jnp.clip(count - step, 0, todo)
            carry = lax.fori_loop(step, step + whole, one_step, carry)
            step, todo = step + whole, todo - whole
        if rest:

            def last_step(carry: Carry) -> Carry:
                return train_step(parts, carry, picked(data, permutation[full * batch_size :]))

            due = (plan.partial[epoch] > 0) & (step == count) & (todo > 0)
            carry = lax.cond(due, last_step, lambda c: c, carry)
            step, todo = step + due, todo - due
        ended = step == count + plan.partial[epoch]
        carry, table = lax.cond(
            ended, partial(close, epoch=epoch), lambda c, t: (c, t), carry, table
        )
        at = Position(epoch + ended, jnp.where(ended, 0, step))
        return carry, table, at, todo

    table = _empty_table(parts, carry, validation, held_out, plan.row.shape[0])

    def goes_on(state: Any) -> Array:
        carry, _, at, todo = state
        return (todo > 0) & ((plan.halt == 0) | (carry.bad_step < 0) | (at.step > 0))

    carry, table, at, _ = lax.while_loop(goes_on, one_epoch, (carry, table, at, todo))
    return carry._replace(logs={}), at, table, results_of(parts, carry.metrics, carry.logs)


def _validated(
    parts: Parts, how: Validation, carry: Carry, data: Columns, metrics: list[Array],
    logs: dict[str, Array], due: Array,
) -> tuple[dict[str, Array], list[Array]]:  # fmt: skip
    """The logs with `val_` results where validation is due, NaN else; the metrics cleared again."""
    frozen = [*carry.trainable, *carry.non_trainable]

    def run(metrics: list[Array]) -> dict[str, Array]:
        tally = evaluation(parts, frozen, metrics, data, how.batch_size, 0, how.steps)
        return results_of(parts, *tally)

    def skip(metrics: list[Array]) -> dict[str, Array]:
        return {name: jnp.full((), jnp.nan) for name in names}

    names = jax.eval_shape(run, metrics)

    found = lax.cond(due > 0, run, skip, metrics)
    return {**logs, **{f"val_{name}": value for name, value in found.items()}}, metrics


def _empty_table(
    parts: Parts, carry: Carry, how: Validation | None, held_out: Columns | None, room: int
) -> dict[str, Array]:
    shapes = jax.eval_shape(partial(results_of, parts), carry.metrics, carry.logs)
    if how is not None and held_out is not None:
        frozen, batch = [*carry.trainable, *carry.non_trainable], held_out.take(0, how.batch_size)
        logs = empty_logs(parts, frozen, carry.metrics, batch)
        found = jax.eval_shape(partial(results_of, parts), carry.metrics, logs)
        shapes = {**shapes, **{f"val_{name}": s for name, s in found.items()}}
    return {name: jnp.zeros((room, *s.shape), s.dtype) for name, s in shapes.items()}
