"""Gradients within a graph, as maps of what a network saw need them."""

import numpy as np
import pytest

import keraunos as k
from keraunos.compat.backend.derivatives import gradients
from keraunos.compat.backend.process import function


def test_the_gradient_for_an_input():
    x = k.Input((2,))
    (found,) = gradients(k.ops.sum(x * x * x), x)
    value = np.array([[1.0, 2.0], [3.0, -1.0]], "float32")
    np.testing.assert_allclose(function([x], [found])([value])[0], 3 * value**2, rtol=1e-5)


def network():
    inputs = k.Input((8, 8, 1))
    seen = k.layers.Conv2D(3, 3, activation="tanh", name="seen")(inputs)
    flat = k.layers.GlobalAveragePooling2D()(seen)
    return k.Model(inputs, k.layers.Dense(4)(flat)), seen


def test_the_gradient_for_a_tensor_within():
    model, seen = network()
    (found,) = gradients(model.output[:, 2], seen)
    values, grads = function([model.input], [seen, found])([np.ones((1, 8, 8, 1), "float32")])
    assert values.shape == grads.shape == (1, 6, 6, 3)
    wanted = model.layers[-1].kernel.numpy()[:, 2] / 36
    np.testing.assert_allclose(grads, np.broadcast_to(wanted, grads.shape), rtol=1e-5)


def test_the_gradients_for_weights_and_tensors_together():
    model, seen = network()
    bias = model.layers[-1].bias
    for_bias, for_seen = gradients(k.ops.sum(model.output), [bias, seen])
    run = function([model.input], [for_bias, for_seen])
    at_bias, at_seen = run([np.ones((2, 8, 8, 1), "float32")])
    np.testing.assert_allclose(at_bias, [2, 2, 2, 2])
    assert at_seen.shape == (2, 6, 6, 3)


def test_an_array_has_no_graph():
    with pytest.raises(ValueError, match="a tensor of a graph"):
        gradients(np.ones(2), [])
