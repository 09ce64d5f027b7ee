import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers

X = np.random.default_rng(0).normal(size=(2, 4, 6)).astype("f4")


def test_masks_of_the_call_as_in_keras():
    own, theirs = (lib.layers.GroupQueryAttention(3, 4, 2) for lib in (k, keras))
    own.build(X.shape, X.shape)
    theirs.build(X.shape, X.shape)
    own.set_weights(theirs.get_weights())
    mask = np.array([[1, 1, 0, 0], [1, 1, 1, 1]], bool)
    found, expected = (x(X, X, value_mask=mask) for x in (own, theirs))
    np.testing.assert_allclose(found, expected, **TOLERANCE["float32"])


def test_as_many_heads_is_multi_head_attention():
    grouped, plain = layers.GroupQueryAttention(3, 2, 2), layers.MultiHeadAttention(2, 3)
    grouped.build(X.shape, X.shape)
    plain.build(X.shape, X.shape)
    plain.set_weights(grouped.get_weights())
    np.testing.assert_allclose(grouped(X, X), plain(X, X), **TOLERANCE["float32"])


def test_heads_must_divide():
    with pytest.raises(
        ValueError, match="`num_query_heads` must be a multiple of num_key_value_heads=2"
    ):
        layers.GroupQueryAttention(3, 5, 2)
