import numpy as np
import pytest

from keraunos import layers

X = np.ones((1, 4, 6), "f4")


@pytest.mark.parametrize("make", [
    lambda **o: layers.MultiHeadAttention(2, 3, **o),
    lambda **o: layers.GroupQueryAttention(3, 2, 1, **o),
])  # fmt: skip
def test_windows_and_causality_bound_what_is_seen(make):
    _, scores = make(sliding_window=2)(X, X, return_attention_scores=True, use_causal_mask=True)
    expected = np.array([[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0, 0.5, 0.5, 0], [0, 0, 0.5, 0.5]])
    np.testing.assert_allclose(scores[0, 0], expected, atol=1e-6)


def test_a_query_that_sees_nothing_has_no_scores():
    mask = np.zeros((1, 4, 4), bool)
    layer = layers.MultiHeadAttention(2, 3)
    y, scores = layer(X, X, attention_mask=mask, return_attention_scores=True)
    assert not np.asarray(scores).any()
    assert np.isfinite(y).all()


def test_rules_of_weights_reach_every_projection():
    layer = layers.MultiHeadAttention(2, 3, kernel_regularizer="l2", use_gate=True)
    layer(X, X)
    assert len(layer.losses) == 5
