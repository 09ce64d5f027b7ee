"""Scalars travel together, and come back as they were."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.training.packing import Packing, Results, done_if, repeat, repeat_while

LEAVES = {
    "float": lambda n: np.float32(n),
    "half": lambda n: jnp.bfloat16(n),
    "int": lambda n: np.int32(n),
    "flag": lambda n: np.bool_(n % 2),
    "vector": lambda n: np.full(3, n, np.float32),
    "empty": lambda n: np.zeros((0, 2), np.int32),
}


def made(kinds):
    return [{"leaf": jnp.asarray(LEAVES[kind](i))} for i, kind in enumerate(kinds)]


def same(one, other):
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        assert a.dtype == b.dtype and a.shape == b.shape
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(LEAVES)), max_size=8))
def test_what_is_packed_comes_back(kinds):
    value = made(kinds)
    packing = Packing(value)
    packed = packing.pack(value)
    scalars = [x.dtype for x in jax.tree.leaves(value) if not x.shape]
    assert len(packed.numbers) == len(set(scalars))
    assert sum(v.size for v in packed.numbers) == len(scalars)
    same(packed, packing.pack_on_host(value))
    same(packing.unpack(packed), value)
    same(packing.unpack_on_host(packed), value)
    shapes = packing.shapes(value)
    assert jax.tree.map(lambda a: (a.shape, a.dtype), packed) == jax.tree.map(
        lambda a: (a.shape, a.dtype), shapes
    )


def test_scalars_from_the_host_are_numpy_arrays_of_their_own_shape():
    found = Packing([jnp.float32(1)]).unpack_on_host(Packing([jnp.float32(1)]).pack([2.0]))
    assert isinstance(found[0], np.ndarray) and found[0].shape == ()


def test_results_have_a_row_an_epoch():
    logs = {"b": jnp.float32(2), "a": jnp.arange(6).reshape(2, 3), "c": jnp.int32(7)}
    one = Results.of(logs)
    assert one.values.shape == (8,)
    found = one.logs()
    assert list(found) == ["a", "b", "c"]
    assert found["b"] == 2.0 and isinstance(found["b"], float) and found["c"] == 7.0
    np.testing.assert_array_equal(found["a"], np.arange(6).reshape(2, 3))
    many = Results(np.stack([one.values, one.values + 1]), one.layout).on_host()
    assert many.logs(1)["b"] == 3.0


def test_no_results_are_no_columns():
    assert Results.of({}).logs() == {}


def test_results_pass_through_a_compiled_function_with_their_names():
    doubled = jax.jit(lambda r: Results(r.values * 2, r.layout))(Results.of({"loss": 3.0}))
    assert doubled.logs() == {"loss": pytest.approx(6.0)}


def test_dtypes_that_are_off_are_packed_as_what_stands_for_them():
    """A variable may say float64 where its value can only be float32."""
    said = {"a": jax.ShapeDtypeStruct((), np.float64), "b": jax.ShapeDtypeStruct((), np.float32)}
    packing = Packing(said)
    assert [vector.shape for vector in packing.shapes(said).numbers] == [(2,)]
    packed = packing.pack({"a": jnp.float32(1), "b": jnp.float32(2)})
    assert packing.unpack(packed) == {"a": 1, "b": 2}
    assert jax.tree.structure(packed) == jax.tree.structure(packing.shapes(said))


def test_loops_and_choices_give_what_plain_ones_do():
    start = {"n": jnp.int32(0), "half": jnp.bfloat16(1), "rows": jnp.ones(3)}

    def grown(value):
        return {"n": value["n"] + 1, "half": value["half"] * 2, "rows": value["rows"] + value["n"]}

    def run(first, end, due):
        times = repeat(first, end, lambda i, v: {**grown(v), "n": v["n"] + i}, start)
        until = repeat_while(lambda v: v["n"] < end, grown, start)
        return times, until, done_if(due, grown, start)

    times, until, once = jax.jit(run)(jnp.int32(1), jnp.int32(4), True)
    same(times, {"n": jnp.int32(6), "half": jnp.bfloat16(8), "rows": jnp.float32([5, 5, 5])})
    same(until, {"n": jnp.int32(4), "half": jnp.bfloat16(16), "rows": jnp.float32([7, 7, 7])})
    same(once, grown(start))
    same(jax.jit(run)(jnp.int32(1), jnp.int32(4), False)[2], start)
