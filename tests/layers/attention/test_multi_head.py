import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers

RNG = np.random.default_rng(0)
X = RNG.normal(size=(2, 4, 6)).astype("f4")
V = RNG.normal(size=(2, 5, 6)).astype("f4")
LIMITS = TOLERANCE["float32"]
PADDING = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], bool)

CALLS = [
    {"attention_mask": RNG.random((2, 4, 5)) > 0.3},
    {"value_mask": PADDING},
    {"key_mask": PADDING, "use_causal_mask": True},
]


@pytest.mark.parametrize("scores", [False, True])
@pytest.mark.parametrize("call", CALLS, ids=lambda c: "-".join(c))
def test_masks_of_the_call_as_in_keras(call, scores):
    own, theirs = (lib.layers.MultiHeadAttention(2, 3) for lib in (k, keras))
    own.build(X.shape, V.shape)
    theirs.build(X.shape, V.shape)
    own.set_weights(theirs.get_weights())
    found, expected = (x(X, V, return_attention_scores=scores, **call) for x in (own, theirs))
    for a, b in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        np.testing.assert_allclose(a, b, **LIMITS)


def test_scores_are_dropped_while_training():
    layer = layers.MultiHeadAttention(2, 3, dropout=0.5, seed=1)
    quiet = layer(X, V)
    assert not np.allclose(layer(X, V, training=True), quiet)
    np.testing.assert_array_equal(layer(X, V), quiet)


def test_attention_along_other_axes():
    layer = layers.MultiHeadAttention(2, 3, attention_axes=(1, 2))
    x = RNG.normal(size=(2, 3, 4, 6)).astype("f4")
    y, scores = layer(x, x, return_attention_scores=True)
    assert y.shape == x.shape
    assert scores.shape == (2, 2, 3, 4, 3, 4)
    np.testing.assert_allclose(scores.sum((-2, -1)), 1, atol=1e-5)


def test_inferred_scores():
    x, v = k.Input((4, 6)), k.Input((5, 6))
    y, scores = layers.MultiHeadAttention(2, 3)(x, v, return_attention_scores=True)
    assert y.shape == (None, 4, 6)
    assert scores.shape == (None, 2, 4, 5)


ERRORS = [
    (lambda: layers.MultiHeadAttention(0, 3), "`num_heads` must be an int >= 1"),
    (lambda: layers.MultiHeadAttention(2, -1), "`key_dim` must be an int >= 1"),
    (lambda: layers.MultiHeadAttention(2, 3, sliding_window=0), "`sliding_window` must be an int >= 1"),
    (lambda: layers.MultiHeadAttention(2, 3).compute_output_shape((2, 4, 6), (3, 5, 6)),
     "query and value of one batch size"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
