"""Scopes: pure views of code that reads and writes variables, for one thread only."""

import threading

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core.scope import (
    AutocastScope,
    InnerScope,
    StatelessScope,
    SymbolicScope,
    current_scope,
    pure,
)
from keraunos.core.variable import Variable


def test_a_pure_function_gives_the_output_and_the_new_values():
    count, factor = Variable(np.int32(0)), Variable(2.0)

    def step(x):
        count.assign_add(1)
        return x * factor

    run = jax.jit(pure(step, [count, factor]))
    output, values = run([jnp.int32(4), jnp.float32(3.0)], 5.0)
    assert output == 15
    assert [float(v) for v in values] == [5, 3]
    assert count.numpy() == 0


def test_scopes_nest_and_restore():
    v = Variable(1.0)
    with StatelessScope([(v, jnp.float32(2.0))]) as outer:
        with StatelessScope([(v, jnp.float32(3.0))]):
            assert v.value == 3
        assert v.value == 2
        assert current_scope() is outer
    assert current_scope() is None
    assert v.value == 1


def test_another_thread_sees_none_of_it():
    v, seen = Variable(1.0), []
    with StatelessScope([(v, jnp.float32(2.0))]):
        thread = threading.Thread(target=lambda: seen.append((float(v.value), current_scope())))
        thread.start()
        thread.join()
    assert seen == [(1.0, None)]


def test_losses_are_collected_where_asked():
    with StatelessScope(collect_losses=True) as scope:
        scope.add_loss(1.0)
    assert scope.losses == [1.0]


def test_autocast_reads_floats_in_sixteen_bits():
    weight, count = Variable(np.ones(2)), Variable(np.int32(1))
    fixed = Variable(np.ones(2), autocast=False)
    with AutocastScope("bfloat16"):
        assert weight.value.dtype == weight.dtype == "bfloat16"
        assert count.value.dtype == "int32"
        assert fixed.value.dtype == "float32"
        with AutocastScope(None):
            assert weight.value.dtype == "float32"
    assert weight.value.dtype == "float32"


def test_a_scope_within_another_reads_through_and_keeps_its_writes():
    v = Variable(np.zeros(2, "float32"))
    with StatelessScope([(v, jnp.ones(2))]) as outer, InnerScope() as inner:
        assert v.value.tolist() == [1, 1]
        v.assign([2.0, 2.0])
        assert list(inner.written.values()) == [v]
        assert outer.get_current_value(v).tolist() == [1, 1]
    assert v.numpy().tolist() == [0, 0]


def test_a_scope_for_shapes_throws_writes_away():
    v = Variable(np.zeros(2, "float32"))
    with SymbolicScope() as scope:
        v.assign([2.0, 2.0])
        assert isinstance(scope, StatelessScope)
    assert v.numpy().tolist() == [0, 0]
