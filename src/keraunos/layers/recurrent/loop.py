"""The loop over time steps around any cell: masks, states that cells keep in variables, unrolling."""

from collections.abc import Callable
from typing import Any

from keraunos import ops
from keraunos.core import scope, tree
from keraunos.core.typing import Array
from keraunos.layers.call_context import signature_of
from keraunos.layers.layer import Layer
from keraunos.ops.lowering.recurrent import unrolls

Step = Callable[..., tuple[Array, Any]]


def over_time(
    cell: Any, steps: Any, mask: Any, states: Any, start: Array, training: bool,
    sequences: bool, zero_masked: bool, unroll: bool,
) -> tuple[Any, Array, Any]:  # fmt: skip
    """(all outputs or None, last output, last states) of a cell.

    Args:
        steps: a structure of (time, batch, ...). mask: (time, batch) bool, or None.
        states: in the form of the cell's state_size, a single one in a list.
        start: what stands for the output before the first step.
        sequences: whether all outputs are wanted. zero_masked: 0 at masked steps, not the output before.
        unroll: no loop in the program.
    """
    if not is_split(cell):
        with kept_variables(cell) as kept:
            step = kept.carried(_plain(cell, training))
            outputs, last, (states, values) = _scan(
                step, steps, mask, (states, kept.first), start, sequences, zero_masked, unroll
            )
            kept.assign(values)
        return outputs, last, states
    prepared, context = cell.prepare(steps, states, training)
    unroll = unroll or unrolls(prepared.shape[0], start.size)
    found = None
    if mask is None and not unroll and _has_whole(cell):
        found = cell.whole(prepared, states, context, sequences)
    if found is not None:
        return found

    def step(x: Any, states: Any) -> tuple[Array, Any]:
        return cell.advance(x, states, context)

    return _scan(step, prepared, mask, states, start, sequences, zero_masked, unroll)


def is_split(cell: Any) -> bool:
    """Whether the cell's `call` is one that goes through its `prepare` and `advance`."""
    call, *parts = (_home(cell, name) for name in ("call", "prepare", "advance"))
    return min(parts) >= 0 and call >= max(parts)


def _has_whole(cell: Any) -> bool:
    """Whether `whole` is not older than the parts that it stands for."""
    return _home(cell, "whole") <= min(_home(cell, name) for name in ("prepare", "advance"))


def _home(cell: Any, name: str) -> int:
    """Where in the line of classes a method is written: 0 for the cell's own; -1: nowhere."""
    found = [i for i, c in enumerate(type(cell).__mro__) if name in c.__dict__]
    return found[0] if found else -1


def _scan(
    step: Step, steps: Any, mask: Any, states: Any, start: Array, sequences: bool,
    zero_masked: bool, unroll: bool,
) -> Any:  # fmt: skip
    def once(carry: Any, now: Any) -> Any:
        before, states = carry
        x, on = now
        output, new = step(x, states)
        if on is not None:
            new = tree.map_structure(lambda a, b: _choose(on, a, b), new, states)
            output = _choose(on, output, ops.zeros_like(output) if zero_masked else before)
        return (output, new), output if sequences else None

    (last, states), outputs = ops.scan(
        once, (start, states), (steps, mask), unroll=True if unroll else 1
    )
    return outputs, last, states


def _choose(on: Array, a: Array, b: Array) -> Array:
    """a in the rows where the mask is on, else b."""
    return ops.where(ops.reshape(on, (-1, *(1,) * (len(a.shape) - 1))), a, b)


def _plain(cell: Any, training: bool) -> Step:
    """One call of the cell as its writer wrote it."""
    call = cell if isinstance(cell, Layer) else cell.call
    takes = "training" in signature_of(type(cell).call).names
    options = {"training": training} if takes else {}

    def step(x: Any, states: Any) -> tuple[Array, Any]:
        output, new = call(x, states, **options)
        new = list(new) if isinstance(new, (list, tuple)) else [new]
        return output, tree.pack_sequence_as(states, tree.flatten(new))

    return step


class kept_variables:
    """The variables that a cell may write at each step, carried through the loop as values."""

    def __init__(self, cell: Any) -> None:
        self._all = list(cell.variables) if isinstance(cell, Layer) else []
        self._written = [v for v in self._all if not v.trainable]

    def __enter__(self) -> "kept_variables":
        with scope.AutocastScope(None):
            self._values = {id(v): v.value for v in self._all}
        self.first = [self._values[id(v)] for v in self._written]
        return self

    def __exit__(self, *error: object) -> None:
        self._values.clear()

    def carried(self, step: Step) -> Step:
        """The step with (states, values of the written variables) as its states."""

        def run(x: Any, carry: Any) -> tuple[Array, Any]:
            states, values = carry
            if not values:
                output, new = step(x, states)
                return output, (new, values)
            now = {**self._values, **{id(v): a for v, a in zip(self._written, values)}}
            with scope.StatelessScope([(v, now[id(v)]) for v in self._all]) as inside:
                output, new = step(x, states)
            with scope.AutocastScope(None):
                return output, (new, inside.values(self._written))

        return run

    def assign(self, values: Any) -> None:
        """Give the variables what the loop left."""
        for variable, value in zip(self._written, values):
            variable.assign(value)
