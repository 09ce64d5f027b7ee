"""The pure training step, and the whole run around it as one XLA program.

    run(carry, data, validation, order, plan, at, todo) -> carry, at, table, running

Every count is an argument, so one executable serves a whole run, an epoch, one batch and any resume.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from keraunos.core.scope import StatelessScope
from keraunos.core.typing import Array
from keraunos.data.arrays import Columns
from keraunos.data.orders import EpochPlan


class Carry(NamedTuple):
    """Everything that changes in training; donated to the program and returned by it."""

    trainable: list[Array]
    non_trainable: list[Array]
    optimizer: list[Array]
    metrics: list[Array]
    bad_step: Array
    """The first step, counted over the fit, whose loss was not finite; -1: none."""
    steps_done: Array


class Position(NamedTuple):
    """Where a run is: the epoch within the block of orders, the batch within the epoch."""

    epoch: Array
    step: Array


class Parts(NamedTuple):
    """The stateful objects behind a program: what is read and written, and the user's functions."""

    trainable: list[Any]
    non_trainable: list[Any]
    optimizer: Any
    metrics: list[Any]
    forward: Callable[[Columns, bool], tuple[Any, Any]]
    """(batch, training) -> (loss, y_pred), reading and writing variables."""
    measure: Callable[[Columns, Any, Any], None]
    """(batch, loss, y_pred): update the metrics."""
    results: Callable[[], dict[str, Any]]
    reset: Callable[[], None]


def train_step(parts: Parts, carry: Carry, batch: Columns) -> Carry:
    """One step of gradient descent on a batch, as a pure function."""
    frozen = [*parts.non_trainable, *parts.metrics]

    def loss_of(trainable: list[Array]) -> tuple[Array, Any]:
        values = [*trainable, *carry.non_trainable, *carry.metrics]
        with StatelessScope(zip([*parts.trainable, *frozen], values), collect_losses=True) as scope:
            loss, y_pred = parts.forward(batch, True)
            return parts.optimizer.scale_loss(loss), (loss, y_pred, scope.values(frozen))

    grads, (loss, y_pred, values) = jax.grad(loss_of, has_aux=True)(carry.trainable)
    count = len(parts.non_trainable)
    trainable, optimizer = parts.optimizer.stateless_apply(carry.optimizer, grads, carry.trainable)
    metrics = _measured(parts, values[count:], batch, loss, y_pred)
    fine = jnp.isfinite(loss) | (carry.bad_step >= 0)
    bad_step = jnp.where(fine, carry.bad_step, carry.steps_done)
    return Carry(
        list(trainable), values[:count], list(optimizer), metrics, bad_step, carry.steps_done + 1
    )


def _measured(
    parts: Parts, metrics: list[Array], batch: Columns, loss: Any, y_pred: Any
) -> list[Array]:
    with StatelessScope(zip(parts.metrics, metrics)) as scope:
        parts.measure(batch, loss, y_pred)
        return scope.values(parts.metrics)


def test_step(
    parts: Parts, frozen: list[Array], metrics: list[Array], batch: Columns
) -> list[Array]:
    """The metrics after one more batch, the model in inference mode."""
    variables = [*parts.trainable, *parts.non_trainable, *parts.metrics]
    with StatelessScope(zip(variables, [*frozen, *metrics]), collect_losses=True) as scope:
        loss, y_pred = parts.forward(batch, False)
        metrics = scope.values(parts.metrics)
    return _measured(parts, metrics, batch, loss, y_pred)


def results_of(parts: Parts, metrics: list[Array]) -> dict[str, Array]:
    """The metrics' results for these values of their variables."""
    with StatelessScope(zip(parts.metrics, metrics)):
        return {name: jnp.asarray(value, jnp.float32) for name, value in parts.results().items()}


def cleared(parts: Parts, metrics: list[Array]) -> list[Array]:
    """The metrics' variables as at the start of an epoch."""
    with StatelessScope(zip(parts.metrics, metrics)) as scope:
        parts.reset()
        return scope.values(parts.metrics)


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


def evaluation(
    parts: Parts,
    frozen: list[Array],
    metrics: list[Array],
    data: Columns,
    size: int,
    first: Any,
    todo: Any,
) -> list[Array]:
    """The metrics after `todo` batches from batch `first` on; the last may be smaller."""
    full, rest = divmod(data.rows, size)
    whole = jnp.clip(full - first, 0, todo)

    def one(i: Array, metrics: list[Array]) -> list[Array]:
        return test_step(parts, frozen, metrics, sliced(data, i * size, size))

    if full:
        metrics = lax.fori_loop(first, first + whole, one, metrics)
    if rest:
        last = Columns(*(jax.tree.map(lambda c: c[full * size :], col) for col in data))
        ends = first + todo > full
        metrics = lax.cond(ends, lambda m: test_step(parts, frozen, m, last), lambda m: m, metrics)
    return metrics


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

    def close(carry: Carry, table: dict[str, Array], epoch: Array) -> Any:
        logs = results_of(parts, carry.metrics)
        metrics = cleared(parts, carry.metrics)
        if held_out is not None and validation is not None:
            logs, metrics = _validated(
                parts, validation, carry, held_out, metrics, logs, plan.validate[epoch]
            )
        table = {name: table[name].at[epoch].set(logs[name]) for name in table}
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

    table = _empty_table(parts, carry, validation, plan.row.shape[0])

    def goes_on(state: Any) -> Array:
        carry, _, at, todo = state
        return (todo > 0) & ((plan.halt == 0) | (carry.bad_step < 0) | (at.step > 0))

    carry, table, at, _ = lax.while_loop(goes_on, one_epoch, (carry, table, at, todo))
    return carry, at, table, results_of(parts, carry.metrics)


def _validated(
    parts: Parts, how: Validation, carry: Carry, data: Columns, metrics: list[Array],
    logs: dict[str, Array], due: Array,
) -> tuple[dict[str, Array], list[Array]]:  # fmt: skip
    """The logs with `val_` results where validation is due, NaN else; the metrics cleared again."""
    frozen = [*carry.trainable, *carry.non_trainable]

    def run(metrics: list[Array]) -> dict[str, Array]:
        return results_of(
            parts, evaluation(parts, frozen, metrics, data, how.batch_size, 0, how.steps)
        )

    def skip(metrics: list[Array]) -> dict[str, Array]:
        return {name: jnp.full_like(value, jnp.nan) for name, value in logs.items()}

    found = lax.cond(due > 0, run, skip, metrics)
    return {**logs, **{f"val_{name}": value for name, value in found.items()}}, metrics


def _empty_table(parts: Parts, carry: Carry, validation: Any, room: int) -> dict[str, Array]:
    shapes = jax.eval_shape(partial(results_of, parts), carry.metrics)
    names = {**shapes, **({f"val_{k}": v for k, v in shapes.items()} if validation else {})}
    return {name: jnp.zeros((room, *s.shape), s.dtype) for name, s in names.items()}
