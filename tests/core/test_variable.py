"""Variables: they own their buffers, and lend them to programs without anybody noticing."""

import threading

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.core import tree
from keraunos.core.errors import ShapeError, StateLostError
from keraunos.core.scope import StatelessScope
from keraunos.core.variable import InFlight, Variable


def test_a_float64_array_becomes_floatx_and_integers_stay():
    assert Variable(np.zeros(2)).dtype == "float32"
    assert Variable(np.zeros(2, "int32")).dtype == "int32"
    assert Variable(0).dtype == Variable(np.arange(2)).dtype == "int32"  # as jax holds them
    assert Variable(np.zeros(2), dtype="bfloat16").dtype == "bfloat16"


def test_an_initializer_needs_a_known_shape():
    drawn = Variable(lambda shape, dtype: np.full(shape, 3, dtype), shape=(2, 1))
    np.testing.assert_array_equal(drawn.numpy(), [[3], [3]])
    for shape in (None, (None, 2)):
        with pytest.raises(ValueError, match="`shape` must be known sizes"):
            Variable(lambda shape, dtype: np.zeros(shape), shape=shape)
    assert Variable("ones", shape=(2,)).numpy().tolist() == [1, 1]
    with pytest.raises(ValueError, match="`shape` must be known sizes"):
        Variable("ones")


def test_an_initializer_in_jax_gives_a_number_even_within_a_trace():
    made = []

    @jax.jit
    def traced(x):
        made.append(Variable(lambda shape, dtype: jnp.ones(shape, dtype), shape=(2,)))
        return x

    traced(1.0)
    np.testing.assert_array_equal(made[0].numpy(), [1, 1])


@pytest.mark.parametrize("array", [np.zeros(3, "float32"), jnp.zeros(3)], ids=["numpy", "jax"])
def test_it_copies_what_it_is_given(array):
    variable = Variable(array)
    variable.assign_add([1, 2, 3])
    np.testing.assert_array_equal(array, np.zeros(3))
    if isinstance(array, np.ndarray):
        variable.assign(array)
        array[:] = 9
        np.testing.assert_array_equal(variable.numpy(), np.zeros(3))


def test_numpy_is_a_copy():
    variable = Variable(np.zeros(2))
    variable.numpy()[:] = 5
    _ = variable.value
    variable.numpy()[:] = 5
    np.testing.assert_array_equal(variable.numpy(), [0, 0])


def test_assign_casts_and_refuses_another_shape():
    variable = Variable(np.zeros(2), name="v")
    variable.assign(np.array([1, 2], "int64"))
    assert variable.value.dtype == "float32"
    with pytest.raises(ShapeError, match=r"Variable 'v': assign expects shape \(2,\); got \(3,\)"):
        variable.assign(np.zeros(3))


def test_operators_are_those_of_its_value():
    v = Variable(np.array([1.0, 2.0]))
    np.testing.assert_allclose(v + 1, [2, 3])
    np.testing.assert_allclose(2 - v, [1, 0])
    np.testing.assert_allclose(v @ v, 5)
    np.testing.assert_allclose(-v, [-1, -2])
    np.testing.assert_array_equal(v > 1, [False, True])
    np.testing.assert_allclose(v[1], 2)
    np.testing.assert_allclose(np.asarray(v), [1, 2])
    np.testing.assert_allclose(jnp.asarray(v), [1, 2])
    assert float(Variable(2.5)) == 2.5
    assert len(v) == 2
    assert v.ndim == 1
    assert v.size == 2


def test_a_scope_answers_for_it():
    v = Variable(np.zeros(2))
    with StatelessScope([(v, jnp.ones(2))]) as scope:
        np.testing.assert_array_equal(v.value, [1, 1])
        v.assign(v + 1)
        np.testing.assert_array_equal(v.value, [2, 2])
        (kept,) = scope.values([v])
    np.testing.assert_array_equal(kept, [2, 2])
    np.testing.assert_array_equal(v.numpy(), [0, 0])


def test_a_reader_waits_until_the_flight_has_landed():
    v = Variable(np.zeros(2))
    _ = v.value
    flight, seen = InFlight(), []
    buffer = v.take(flight)
    reader = threading.Thread(target=lambda: seen.append(v.numpy()))
    reader.start()
    reader.join(0.05)
    assert seen == []
    v.put(buffer + 1)
    flight.landed.set()
    reader.join(5)
    np.testing.assert_array_equal(seen[0], [1, 1])


def test_a_buffer_in_somebodys_hands_is_copied_before_it_is_taken():
    v = Variable(np.zeros(2))
    held = v.value
    taken = v.take(InFlight())
    assert taken is not held
    assert taken.unsafe_buffer_pointer() != held.unsafe_buffer_pointer()
    again = Variable(np.zeros(2))
    again.put(jnp.ones(2))
    own = again._value
    assert again.take(InFlight()) is own


def test_a_lost_value_says_so_until_something_is_assigned():
    v = Variable(np.zeros(2), name="kernel")
    v.lose()
    with pytest.raises(StateLostError, match=r"'kernel': its value was lost.*load_weights"):
        _ = v.value
    assert "lost" in repr(v)
    v.assign([1, 2])
    np.testing.assert_array_equal(v.numpy(), [1, 2])


def test_names():
    with pytest.raises(ValueError, match="free of '/'"):
        Variable(np.zeros(1), name="a/b")
    assert "path=w, shape=(2,), dtype=float32" in repr(Variable(np.zeros(2), name="w"))


def test_functions_of_jax_take_variables_and_see_their_values():
    class Own(Variable):
        pass

    kept = [Variable(np.ones(2)), Own(np.full(2, 3.0))]
    assert [x.tolist() for x in jax.jit(lambda vs: [v * 2 for v in vs])(kept)] == [[2, 2], [6, 6]]
    by_first = jax.grad(lambda vs: (vs[0] * vs[1]).sum())(kept)[0]
    assert by_first.tolist() == [3, 3]
    assert tree.flatten(kept) == kept
    assert tree.map_structure(lambda v: v, kept, none_is_leaf=False) == kept
