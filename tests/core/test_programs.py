"""Functions that use variables, as programs."""

import jax
import numpy as np
import pytest

from keraunos.core.programs import gradient_at, program_of, variables_of, within_a_program
from keraunos.core.symbolic import UNTRACEABLE
from keraunos.core.variable import Variable


def test_variables_of_finds_reads_and_writes():
    a, b, c = Variable(1.0), Variable(2.0), Variable(3.0)
    found = variables_of(lambda x: b.assign(a * x), np.float32(1))
    assert {id(v) for v in found} == {id(a), id(b)}
    assert id(c) not in {id(v) for v in found}
    assert float(b) == 2.0


def test_a_program_reads_and_writes_what_the_variables_are_at_the_time():
    rate, total = Variable(2.0), Variable(0.0)

    def step(x):
        total.assign_add(rate * x)
        return {"total": total, "note": "text"}

    run = program_of(step, [np.float32(1)])
    assert float(total) == 0.0
    run([np.float32(1)])
    rate.assign(10.0)
    found = run([np.float32(1)])
    assert (float(found["total"]), float(total), found["note"]) == (12.0, 12.0, "text")
    with pytest.raises(UNTRACEABLE):
        program_of(lambda x: 1 if x > 0 else 2, [np.float32(1)])


def test_within():
    assert not within_a_program()
    seen = []
    jax.jit(lambda x: seen.append(within_a_program()) or x)(1.0)
    assert seen == [True]


def test_gradient_at():
    assert float(gradient_at(lambda x: x**3, 2.0)) == 12.0
