import numpy as np

from keraunos import layers


def test_mean_and_variance_stay():
    x = np.random.default_rng(0).normal(size=(300, 300)).astype("f4")
    y = np.asarray(layers.AlphaDropout(0.3, seed=1)(x, training=True))
    np.testing.assert_allclose([y.mean(), y.std()], [0, 1], atol=0.02)


def test_dropped_inputs_are_one_value():
    y = np.asarray(layers.AlphaDropout(0.3, seed=1)(np.ones((100, 100), "f4"), training=True))
    values, counts = np.unique(y, return_counts=True)
    assert len(values) == 2
    np.testing.assert_allclose(counts[0] / y.size, 0.3, atol=0.02)


def test_masks_may_be_shared_and_all_dropped():
    x = np.ones((40, 5), "f4")
    y = np.asarray(layers.AlphaDropout(0.5, noise_shape=(None, 1), seed=1)(x, training=True))
    assert (y == y[:, :1]).all()
    assert not np.asarray(layers.AlphaDropout(1.0)(x, training=True)).any()
