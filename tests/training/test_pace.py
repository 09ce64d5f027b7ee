"""How many steps a dispatch does, and Ctrl-C."""

import signal

import pytest

from keraunos.training.pace import Interrupts, Pace, timed


def test_pace_grows_to_the_span_and_never_past_what_is_left():
    pace, done = Pace(0.1), []
    for _ in range(6):
        steps = pace.steps(10_000)
        done.append(steps)
        pace.took(steps, steps * 1e-4)
    assert done == [1, 16, 256, 1000, 1000, 1000]
    assert pace.steps(7) == 7


def test_pace_shrinks_when_steps_get_slow_and_does_at_least_one():
    pace = Pace(0.1)
    pace.took(100, 1.0)
    assert pace.steps(1000) == 10
    pace.took(10, 10.0)
    assert pace.steps(1000) == 1


def test_ctrl_c_sets_a_flag_and_the_handler_comes_back():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        assert interrupts.came
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
        with pytest.raises(KeyboardInterrupt):  # the second time at once
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_timed_gives_the_value_and_the_seconds():
    value, seconds = timed(lambda a: a + 1, 2)
    assert value == 3
    assert seconds >= 0
