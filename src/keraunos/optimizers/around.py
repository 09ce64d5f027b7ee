"""What happens around any rule: clips before it, weight decay beside it, averages after it, and choices."""

from collections.abc import Callable, Sequence
from typing import Any

from keraunos import ops
from keraunos.core.scope import StatelessScope
from keraunos.core.typing import Array
from keraunos.core.variable import Variable


def clipped(
    grads: list[Array], norm: float | None, global_norm: float | None, value: float | None
) -> list[Array]:
    """The gradients within a limit: of each one's norm, of the norm of all, or of each element.

    Args: norm, global_norm, value: the limits; the first that is a float > 0 counts.
    """
    if norm is not None and norm > 0:
        return [g * norm / ops.maximum(_norm([g]), norm) for g in grads]
    if global_norm is not None and global_norm > 0:
        length = _norm(grads)
        factor = global_norm / ops.maximum(length, global_norm)
        factor = factor + (length - length)  # an infinite gradient makes all of them NaN
        return [g * ops.cast(factor, g.dtype.name) for g in grads]
    if value is not None and value > 0:
        return [ops.clip(g, -value, value) for g in grads]
    return grads


def _norm(grads: list[Array]) -> Array:
    return ops.sqrt(sum(ops.sum(ops.square(g)) for g in grads))


def decay(variables: Sequence[Variable], share: float, rate: Any) -> None:
    """w' = w - w · share · rate."""
    for v in variables:
        v.assign(v.value - v.value * ops.cast(share, v._dtype) * ops.cast(rate, v._dtype))


def average(
    slots: Sequence[Variable], variables: Sequence[Variable], done: Any, momentum: float,
    every: int | None,
) -> None:  # fmt: skip
    """a' = momentum · a + (1 - momentum) · w; at the first update a' = w.

    Args: done: updates made before this one. every: how often w' = a'; None or 0: never.
    """
    for slot, v in zip(slots, variables):
        kept = ops.cast(ops.not_equal(done, 0), v._dtype) * momentum
        slot.assign(kept * slot.value + (1 - kept) * v.value)
        if every:
            due = ops.equal(ops.mod(done + 1, every), 0)
            v.assign(ops.where(due, slot.value, v.value))


def either(
    condition: Any, variables: Sequence[Variable], then: Callable[[], None],
    otherwise: Callable[[], None],
) -> None:  # fmt: skip
    """Call one of two functions that assign to these variables; which one, the program decides."""

    def pure(function: Callable[[], None]) -> Callable[[], list[Any]]:
        def run() -> list[Any]:
            with StatelessScope([(v, v.value) for v in variables]) as scope:
                function()
                return scope.values(variables)

        return run

    for variable, value in zip(variables, ops.cond(condition, pure(then), pure(otherwise))):
        variable.assign(value)


def finite(grads: Sequence[Any]) -> Any:
    """Whether every element of every gradient is a finite number."""
    found: Any = True
    for g in grads:
        if g is not None:
            found = ops.logical_and(found, ops.all(ops.isfinite(g)))
    return found
