"""Functions that assign Variables, made pure."""

import jax
import numpy as np
import pytest

from keraunos import Layer, StatelessScope, Variable
from keraunos.core.scope import AutocastScope
from keraunos.ops.stateful import carried, concrete, unwritten
from keraunos.random import SeedGenerator, normal


def once(values, wrap, function):
    return wrap(function)(values)


def test_writes_reach_the_variable_after_the_run():
    v = Variable(np.zeros(2, "float32"))
    out = carried(
        "test", lambda values, wrap: once(values, wrap, lambda: v.assign_add([1.0, 2.0]).sum())
    )
    assert float(out) == 3
    assert v.numpy().tolist() == [1, 2]


def test_variables_are_carried_in_their_own_dtype():
    v = Variable(np.float32([1.0]))
    with AutocastScope("bfloat16"):
        carried("test", lambda values, wrap: once(values, wrap, lambda: v.assign([1.0 + 2**-20])))
    assert v.numpy()[0] == np.float32(1 + 2**-20)


def test_a_function_without_writes_runs_once():
    runs = []
    carried("test", lambda values, wrap: once(values, wrap, lambda: runs.append(1)))
    assert len(runs) == 1


def test_random_numbers_differ_from_step_to_step():
    seeds = SeedGenerator(3)

    def loop(values, wrap):
        def step(inner, _):
            y, inner = wrap(lambda: normal((2,), seed=seeds))(inner)
            return inner, y

        values, ys = jax.lax.scan(step, values, length=4)
        return ys, values

    drawn = np.asarray(carried("test", loop))
    assert len(np.unique(drawn)) == 8
    assert int(seeds.state.numpy()[1]) == 4


class Adding(Layer):
    def call(self, x):
        self.add_loss(1.0)
        return x


def test_a_loss_cannot_leave():
    with pytest.raises(ValueError, match=r"ops.scan: add_loss\(\) was called inside"):
        with StatelessScope(collect_losses=True):
            unwritten("scan", lambda: Adding().add_loss(1.0))()


def test_what_must_not_write():
    v = Variable(np.zeros(2, "float32"), name="counts")
    assert unwritten("map", lambda: 3)() == 3
    with pytest.raises(ValueError, match="assigns Variable 'counts'"):
        unwritten("map", lambda: v.assign([1.0, 1.0]))()


def test_values_pass():
    assert concrete("cond", {"a": 1}) == {"a": 1}
