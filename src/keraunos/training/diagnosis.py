"""Where the first number came from that is none: data, a layer, the loss, a gradient or an update."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.core import Tracer

from keraunos.core import tree, watching
from keraunos.core.scope import StatelessScope
from keraunos.data.arrays import Columns
from keraunos.training.packing import Packed
from keraunos.training.steps import Carry, Parts, packed
from keraunos.training.trail import Stretch, Trail, repeated

_NAMED = 3  # of several culprits
_UNKNOWN = (
    "Which number was the first is not known: the state is no longer kept from before that step"
)


Call = tuple[str, str]
"""An operation whose output was not finite, and what to say of its inputs if they were."""


class Found(NamedTuple):
    """What was not finite first.

    step: in which step, counted over the fit. what: a sentence without its end.
    """

    step: int
    what: str


def first_not_finite(parts: Parts, trail: Trail, bad_step: int) -> Found:
    """What was not finite first in a run whose loss was not in `bad_step`; steps are repeated to see that."""
    start = True
    for stretch in trail.stretches():
        if start and (lost := _lost_variables(parts, stretch.state)):
            return Found(stretch.first, f"{_listed(lost)} was not finite before the step")
        start = False
        within = min(stretch.dispatch.ahead, bad_step - stretch.first)
        at = _last_finite(parts, stretch, within)
        if at < within or stretch.first + at == bad_step:
            state = repeated(stretch.state, stretch.dispatch, at)
            batch, rows = stretch.dispatch.batch(at)
            return Found(stretch.first + at, _examined(parts, state, batch, rows))
    return Found(bad_step, _UNKNOWN)


def _last_finite(parts: Parts, stretch: Stretch, within: int) -> int:
    """After how many of the first `within` steps of a dispatch the state was finite for the last time."""

    def lost(steps: int) -> bool:
        return bool(_lost_variables(parts, repeated(stretch.state, stretch.dispatch, steps)))

    if not within or not lost(within):
        return within
    low, high = 0, within
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if lost(middle) else (middle, high)
    return low


def _lost_variables(parts: Parts, state: Packed) -> list[str]:
    """The paths of the variables, those of metrics apart, that hold NaN or infinity."""
    carry = parts.packing.unpack_on_host(state)
    return [
        f"'{v.path}'"
        for own, values in zip(parts.groups[:3], carry[:3])
        for v, value in zip(own, values)
        if not _finite(value)
    ]


def _examined(parts: Parts, state: Packed, batch: Columns, rows: Any) -> str:
    """Repeat a step that began with a finite state, operation by operation; what was not finite first."""
    carry: Carry = parts.packing.unpack_on_host(state)
    if found := _data("x", batch.x, rows):
        return found
    calls: list[Call] = []
    with watching.watching(_noting(calls)), np.errstate(all="ignore"):
        if parts.own_train is not None:
            return _own_step(parts, carry, batch, rows, calls)
        loss, y_pred = _forward(parts, carry, batch)
    if not _finite(y_pred) and calls:
        return _first_call(calls)
    if not _finite(loss):
        found = _data("y", batch.y, rows) or _data("sample_weight", batch.sample_weight, rows)
        return found or f"the loss itself was not finite, of outputs {_reach(y_pred)}"
    return _update(parts, carry, batch)


def _own_step(parts: Parts, carry: Carry, batch: Columns, rows: Any, calls: list[Call]) -> str:
    """As `_examined`, of a `train_step` of the user's own."""
    assert parts.own_train is not None
    _, state = parts.own_train(tuple(carry[:4]), packed(batch))
    if calls:
        return _first_call(calls)
    if found := _data("y", batch.y, rows) or _data("sample_weight", batch.sample_weight, rows):
        return found
    names = [f"'{v.path}'" for v, new in zip(parts.trainable, state[0]) if not _finite(new)]
    if names:
        return f"train_step gave {_listed(names)} a value that was not finite; layers' outputs were"
    return "no layer's output was not finite; the loss of the train_step was"


def _forward(parts: Parts, carry: Carry, batch: Columns) -> tuple[Any, Any]:
    with StatelessScope(_held(parts, carry), collect_losses=True):
        return parts.forward(batch, True)


