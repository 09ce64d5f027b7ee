"""The dense layers of Keras 1, by their formulas."""

import numpy as np
import pytest

import keraunos
from keraunos.compat.layers.dense import Highway, MaxoutDense

pytestmark = pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")
X = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")


def test_a_highway_mixes_sum_and_input():
    layer = Highway(activation="tanh")
    y = layer(X)
    kernel, carry, bias, carry_bias = (w.numpy() for w in layer.weights)
    gate = 1 / (1 + np.exp(-(X @ carry + carry_bias)))
    np.testing.assert_allclose(y, gate * np.tanh(X @ kernel + bias) + (1 - gate) * X, rtol=1e-5)
    assert carry_bias.tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("use_bias", [True, False])
def test_maxout_takes_the_largest_sum(use_bias):
    layer = MaxoutDense(2, nb_feature=3, use_bias=use_bias)
    y = layer(X)
    kernel = layer.kernel.numpy()
    bias = layer.bias.numpy()[:, None] if use_bias else 0
    wanted = (np.einsum("bf,kfu->kbu", X, kernel) + bias).max(0)
    np.testing.assert_allclose(y, wanted, rtol=1e-5, atol=1e-6)
    assert layer.compute_output_shape((None, 4)) == (None, 2)


@pytest.mark.parametrize("make", [lambda: Highway("relu"), lambda: MaxoutDense(2, 3)])
def test_they_train_and_come_back(make):
    layer = make()
    model = keraunos.Sequential([keraunos.Input((4,)), layer, keraunos.layers.Dense(1)])
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(X, X[:, :1], verbose=0)
    assert any((a != b).any() for a, b in zip(before, model.get_weights()))
    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()


def test_old_words_are_taken(old):
    from keras.layers.core import Highway as old_highway
    from keras.layers.core import MaxoutDense as old_maxout

    assert old_maxout(output_dim=2, init="ones", nb_feature=2).units == 2
    assert old_highway(bias=False, W_regularizer="l2").use_bias is False
