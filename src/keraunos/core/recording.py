"""Remembers what the engine computes while it computes it, and differentiates that afterwards."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.core import Trace
from jax.extend.core import jaxpr_as_fun, set_current_trace, take_current_trace


class Record(NamedTuple):
    """One operation: how to run it again, what went in and what came out."""

    run: Callable[..., Any]
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]


class Recorder(Trace):
    """Lets the trace below it compute and keeps a record of each operation; values stay plain arrays."""

    __slots__ = ("below", "records")

    def __init__(self, below: Any) -> None:
        super().__init__()
        self.below = below
        self.records: list[Record] = []

    def stage_value(self, val: Any) -> Any:
        """As the trace below makes an array of a value."""
        return self.below.stage_value(val)

    def process_primitive(self, primitive: Any, tracers: Any, params: Any, /) -> Any:
        """One operation of the engine."""
        return self._done(lambda *xs: primitive.bind(*xs, **params), tracers)

    def process_custom_jvp_call(
        self, primitive: Any, fun: Any, jvp: Any, tracers: Any, /, **more: Any
    ) -> Any:
        """A function with a derivative of its own."""
        return self._done_whole(
            lambda trace, xs: trace.process_custom_jvp_call(primitive, fun, jvp, xs, **more),
            tracers,
        )

    def process_custom_vjp_call(
        self, primitive: Any, fun: Any, fwd: Any, bwd: Any, tracers: Any, /, **more: Any
    ) -> Any:
        """A function with a gradient of its own."""
        return self._done_whole(
            lambda trace, xs: trace.process_custom_vjp_call(primitive, fun, fwd, bwd, xs, **more),
            tracers,
        )

    def _done(self, run: Callable[..., Any], inputs: Sequence[Any]) -> Any:
        with set_current_trace(self.below):
            found = _apart(run(*inputs), inputs)
        outputs = tuple(found) if isinstance(found, (list, tuple)) else (found,)
        self.records.append(Record(run, tuple(inputs), outputs))
        return found

    def _done_whole(self, call: Callable[[Any, Any], Any], inputs: Sequence[Any]) -> Any:
        """The engine lets such a function be called once only; its program may run again."""

        def staged(*xs: Any) -> Any:
            with take_current_trace() as trace:
                return call(trace, xs)

        with set_current_trace(self.below):
            program = jaxpr_as_fun(jax.make_jaxpr(staged)(*inputs))
        return self._done(program, inputs)


def _apart(found: Any, inputs: Sequence[Any]) -> Any:
    """What came out, copied where it is the very array that went in: arrays are told apart by identity."""
    given = {id(x) for x in inputs}
    if isinstance(found, (list, tuple)):
        return type(found)(jnp.array(x) if id(x) in given else x for x in found)
    return jnp.array(found) if id(found) in given else found


class Recording:
    """Records everything that is computed between `start` and `stop`.

    Example:
        >>> import jax.numpy as jnp
        >>> x, recording = jnp.float32(3.0), Recording()
        >>> recording.start(); y = x * x; recording.stop()
        >>> float(gradients(recording.records, [y], [x])[0])
        6.0
    """

    def __init__(self) -> None:
        self._kept: list[Record] = []
        self._recorder: Recorder | None = None
        self._setting: Any = None

    @property
    def runs(self) -> bool:
        """Whether it records now."""
        return self._recorder is not None

    @property
    def records(self) -> list[Record]:
        """What was recorded so far."""
        return [*self._kept, *(self._recorder.records if self._recorder is not None else ())]

    def start(self) -> None:
        """Record from now on."""
        with take_current_trace() as below:
            self._recorder = Recorder(below)
        self._setting = set_current_trace(self._recorder)
        self._setting.__enter__()

    def stop(self) -> None:
        """Record no more."""
        if self._recorder is not None:
            self._setting.__exit__(None, None, None)
            self._kept += self._recorder.records
            self._recorder = None

    def clear(self) -> None:
        """Forget what was recorded."""
        self._kept.clear()
        if self._recorder is not None:
            self._recorder.records.clear()


def gradients(
    records: list[Record], targets: list[Any], sources: list[Any], weights: list[Any] | None = None
) -> list[Any]:
    """d Σ weight · target / d source for each source; None where no way leads to a target.

    Args: weights: of the targets, of their shapes; None: ones.
    """
    way, linked = _way(records, targets, sources)
    chosen = [s for s, yes in zip(sources, linked) if yes]
    if not chosen:
        return [None] * len(sources)
    outputs, back = jax.vjp(lambda moves: _replay(way, chosen, moves, targets), _zeros(chosen))
    given = [jnp.ones_like(o) for o in outputs] if weights is None else weights
    found = iter(back([jnp.asarray(g, o.dtype) for g, o in zip(given, outputs)])[0])
    return [next(found) if yes else None for yes in linked]


def jacobians(records: list[Record], target: Any, sources: list[Any]) -> list[Any]:
    """For each source the derivatives of each element of the target; None where no way leads there."""
    way, linked = _way(records, [target], sources)
    chosen = [s for s, yes in zip(sources, linked) if yes]
    derive = jax.jacrev(lambda moves: _replay(way, chosen, moves, [target])[0])
    found = iter(derive(_zeros(chosen)))
    return [next(found) if yes else None for yes in linked]


def _way(
    records: list[Record], targets: list[Any], sources: list[Any]
) -> tuple[list[Record], list[bool]]:
    """The records that lead from the sources to the targets, and which sources have such a way."""
    reached = {id(s) for s in sources if _differentiable(s)}
    forward = []
    for record in records:
        if any(id(x) in reached for x in record.inputs):
            forward.append(record)
            reached.update(id(y) for y in record.outputs if _differentiable(y))
    needed = {id(t) for t in targets}
    way = []
    for record in reversed(forward):
        if any(id(y) in needed for y in record.outputs):
            way.append(record)
            needed.update(id(x) for x in record.inputs)
    return way[::-1], [id(s) in needed and _differentiable(s) for s in sources]


def _replay(records: list[Record], sources: list[Any], moves: list[Any], targets: list[Any]) -> Any:
    """The targets again, each source moved by so much."""
    moved = {id(s): m for s, m in zip(sources, moves)}
    now: dict[int, Any] = {id(s): s + m for s, m in zip(sources, moves)}
    for record in records:
        found = record.run(*(now.get(id(x), x) for x in record.inputs))
        for old, new in zip(
            record.outputs, found if isinstance(found, (list, tuple)) else (found,)
        ):
            now[id(old)] = new + moved[id(old)] if id(old) in moved else new
    return [now.get(id(t), t) for t in targets]


def _zeros(values: list[Any]) -> list[Any]:
    return [jnp.zeros(v.shape, v.dtype) for v in values]


def _differentiable(value: Any) -> bool:
    return hasattr(value, "dtype") and jnp.issubdtype(value.dtype, jnp.inexact)
