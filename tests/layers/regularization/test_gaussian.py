import numpy as np

from keraunos import layers

X = np.full((200, 200), 2.0, "f4")


def test_added_noise_has_its_deviation():
    noise = np.asarray(layers.GaussianNoise(0.5, seed=1)(X, training=True)) - X
    np.testing.assert_allclose([noise.mean(), noise.std()], [0, 0.5], atol=0.01)


def test_factors_have_the_deviation_of_dropout():
    factor = np.asarray(layers.GaussianDropout(0.2, seed=1)(X, training=True)) / X
    np.testing.assert_allclose([factor.mean(), factor.std()], [1, np.sqrt(0.2 / 0.8)], atol=0.01)
