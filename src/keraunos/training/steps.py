"""The training step and the evaluation step, as pure functions of the state and a batch."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core.scope import StatelessScope
from keraunos.core.typing import Array
from keraunos.data.arrays import Columns
from keraunos.training.packing import Packed, Packing, Results

Logs = dict[str, Array]
UserStep = Callable[[tuple[Any, ...], Any], tuple[Logs, tuple[Any, ...]]]


class Carry(NamedTuple):
    """Everything that changes in training; donated to the program and returned by it.

    Its leaves are arrays, or shapes and dtypes of arrays when a program is traced.
    """

    trainable: list[Any]
    non_trainable: list[Any]
    optimizer: list[Any]
    metrics: list[Any]
    bad_step: Any
    """The first step, counted over the fit, whose loss was not finite; -1: none."""
    steps_done: Any
    logs: Logs
    """What the user's own step reported last; empty where the metrics say it all."""


@dataclass(frozen=True, eq=False)
class Parts:
    """The stateful objects behind a program: what is read and written, and the user's functions."""

    trainable: list[Any]
    non_trainable: list[Any]
    optimizer: Any
    metrics: list[Any]
    forward: Callable[[Columns, bool], tuple[Any, Any]]
    """(batch, training) -> (loss, y_pred), reading and writing variables."""
    measure: Callable[[Columns, Any, Any], Logs]
    """(batch, loss, y_pred) -> logs; updates the metrics."""
    results: Callable[[], Logs]
    reset: Callable[[], None]
    own_train: UserStep | None = None
    """The model's own `train_step(state, data)`."""
    own_test: UserStep | None = None
    keeps_logs: bool = False
    """Whether a step's logs say more than the metrics do."""

    @cached_property
    def reading(self) -> list[Any]:
        """The variables that a program reads which changes no weight."""
        return [*self.trainable, *self.non_trainable]

    @cached_property
    def groups(self) -> tuple[list[Any], ...]:
        """The variables that a training program is handed, as a carry groups them."""
        optimizer = self.optimizer.variables if self.optimizer is not None else []
        return self.trainable, self.non_trainable, list(optimizer), self.metrics

    @cached_property
    def packing(self) -> Packing:
        """How a carry is handed over."""
        return Packing(carry_specs(self))


def specs_of(variables: list[Any]) -> list[Any]:
    """Shapes and dtypes of variables, for tracing."""
    return [jax.ShapeDtypeStruct(v.shape, v._dtype) for v in variables]


def carry_specs(parts: Parts) -> Carry:
    """Shapes and dtypes of the carry."""
    count = jax.ShapeDtypeStruct((), np.int32)
    trainable, other, slots, metrics = map(specs_of, parts.groups)
    return Carry(trainable, other, slots, metrics, count, count, {})


def packed_specs(parts: Parts) -> Packed:
    """Shapes and dtypes of the carry as a program is handed it."""
    return parts.packing.shapes(carry_specs(parts))


def train_step(parts: Parts, carry: Carry, batch: Columns) -> Carry:
    """One step of gradient descent on a batch."""
    if parts.own_train is not None:
        return _own_train(parts.own_train, carry, batch)
    frozen, own = [*parts.non_trainable, *parts.metrics], parts.optimizer.variables

    def loss_of(trainable: list[Array]) -> tuple[Array, Any]:
        values = [*trainable, *carry.non_trainable, *carry.metrics, *carry.optimizer]
        held = zip([*parts.trainable, *frozen, *own], values)  # the loss's scale may be a variable
        with StatelessScope(held, collect_losses=True) as scope:
            loss, y_pred = parts.forward(batch, True)
            return parts.optimizer.scale_loss(loss), (loss, y_pred, scope.values(frozen))

    grads, (loss, y_pred, values) = jax.grad(loss_of, has_aux=True)(carry.trainable)
    count = len(parts.non_trainable)
    trainable, optimizer = parts.optimizer.stateless_apply(carry.optimizer, grads, carry.trainable)
    metrics, logs = _measured(parts, values[count:], batch, loss, y_pred)
    return carry._replace(
        trainable=list(trainable),
        non_trainable=values[:count],
        optimizer=list(optimizer),
        metrics=metrics,
        logs=logs,
        bad_step=_first_bad(carry, loss),
        steps_done=carry.steps_done + 1,
    )


def _first_bad(carry: Carry, loss: Any) -> Array:
    fine = jnp.all(jnp.isfinite(loss)) | (carry.bad_step >= 0)
    return jnp.where(fine, carry.bad_step, carry.steps_done)


def _own_train(step: UserStep, carry: Carry, batch: Columns) -> Carry:
    """The model's own step, on the four parts of the state in Keras' order."""
    logs, state = step(tuple(carry[:4]), packed(batch))
    trainable, other, optimizer, metrics = (
        _as_before(new, old) for new, old in zip(state, carry[:4], strict=True)
    )
    logs = _float_logs(logs)
    bad_step = _first_bad(carry, logs.get("loss", 0.0))
    done = carry.steps_done + 1
    return Carry(trainable, other, optimizer, metrics, bad_step, done, logs)


def _as_before(new: Any, old: list[Array]) -> list[Array]:
    """The user's new values in the dtypes of the old ones: a loop carries one type."""
    pairs = zip(new, old, strict=True)
    return [n if n is o else jnp.asarray(n, o.dtype) for n, o in pairs]


