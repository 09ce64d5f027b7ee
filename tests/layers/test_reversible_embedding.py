import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers

X = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")


def test_tied_both_ways_use_one_table():
    layer = layers.ReversibleEmbedding(5, 4)
    scores = layer(X, reverse=True)
    np.testing.assert_allclose(scores, X @ layer.get_weights()[0].T, **TOLERANCE["float32"])
    assert len(layer.weights) == 1


@pytest.mark.parametrize("options", [{"logit_soft_cap": 0.1}, {"reverse_dtype": "float16"}])
def test_options_of_the_way_back_as_in_keras(options):
    own, theirs = (lib.layers.ReversibleEmbedding(5, 4, **options) for lib in (k, keras))
    own.build((2, 3))
    theirs.build((2, 3))
    own.set_weights(theirs.get_weights())
    found, expected = own(X, reverse=True), theirs(X, reverse=True)
    assert found.dtype.name == expected.dtype.name
    np.testing.assert_allclose(found, expected, **TOLERANCE[found.dtype.name])


def test_inferred_ways():
    layer = layers.ReversibleEmbedding(5, 4)
    assert layer(k.Input((3,), dtype="int32")).shape == (None, 3, 4)
    assert layer(k.Input((3, 4)), reverse=True).shape == (None, 3, 5)
