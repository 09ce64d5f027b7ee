"""The way to the present step: a copy of the state some steps ago, and the dispatches since then.

A run repeats to the bit, so that any step on the way can be looked at afterwards.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import jax
import numpy as np

from keraunos.data.arrays import Columns
from keraunos.training.packing import Packed

_SHARE = 0.005  # of the time of a run, at most, that copies of its state take after the first one
_BYTES = 2**30  # a larger state is not copied
_HELD = 2**26  # bytes of batches that are kept until the state is copied again
_CALLS = 4096  # dispatches, likewise


class Dispatch(NamedTuple):
    """A call of a program on some batches, which can be repeated.

    program, fixed: what is called, and its arguments but for the state and these. at: where it begins.
    ahead: its steps. batch: gives one of its batches, and the numbers of its rows in the data, None if they
    have none. held: bytes that are kept for it alone.
    """

    program: Callable[..., tuple[Any, ...]]
    fixed: tuple[Any, ...]
    at: Any
    ahead: int
    batch: Callable[[int], tuple[Columns, Any]]
    held: int = 0

    def __call__(self, state: Packed, ahead: int | None = None) -> tuple[Any, ...]:
        """Hand the state to the program; ahead: fewer steps."""
        return self.program(state, *self.fixed, self.at, np.int32(ahead or self.ahead))


class Stretch(NamedTuple):
    """A dispatch that was done: the state before it and the steps before it."""

    state: Packed
    first: int
    dispatch: Dispatch


class Trail:
    """Remembers how a run came to where it is.

    The first copy of the state is made before the first step. Others follow as they take less than a small
    share of the time. What callbacks set between two dispatches is seen: numbers are kept, for arrays the
    state is copied again, or the trail ends until that is due.
    """

    def __init__(self) -> None:
        self._start: Packed | None = None
        self._first = 0
        self._calls: list[tuple[Dispatch, list[np.ndarray]]] = []
        self._last: Packed | None = None
        self._held = 0
        self._due = 0.0

    def before(self, dispatch: Dispatch, state: Packed, first: int) -> None:
        """A dispatch is about to be done. state: handed to it. first: the steps done so far."""
        if self._start is None or not self._follows(state) or self._is_long():
            self._begin(state, first)
        if self._start is not None:
            self._calls.append((dispatch, state.numbers))
            self._held += dispatch.held

    def after(self, state: Packed) -> None:
        """A dispatch gave this state."""
        self._last = state

    def stretches(self) -> Iterator[Stretch]:
        """The dispatches since the last copy, each with its state, which is a copy; they are repeated.

        A program may be given only copies of what a stretch holds.
        """
        if self._start is None:
            return
        rest, first = self._start.rest, self._first
        for dispatch, numbers in self._calls:
            state = Packed(numbers, rest)
            yield Stretch(state, first, dispatch)
            rest, first = repeated(state, dispatch, dispatch.ahead).rest, first + dispatch.ahead

    def origin(self) -> tuple[Packed, int] | None:
        """The last copy of the state and the steps before it; None if there is none."""
        return None if self._start is None else (self._start, self._first)

    def _follows(self, state: Packed) -> bool:
        """Whether the arrays are those that the last dispatch gave."""
        last = self._last
        return last is not None and all(a is b for a, b in zip(state.rest, last.rest, strict=True))

    def _is_long(self) -> bool:
        long = self._held > _HELD or len(self._calls) >= _CALLS
        return long or (time.perf_counter() >= self._due)

    def _begin(self, state: Packed, first: int) -> None:
        """Copy the state, if that is due; else what was known ends here if it cannot go on."""
        started = time.perf_counter()
        if started < self._due or sum(a.nbytes for a in state.rest) > _BYTES:
            self._start, self._calls, self._held = None, [], 0
            return
        self._start = Packed(state.numbers, _copied(state.rest))
        self._first, self._calls, self._held = first, [], 0
        now = time.perf_counter()
        self._due = now + (now - started) / _SHARE


def copy_size(state: int) -> int:
    """Bytes that a run's copy of a state of so many takes."""
    return state if state <= _BYTES else 0


def repeated(state: Packed, dispatch: Dispatch, ahead: int) -> Packed:
    """The state after that many steps of a dispatch; the one given stays as it is."""
    if not ahead:
        return state
    copy = Packed([n.copy() for n in state.numbers], jax.device_put(state.rest, may_alias=False))
    return dispatch(copy, ahead)[0]


def _copied(arrays: list[Any]) -> list[Any]:
    """Copies on the host, made now: a program may destroy the arrays next."""
    if any(d.platform != "cpu" for a in arrays[:1] for d in a.devices()):
        return jax.device_get(arrays)
    return [_copied_on_host(a) for a in arrays]


def _copied_on_host(array: Any) -> Any:
    """As cheaply as can be; nothing goes on holding the buffer, so that it may still be given away."""
    if array.dtype.isbuiltin == 1:
        return np.array(np.from_dlpack(array))
    return jax.block_until_ready(jax.device_put(array, may_alias=False))