def _float_logs(logs: Any) -> Logs:
    return {name: jnp.asarray(value, jnp.float32) for name, value in (logs or {}).items()}


def packed(batch: Columns) -> Any:
    """A batch as Keras hands it to a model's own step: x, (x, y) or (x, y, sample_weight)."""
    if batch.sample_weight is not None:
        return tuple(batch)
    if batch.y is not None:
        return batch.x, batch.y
    return (batch.x,) if isinstance(batch.x, (list, tuple)) else batch.x


def _measured(
    parts: Parts, metrics: list[Array], batch: Columns, loss: Any, y_pred: Any
) -> tuple[list[Array], Logs]:
    with StatelessScope(zip(parts.metrics, metrics)) as scope:
        logs = parts.measure(batch, loss, y_pred)
        kept = _float_logs(logs) if parts.keeps_logs else {}
        return scope.values(parts.metrics), kept


class Tally(NamedTuple):
    """What an evaluation gathers."""

    metrics: list[Array]
    logs: Logs
    moved: dict[int, Array]
    """What goes on from batch to batch, seeds and states of layers, by place in `Parts.reading`."""

    def over(self, frozen: list[Array]) -> list[Array]:
        """The values that programs read, with what moved as it is now."""
        return [self.moved.get(i, value) for i, value in enumerate(frozen)]


def test_step(parts: Parts, frozen: list[Array], tally: Tally, batch: Columns) -> Tally:
    """The tally after one more batch, the model in inference mode."""
    now = tally.over(frozen)
    count = len(parts.trainable)
    if parts.own_test is not None:
        state = (now[:count], now[count:], tally.metrics)
        logs, state = parts.own_test(state, packed(batch))
        after = [*now[:count], *_as_before(state[1], now[count:])]
        metrics = _as_before(state[2], tally.metrics)
        return Tally(metrics, _float_logs(logs), _moved(tally, now, after))
    variables = [*parts.reading, *parts.metrics]
    with StatelessScope(zip(variables, [*now, *tally.metrics]), collect_losses=True) as scope:
        loss, y_pred = parts.forward(batch, False)
        after, metrics = scope.values(parts.reading), scope.values(parts.metrics)
    return Tally(*_measured(parts, metrics, batch, loss, y_pred), _moved(tally, now, after))


def _moved(tally: Tally, now: list[Array], after: list[Array]) -> dict[int, Array]:
    """What moved before, and what a step gave new values now."""
    new = {i: a for i, (a, b) in enumerate(zip(after, now, strict=True)) if a is not b}
    return {**tally.moved, **new}


def fresh_tally(parts: Parts, frozen: list[Array], metrics: list[Array], batch: Columns) -> Tally:
    """Room for what steps on such batches gather; a loop carries one structure."""
    tally = Tally(metrics, {}, {})
    if parts.own_test is None and not parts.keeps_logs and not parts.non_trainable:
        return tally  # no need to trace a step to see that
    shapes = shapes_after(lambda f, t, b: test_step(parts, f, t, b)[1:], frozen, tally, batch)
    return Tally(metrics, _zeros(shapes[0]), {i: frozen[i] for i in shapes[1]})


def results_of(parts: Parts, metrics: list[Array], logs: Logs) -> Logs:
    """What is reported: a step's own logs, else the metrics' results for these values."""
    if logs:
        return logs
    with StatelessScope(zip(parts.metrics, metrics)):
        return _float_logs(parts.results())


def cleared(parts: Parts, metrics: list[Array]) -> list[Array]:
    """The metrics' variables as at the start of an epoch."""
    with StatelessScope(zip(parts.metrics, metrics)) as scope:
        parts.reset()
        return scope.values(parts.metrics)


def handing_carry(
    steps: Callable[..., Carry], parts: Parts, given: Packed, *data: Any
) -> tuple[Packed, Results]:
    """What a program does around `steps` (parts, carry, …) -> carry: unpack, pack, and report the results."""
    handed = parts.packing
    carry = steps(parts, handed.unpack(given), *data)
    results = Results.of(results_of(parts, carry.metrics, carry.logs))
    return handed.pack(carry._replace(logs={})), results


def handing_metrics(
    tests: Callable[..., Tally], parts: Parts, given: Packed, *data: Any
) -> tuple[Packed, Results, dict[int, Array]]:
    """As `handing_carry`, around `tests` (parts, metrics, …) -> tally; and what moved."""
    handed = Packing(specs_of(parts.metrics))
    metrics, logs, moved = tests(parts, handed.unpack(given), *data)
    return handed.pack(metrics), Results.of(results_of(parts, metrics, logs)), moved


def with_logs(parts: Parts, carry: Carry, batch: Columns) -> Carry:
    """The carry with room for what the model's own step will report; a loop carries one structure."""
    if parts.own_train is None and not parts.keeps_logs:
        return carry
    shapes = shapes_after(lambda c, b: train_step(parts, c, b).logs, carry, batch)
    return carry._replace(logs=_zeros(shapes))


def shapes_after(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives, as shapes; by running it where steps run in Python and may be untraceable."""
    if jax.config.jax_disable_jit:  # pyright: ignore[reportAttributeAccessIssue]
        return function(*arguments)
    return jax.eval_shape(function, *arguments)


def _zeros(shapes: Any) -> Logs:
    return {name: jnp.zeros(s.shape, s.dtype) for name, s in shapes.items()}
