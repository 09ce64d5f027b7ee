import numpy as np

from keraunos import layers


def test_a_step_counts_if_any_feature_differs():
    x = np.array([[[9, 9], [9, 1], [2, 3]]], "f4")
    y = layers.Masking(9)(x)
    assert y._keras_mask.tolist() == [[False, True, True]]
    assert y.tolist() == [[[0, 0], [9, 1], [2, 3]]]


def test_masked_steps_do_not_change_an_lstm():
    x = np.random.default_rng(0).normal(size=(1, 3, 2)).astype("f4")
    padded = np.concatenate([x, np.zeros((1, 2, 2), "f4")], axis=1)
    lstm = layers.LSTM(2)
    np.testing.assert_allclose(lstm(layers.Masking()(padded)), lstm(x), rtol=1e-5, atol=1e-6)
