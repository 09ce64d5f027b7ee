"""The trail of a run: which copies it keeps, and that it repeats to the bit."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.training import trail as module
from keraunos.training.packing import Packed
from keraunos.training.trail import Trail, repeated


class Doubling:
    """A dispatch: each step doubles the array, adds the number to it, and counts."""

    held = 0

    def __init__(self, ahead=1):
        self.ahead = ahead
        self.run = jax.jit(self._run, donate_argnums=0)

    @staticmethod
    def _run(state, ahead):
        def step(_, s):
            return Packed([s.numbers[0]], [s.rest[0] * 2 + s.numbers[0][0]])

        return (jax.lax.fori_loop(0, ahead, step, state),)

    def __call__(self, state, ahead=None):
        return self.run(state, np.int32(ahead or self.ahead))

    def batch(self, index):
        raise NotImplementedError


def done(trail, dispatch, state, first):
    trail.before(dispatch, state, first)
    (state,) = dispatch(state)
    trail.after(state)
    return Packed([np.asarray(n) for n in state.numbers], state.rest)


def begun(value=1.0, dtype="float32"):
    return Packed([np.ones(1, "float32")], [jnp.full((3,), value, dtype)])


def test_every_state_on_the_way_is_found_again(monkeypatch):
    monkeypatch.setattr(module, "_SHARE", 1e-9)  # no second copy
    trail, state, states = Trail(), begun(), []
    for first in (0, 2, 4):
        states.append(np.asarray(state.rest[0]).copy())
        if first == 4:
            state = Packed([np.full(1, 7.0, "float32")], state.rest)  # as a callback sets a rate
        state = done(trail, Doubling(2), state, first)
    found = list(trail.stretches())
    assert [s.first for s in found] == [0, 2, 4]
    for stretch, expected in zip(found, states, strict=True):
        np.testing.assert_array_equal(stretch.state.rest[0], expected)
    last = found[-1]
    np.testing.assert_array_equal(repeated(last.state, last.dispatch, 2).rest[0], state.rest[0])
    np.testing.assert_array_equal(repeated(last.state, last.dispatch, 0).rest[0], states[2])


def test_arrays_that_were_set_meanwhile_begin_it_anew_or_end_it(monkeypatch):
    monkeypatch.setattr(module, "_SHARE", 1e12)
    trail = Trail()
    done(trail, Doubling(), begun(), 0)
    done(trail, Doubling(), begun(5.0), 1)
    assert [s.first for s in trail.stretches()] == [1]
    monkeypatch.setattr(module, "_SHARE", 1e-9)
    trail = Trail()
    done(trail, Doubling(), begun(), 0)
    done(trail, Doubling(), begun(5.0), 1)  # a copy is not due
    assert list(trail.stretches()) == []


@pytest.mark.parametrize(("limit", "value"), [("_BYTES", 1), ("_CALLS", 1)])
def test_it_holds_no_more_than_its_bounds(monkeypatch, limit, value):
    monkeypatch.setattr(module, "_SHARE", 1e-9)
    monkeypatch.setattr(module, limit, value)
    trail, state = Trail(), begun()
    for first in range(3):
        state = done(trail, Doubling(), state, first)
    assert list(trail.stretches()) == []


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "int8", "bool", "float8_e4m3fn"])
def test_a_copied_buffer_may_still_be_given_away(dtype):
    array = jnp.ones((1000,), dtype)
    (copy,) = module._copied([array])
    address = array.unsafe_buffer_pointer()
    after = jax.jit(lambda x: x ^ True if dtype == "bool" else x + 1, donate_argnums=0)(array)
    assert array.is_deleted() and after.unsafe_buffer_pointer() == address
    np.testing.assert_array_equal(np.asarray(copy, "float32"), 1)