def _held(parts: Parts, carry: Carry) -> Any:
    variables = [v for group in parts.groups for v in group]
    values = [value for part in carry[:4] for value in part]
    return [(v, jax.numpy.asarray(value)) for v, value in zip(variables, values)]


def _update(parts: Parts, carry: Carry, batch: Columns) -> str:
    """Of a step whose loss was finite: the gradients, then what the optimizer made of them."""

    def loss_of(trainable: list[Any]) -> Any:
        now = carry._replace(trainable=trainable)
        return _forward(parts, now, batch)[0]

    grads = jax.jit(jax.grad(loss_of))(list(carry.trainable))
    lost = [f"'{v.path}'" for v, g in zip(parts.trainable, grads) if not _finite(g)]
    if lost:
        last = lost[::-1]  # the gradient flows from the loss backwards
        return f"the gradient of {_listed(last)} was not finite, though outputs and loss were"
    trainable, slots = parts.optimizer.stateless_apply(
        list(carry.optimizer), grads, list(carry.trainable)
    )
    own = [*zip(parts.optimizer.variables, slots), *zip(parts.trainable, trainable)]
    lost = [f"'{v.path}'" for v, value in own if not _finite(value)]
    if lost:
        what = "was not finite after the optimizer's update, though its gradient was"
        return f"{_listed(lost)} {what}"
    return "repeated operation by operation, the step gave finite numbers only"


def _noting(calls: list[Call]) -> Callable[[Any, Any, Any], None]:
    """Notes the operations whose outputs are not finite, and whether their inputs were."""

    def note(operation: Any, given: Any, made: Any) -> None:
        if not _finite(made):
            layer = hasattr(operation, "path")
            name = operation.path if layer else operation.name
            kind = type(operation).__name__ if layer else "an operation"
            calls.append((f"'{name}' ({kind})", _reach(given)))

    return note


def _first_call(calls: list[Call]) -> str:
    name, reach = calls[0]
    made = f"of inputs {reach}" if reach else "nor were its inputs, which no layer made"
    return f"the output of {name} was not finite, {made}"


def _data(name: str, column: Any, rows: Any) -> str:
    """What to say of data that are not finite; empty if they are."""
    for path, array in tree.flatten_with_path(column):
        array = np.asarray(array) if array is not None else np.zeros(0)
        if _finite(array):
            continue
        where = "".join(f"[{part!r}]" for part in path)
        at = [i for i, row in enumerate(array) if not _finite(row)]
        place = f"row {at[0]} of the batch" if rows is None else f"row {int(rows[at[0]])}"
        more = f" and {len(at) - 1} more of its batch" if len(at) > 1 else ""
        return f"the data: `{name}`{where} holds NaN or infinity in {place}{more}"
    return ""


def _reach(value: Any) -> str:
    """How far from 0 the numbers of a structure are; empty if they are not finite."""
    if not _finite(value):
        return ""
    leaves = tree.flatten(value)
    if any(isinstance(a, Tracer) for a in leaves):
        return "that were finite"
    leaves = [np.asarray(a) for a in leaves if hasattr(a, "dtype")]
    numbers = [a.astype(np.float64) for a in leaves if jax.numpy.issubdtype(a.dtype, np.floating)]
    largest = max((float(np.abs(a).max()) for a in numbers if a.size), default=0.0)
    return f"that were finite (up to {largest:.2g})"


def _finite(value: Any) -> bool:
    """Whether all numbers of a structure are finite; what has no numbers yet counts as such."""
    return all(map(_is_finite, tree.flatten(value)))


def _is_finite(leaf: Any) -> bool:
    if not hasattr(leaf, "dtype"):
        return True
    if isinstance(leaf, Tracer):
        return _is_finite_under_way(leaf)
    array = np.asarray(leaf)
    return not jax.numpy.issubdtype(array.dtype, np.inexact) or bool(np.isfinite(array).all())


def _is_finite_under_way(traced: Tracer) -> bool:
    """Of what is being differentiated: it has numbers, unless it is in a loop or a program."""
    try:
        return bool(jax.numpy.isfinite(traced).all())
    except jax.errors.ConcretizationTypeError:
        return True


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
