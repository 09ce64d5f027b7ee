import numpy as np
from support.oracle import TOLERANCE

from keraunos import layers


def test_the_output_is_fed_back():
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")
    layer = layers.SimpleRNN(2, bias_initializer="ones")
    found = layer(x)
    kernel, recurrent, bias = layer.get_weights()
    h = np.zeros((2, 2), "f4")
    for i in range(3):
        h = np.tanh(x[:, i] @ kernel + h @ recurrent + bias)
    np.testing.assert_allclose(found, h, **TOLERANCE["float32"])


def test_recurrent_dropout_needs_training():
    layer = layers.SimpleRNN(3, recurrent_dropout=0.5, seed=2)
    x = np.ones((2, 3, 4), "f4")
    np.testing.assert_array_equal(layer(x), layer(x))
    assert not np.array_equal(layer(x, training=True), layer(x, training=True))
