import numpy as np
import pytest

import keraunos as k
from keraunos import layers

A, B = np.array([[1.0, 5.0]], "f4"), np.array([[3.0, 2.0]], "f4")
NAMES = ["add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate"]


@pytest.mark.parametrize("name", NAMES)
def test_functions_are_their_layers(name):
    made = getattr(layers, name.capitalize())()
    np.testing.assert_array_equal(getattr(layers, name)([A, B]), made([A, B]))


def test_dot_has_axes_of_its_own():
    np.testing.assert_array_equal(layers.dot([A, B]), [[13.0]])
    np.testing.assert_allclose(layers.dot([A, A], axes=1, normalize=True), [[1.0]], rtol=1e-6)


def test_graphs_get_a_named_layer():
    x = k.Input((2,))
    model = k.Model(x, layers.add([x, x], name="twice"))
    assert model.get_layer("twice").__class__ is layers.Add
