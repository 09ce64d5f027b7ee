"""`K.function`: graphs as functions, and the updates that each call makes."""

import numpy as np
import pytest

from keraunos import Input, Sequential, layers, ops, optimizers
from keraunos.compat import backend
from keraunos.compat.backend import graph_functions as K
from keraunos.compat.backend import process, values


def test_a_function_of_a_graph():
    model = Sequential([layers.Input((3,)), layers.Dense(2), layers.Dropout(0.5)])
    data = np.ones((4, 3))
    run = K.function([model.input], [model.layers[0].output, model.output])
    for _ in range(2):
        between, after = run([data])
        assert between.shape == (4, 2)
        assert np.array_equal(after, model.predict(data, verbose=0))
    flagged = K.function([model.input, process.learning_phase()], model.output)
    assert 0 in flagged([np.ones((99, 3)), 1])
    assert 0 not in flagged([np.ones((99, 3)), 0])
    a, b = Input(()), Input(())
    assert K.function([a, b], a + b)([[1.0]], [[2.0]]).tolist() == [[3.0]]


def test_updates_must_be_steps_or_pairs():
    a = Input(())
    with pytest.raises(ValueError, match="K.function: `updates` must be steps and pairs"):
        K.function([a], [a], updates=["b"])


def _policy():
    model = Sequential([layers.Input((4,)), layers.Dense(2, activation="softmax")])
    action, advantage = values.placeholder((None, 2)), values.placeholder((None,))
    chosen = backend.sum(action * model.output, axis=1)
    return model, [model.input, action, advantage], -backend.sum(backend.log(chosen) * advantage)


@pytest.mark.parametrize("order", ["Keras 1", "Keras 2", "words"])
def test_steps_of_an_optimizer_train_a_policy(order):
    model, inputs, loss = _policy()
    weights, optimizer = model.trainable_weights, optimizers.Adam(0.05)
    updates = {
        "Keras 1": lambda: K.get_updates(optimizer, weights, [], loss),
        "Keras 2": lambda: K.get_updates(optimizer, loss, weights),
        "words": lambda: K.get_updates(optimizer, params=weights, loss=loss),
    }[order]()
    train = K.function(inputs, [loss], updates=updates)
    data = [np.random.default_rng(0).random((8, 4)), np.eye(2)[[0] * 8], np.ones(8)]
    losses = [float(train(data)[0]) for _ in range(20)]
    assert losses[-1] < losses[0] / 2
    assert int(optimizer.iterations) == 20
    assert K.function(inputs, [], updates=updates)(data) == []


def test_a_loss_that_is_an_array_is_refused():
    with pytest.raises(ValueError, match="get_updates: `loss` must be a symbolic tensor"):
        K.get_updates(optimizers.SGD(), [], np.zeros(()))


def test_pairs_are_assigned_after_the_outputs():
    x, total = Input((2,)), values.variable(1.0)
    run = K.function(
        [x], [ops.multiply(x, total)], updates=[values.update_add(total, backend.sum(x))]
    )
    assert run([np.ones((1, 2))])[0].tolist() == [[1.0, 1.0]]
    assert run([np.ones((1, 2))])[0].tolist() == [[3.0, 3.0]]
    assert float(total) == 5.0
