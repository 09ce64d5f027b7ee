"""RematScope: layers made in it compute inner results again, and the numbers stay."""

import jax
import numpy as np
import pytest

import keraunos
from keraunos import Model, RematScope, Sequential, layers, losses

X = np.random.RandomState(0).normal(size=(8, 4)).astype("float32")
Y = np.random.RandomState(1).normal(size=(8, 2)).astype("float32")
MODES = {"full": None, "activations": 2, "larger_than": None, "list_of_layers": 1, None: 0}
"""Mode -> how many parts of the network below are computed again, where that is plain."""


class Adding(layers.Layer):
    def call(self, x):
        self.add_loss(0.01 * keraunos.ops.sum(x**2))
        return x


def network(mode):
    keraunos.utils.clear_session()
    keraunos.utils.set_random_seed(1)
    with RematScope(mode, output_size_threshold=20, layer_names=["first"]):
        return Sequential([
            layers.Input((4,)), layers.Dense(5, "tanh", name="first"), layers.BatchNormalization(),
            layers.Dropout(0.3), Adding(), Sequential([layers.Dense(2), layers.Flatten()]),
        ])  # fmt: skip


def jaxpr(model):
    trainable = [v.value for v in model.trainable_variables]
    others = [v.value for v in model.non_trainable_variables]

    def outputs(values):
        return model.stateless_call(values, others, X, training=True)[0]

    return str(jax.make_jaxpr(outputs)(trainable))


@pytest.mark.parametrize("mode", MODES)
def test_the_layers_meant_compute_again(mode):
    found = jaxpr(network(mode)).count("remat")
    expected = jaxpr(network(None)).count("remat")
    assert expected == 0
    assert (found > 0) == (mode is not None)
    if mode in ("activations", "list_of_layers"):
        assert found == MODES[mode]


@pytest.mark.parametrize("mode", [m for m in MODES if m])
def test_training_gives_the_same_numbers(mode):
    runs = []
    for chosen in (None, mode):
        model = network(chosen)
        model.compile("adam", "mse")
        history = model.fit(X, Y, epochs=3, batch_size=4, verbose=0).history["loss"]
        runs.append([history, *(v.numpy() for v in model.variables)])
    for plain, again in zip(*runs):
        np.testing.assert_allclose(again, plain, rtol=1e-5, atol=1e-6)


def test_outside_of_training_the_numbers_and_losses_stay():
    plain, again = network(None), network("full")
    np.testing.assert_allclose(plain(X), again(X), rtol=1e-6)
    assert [float(v) for v in plain.losses] == pytest.approx([float(v) for v in again.losses])


def test_masks_pass():
    with RematScope("full"):
        inputs = layers.Input((5,))
        x = layers.Embedding(7, 3, mask_zero=True)(inputs)
        model = Model(inputs, layers.LSTM(2)(layers.Dropout(0.1)(x)))
    model.compile("adam", losses.MeanSquaredError())
    given = np.array([[1, 2, 0, 0, 0], [3, 4, 5, 0, 0]])
    model.fit(given, Y[:2], verbose=0)
    other = model.get_weights()
    other[0][0] = 9.0  # what stands for "nothing here" must not matter
    before = model.predict(given, verbose=0)
    model.set_weights(other)
    np.testing.assert_allclose(model.predict(given, verbose=0), before, rtol=1e-6)


def test_the_config_says_nothing_of_it():
    with RematScope("full"):
        layer = layers.Dense(3)
    assert layer.get_config() == layers.Dense(3, name=layer.name).get_config()
    assert type(layer).from_config(layer.get_config())._remat is None
