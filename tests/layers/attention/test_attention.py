import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers

RNG = np.random.default_rng(0)
X, V = (RNG.normal(size=(2, n, 3)).astype("f4") for n in (4, 5))
MASKS = [np.array([[1, 1, 0, 0], [1, 1, 1, 1]], bool), np.array([[1, 1, 0, 0, 0], [1] * 5], bool)]


@pytest.mark.parametrize("name", ["Attention", "AdditiveAttention"])
@pytest.mark.parametrize("mask", [MASKS, [None, MASKS[1]], [MASKS[0], None]])
def test_masks_of_the_call_as_in_keras(name, mask):
    own, theirs = (getattr(lib.layers, name)(use_scale=True) for lib in (k, keras))
    call = {"mask": mask, "return_attention_scores": True, "use_causal_mask": True}
    theirs([X, V])
    own.build([X.shape, V.shape])
    own.set_weights(theirs.get_weights())
    found, expected = (x([X, V], **call) for x in (own, theirs))
    for a, b in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_weights_are_dropped_while_training():
    layer = layers.Attention(dropout=0.5, seed=1)
    assert not np.allclose(layer([X, V], training=True), layer([X, V]))


ERRORS = [
    (lambda: layers.Attention()(X), r"`inputs` must be a list \[query, value\]"),
    (lambda: layers.Attention()([X]), r"`inputs` must be a list \[query, value\]"),
    (lambda: layers.Attention(score_mode="z"), "`score_mode` must be 'dot' or 'concat'; got 'z'"),
    (lambda: layers.Attention()([X, V], mask=MASKS[0]), "`mask` must be a list"),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
