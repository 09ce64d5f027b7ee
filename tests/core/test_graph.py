"""Functions made of graphs: order, several inputs and outputs, shared and unused parts."""

import jax.numpy as jnp
import numpy as np
import pytest

import keraunos as k
from keraunos import ops
from keraunos.core import graph
from keraunos.core.errors import ShapeError
from keraunos.core.graph import Function, get_source_inputs, nodes_between
from keraunos.core.symbolic import KerasTensor


def test_a_diamond_runs_each_node_once_in_order():
    x = KerasTensor((None, 2))
    left, right = ops.exp(x), ops.negative(x)
    out = ops.add(left, right)
    function = Function(x, out)
    assert [o.name.split("_")[0] for o in function.operations] == ["exp", "negative", "add"]
    value = np.array([[0.5, -1.0]], "float32")
    np.testing.assert_allclose(function(value), np.exp(value) - value, rtol=1e-6)


def test_structures_go_in_and_out():
    a, b = KerasTensor((None, 2)), KerasTensor((None, 2))
    function = Function({"a": a, "b": b}, [ops.add(a, b), {"d": ops.subtract(a, b)}])
    total, rest = function({"a": jnp.ones((1, 2)), "b": jnp.zeros((1, 2))})
    np.testing.assert_array_equal(total, [[1, 1]])
    np.testing.assert_array_equal(rest["d"], [[1, 1]])


def test_an_output_may_be_an_input():
    x = KerasTensor((None, 2))
    function = Function(x, [x, ops.square(x)])
    same, squared = function(jnp.full((1, 2), 3.0))
    np.testing.assert_array_equal(same, [[3, 3]])
    np.testing.assert_array_equal(squared, [[9, 9]])


def test_a_graph_may_begin_in_the_middle():
    x = KerasTensor((None, 2))
    middle = ops.square(x)
    out = ops.add(middle, 1.0)
    np.testing.assert_array_equal(Function(middle, out)(jnp.full((1, 2), 4.0)), [[5, 5]])
    assert len(nodes_between([middle], [out])) == 1


def test_a_graph_on_other_shapes_is_inferred_anew():
    x = KerasTensor((None, 2))
    function = Function(x, ops.sum(x, axis=-1))
    assert function(KerasTensor((7, 2))).shape == (7,)


def test_what_does_not_fit_is_refused():
    x, other = KerasTensor((None, 2)), KerasTensor((None, 2))
    with pytest.raises(ValueError, match="depends on .* which is not among the inputs"):
        Function(x, ops.add(x, other))
    with pytest.raises(ValueError, match="Start from Input"):
        Function(np.zeros(2), x)
    with pytest.raises(ShapeError, match=r"expects 1 input\(s\); got 2"):
        Function(x, ops.square(x))([jnp.ones((1, 2)), jnp.ones((1, 2))])


def test_a_deep_chain_does_not_recurse():
    x = out = KerasTensor((None, 1))
    for _ in range(3000):
        out = ops.negative(out)
    assert float(Function(x, out)(jnp.ones((1, 1)))[0, 0]) == 1


def test_the_inputs_behind_a_tensor():
    a, b = KerasTensor((None, 3)), KerasTensor((None, 3))
    assert [id(x) for x in get_source_inputs((a + b) * a - 1)] == [id(a), id(b)]
    assert get_source_inputs(a) == [a]


def test_a_list_of_one_output_is_that_output():
    assert graph.alone([1]) == graph.alone((1,)) == graph.alone(1) == 1
    assert graph.alone([1, 2]) == [1, 2]
    assert graph.alone({"a": 1}) == {"a": 1}


def test_shapes_of_a_function():
    x = k.Input((2,))
    function = k.Function({"x": x}, [k.ops.concatenate([x, x]), x])
    assert function.compute_output_shape({"x": (5, 2)}) == [(10, 2), (5, 2)]
