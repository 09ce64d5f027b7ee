"""Branches and loops."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import keras

from keraunos import Function, KerasTensor, StatelessScope, Variable, ops

X = np.arange(6, dtype="float32").reshape(2, 3)

CALLS = {
    "cond": lambda o: o.cond(jnp.array(True), lambda: jnp.asarray(X), lambda: X * 2.0),
    "cond-number": lambda o: o.cond(0, lambda: 1, lambda: 2),
    "cond-none": lambda o: o.cond(True, lambda: None, lambda: None),
    "switch": lambda o: o.switch(1, [lambda x: x, lambda x: 2 * x], X),
    "switch-beyond": lambda o: o.switch(7, [lambda: 1, lambda: 2]),
    "while_loop": lambda o: o.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x * 2), (0, 1.0)),
    "while_loop-list": lambda o: o.while_loop(
        lambda i, x: i < 3, lambda i, x: [i + 1, x * 2], [0, 1.0]
    ),
    "while_loop-one": lambda o: o.while_loop(lambda i: i < 3, lambda i: i + 1, 0),
    "while_loop-most": lambda o: o.while_loop(
        lambda i, x: i < 30, lambda i, x: (i + 1, x), (0, 1), 4
    ),
    "fori_loop": lambda o: o.fori_loop(1, 4, lambda i, total: total + i, 0),
    "scan": lambda o: o.scan(lambda c, x: (c + x, c), jnp.zeros(3), X),
    "scan-length": lambda o: o.scan(lambda c, _: (c + 1, c), 0, length=3),
    "scan-reverse": lambda o: o.scan(lambda c, x: (c + x.sum(), c), 0.0, X, reverse=True),
    "scan-unroll": lambda o: o.scan(lambda c, x: (c + x, c), jnp.zeros(3), X, unroll=True),
    "scan-tree": lambda o: o.scan(lambda c, x: (c, {"y": x["a"] * c}), 2.0, {"a": X}),
    "associative_scan": lambda o: o.associative_scan(lambda a, b: a + b, X, axis=1),
    "associative_scan-reverse": lambda o: o.associative_scan(lambda a, b: a * b, X, reverse=True),
    "associative_scan-list": lambda o: o.associative_scan(lambda a, b: [a[0] + b[0]], [X]),
    "map": lambda o: o.map(lambda x: x * 2, X),
    "map-tree": lambda o: o.map(lambda x: {"s": x[0] + x[1]}, (X, X)),
    "vectorized_map": lambda o: o.vectorized_map(lambda x: x.sum(), X),
    "vectorized_map-tree": lambda o: o.vectorized_map(lambda x: x[0] + x[1], (X, X)),
    "vectorize": lambda o: o.vectorize(lambda a, b: a + b)(X, 1.0),
    "vectorize-signature": lambda o: o.vectorize(lambda a: a.sum(), signature="(n)->()")(X),
    "vectorize-excluded": lambda o: o.vectorize(lambda a, b: a + b, excluded={1})(X, 1.0),
}


@pytest.mark.parametrize("name", CALLS)
def test_oracle(name):
    ours, theirs = CALLS[name](ops), CALLS[name](keras.ops)
    assert jax.tree.structure(ours) == jax.tree.structure(theirs)
    for a, b in zip(jax.tree.leaves(ours), jax.tree.leaves(theirs)):
        assert a.dtype == getattr(b, "dtype", a.dtype)
        np.testing.assert_array_equal(a, b)


def test_gradients_go_through():
    def total(library):
        return lambda x: library.scan(lambda c, row: (c * row.sum(), c), 1.0, x)[0]

    ours, theirs = (jax.grad(total(o))(jnp.asarray(X)) for o in (ops, keras.ops))
    np.testing.assert_allclose(ours, theirs)


SYMBOLIC = {
    "cond": lambda x: ops.cond(x[0, 0] > 0, lambda: 1.0, lambda: 2.0),
    "switch": lambda x: ops.switch(1, [lambda t: t, lambda t: t + 1], x),
    "while_loop": lambda x: ops.while_loop(lambda t: t.sum() < 100, lambda t: t * 2, (x,))[0],
    "fori_loop": lambda x: ops.fori_loop(0, 3, lambda i, t: t + i, x),
    "scan": lambda x: ops.scan(lambda c, row: (c + row, c), jnp.zeros(3), x)[1],
    "associative_scan": lambda x: ops.associative_scan(lambda a, b: a + b, x),
    "map": lambda x: ops.map(lambda row: row.sum(), x),
    "vectorized_map": lambda x: ops.vectorized_map(lambda row: row * 2, x),
    "vectorize": lambda x: ops.vectorize(lambda a: a + 1)(x),
}


@pytest.mark.parametrize("name", SYMBOLIC)
def test_symbolic_calls_run_as_they_are_written(name):
    x = KerasTensor((None, 3))
    y = SYMBOLIC[name](x)
    run = Function(x, y)(X)
    np.testing.assert_array_equal(run, SYMBOLIC[name](jnp.asarray(X)))
    assert all(a in (None, b) for a, b in zip(y.shape, run.shape, strict=True))
    assert y.dtype == run.dtype


# --- variables ----------------------------------------------------------------------------------


def counter():
    return Variable(np.int32(0), dtype="int32", trainable=False)


def bump(variable, value):
    variable.assign_add(1)
    return value


WRITING = {
    "cond": (lambda v: ops.cond(True, lambda: bump(v, 1.0), lambda: 1.0), 1),
    "cond-not": (lambda v: ops.cond(False, lambda: bump(v, 1.0), lambda: 1.0), 0),
    "switch": (lambda v: ops.switch(1, [lambda: 0, lambda: bump(v, 1)]), 1),
    "while_loop": (lambda v: ops.while_loop(lambda i: i < 4, lambda i: (bump(v, i + 1),), (0,)), 4),
    "fori_loop": (lambda v: ops.fori_loop(0, 3, lambda i, x: bump(v, x + i), 0), 3),
    "scan": (lambda v: ops.scan(lambda c, x: (c + x, bump(v, v.value)), 0.0, jnp.ones(5)), 5),
    "map": (lambda v: ops.map(lambda x: bump(v, x), jnp.ones(2)), 2),
    "nested": (
        lambda v: ops.fori_loop(0, 3, lambda i, x: ops.map(lambda r: bump(v, r), x), jnp.ones(2)),
        6,
    ),
}


@pytest.mark.parametrize("name", WRITING)
def test_assigned_variables_have_their_last_value(name):
    run, times = WRITING[name]
    v = counter()
    run(v)
    assert int(v.numpy()) == times


@pytest.mark.parametrize("name", WRITING)
def test_assigned_variables_in_a_scope_in_a_program(name):
    run, times = WRITING[name]
    v = counter()

    @jax.jit
    def program(start):
        with StatelessScope([(v, start)]) as scope:
            run(v)
            return scope.get_current_value(v)

    found = program(jnp.int32(10))
    assert int(10 if found is None else found) == 10 + times
    assert int(v.numpy()) == 0


def test_each_step_sees_what_the_last_one_wrote():
    v = counter()
    _, seen = ops.scan(lambda c, x: (c, bump(v, v.value)), 0, jnp.ones(3))
    assert seen.tolist() == [0, 1, 2]


def test_a_variable_without_one_value_is_refused():
    v = counter()
    with pytest.raises(ValueError, match=r"ops.vectorized_map: its function assigns Variable"):
        ops.vectorized_map(lambda x: bump(v, x), jnp.ones(2))
    with pytest.raises(ValueError, match=r"ops.while_loop: its function assigns Variable"):
        ops.while_loop(lambda i: bump(v, i < 2), lambda i: (i + 1,), (0,))
    assert int(v.numpy()) == 0


# --- errors -------------------------------------------------------------------------------------


def test_a_symbolic_tensor_from_outside_is_refused():
    x = KerasTensor((2,))
    with pytest.raises(ValueError, match=r"ops.cond: its function gave a symbolic tensor"):
        ops.cond(True, lambda: ops.exp(x), lambda: ops.exp(x))


def test_what_cannot_be_called_and_what_can():
    with pytest.raises(TypeError, match=r"`f` must be callable as f\(carry, x\)"):
        ops.scan(3, 0, X)
    with pytest.raises(TypeError, match=r"`f` must be callable as f\(a, b\)"):
        ops.associative_scan(3, X)
    with pytest.raises(TypeError, match="`pyfunc` must be callable"):
        ops.vectorize(3)
    with pytest.raises(TypeError, match="`pred` must be a boolean or a number"):
        ops.cond(lambda: True, lambda: 1, lambda: 2)


def test_branches_that_differ():
    with pytest.raises(TypeError):
        ops.cond(True, lambda: X, lambda: 1)


def test_sizes_that_differ():
    with pytest.raises(ValueError, match="length"):
        ops.scan(lambda c, x: (c, c), 0, X, length=5)
    with pytest.raises(ValueError, match="length"):
        ops.scan(lambda c, x: (c, c), 0)
