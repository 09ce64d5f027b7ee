import jax
import numpy as np

from keraunos.core.symbolic import KerasTensor
from keraunos.layers import arguments


def test_shapes_keep_their_structure():
    x = {"a": np.ones((2, 3)), "b": [np.ones(4), None]}
    assert arguments.shape_structure(x) == {"a": (2, 3), "b": [(4,), None]}
    doubled = arguments.map_shapes(lambda s: (*s, 1), {"a": (2, None), "b": [(3,)]})
    assert doubled == {"a": (2, None, 1), "b": [(3, 1)]}
    assert arguments.tensors_of([(None, 2)], "int32")[0].dtype == "int32"


def test_one_parameter_gets_the_first_shape_and_several_their_own():
    def one(self, input_shape): ...
    def two(self, query_shape, value_shape): ...

    args = (np.ones((1, 2)), np.ones((3, 4)))
    assert arguments.shapes_for(one, ("inputs",), args[:1], {}) == {"input_shape": (1, 2)}
    found = arguments.shapes_for(two, ("query", "value"), args[:1], {"value": args[1]})
    assert found == {"query_shape": (1, 2), "value_shape": (3, 4)}


def test_numbers_are_known_outside_of_programs_only():
    np.testing.assert_array_equal(arguments.known(np.ones(2)), [1, 1])
    assert arguments.known(KerasTensor((2,))) is None
    seen = []
    jax.eval_shape(lambda x: seen.append(arguments.known(x)), np.ones(2))
    assert seen == [None]
