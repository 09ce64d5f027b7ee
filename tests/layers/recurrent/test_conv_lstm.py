import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers

X = np.random.default_rng(0).normal(size=(2, 3, 5, 4)).astype("f4")


def test_stateful_goes_on_where_it_ended():
    layer, once = (layers.ConvLSTM1D(2, 3, stateful=s) for s in (True, False))
    layer(X)
    once.build((2, 6, 5, 4))
    once.set_weights(layer.get_weights())
    np.testing.assert_allclose(layer(X), once(np.concatenate([X, X], 1)), **TOLERANCE["float32"])


def test_unknown_sizes_until_the_data_come():
    layer = layers.ConvLSTM1D(2, 3, padding="same", return_sequences=True)
    y = layer(k.Input((None, None, 4)))
    assert y.shape == (None, None, None, 2)
    assert layer(X).shape == (2, 3, 5, 2)


def test_dilation_as_in_keras():
    own, theirs = (lib.layers.ConvLSTM1D(2, 2, dilation_rate=2) for lib in (k, keras))
    own.build(X.shape)
    theirs.build(X.shape)
    own.set_weights(theirs.get_weights())
    np.testing.assert_allclose(own(X), theirs(X), **TOLERANCE["float32"])


def test_arguments_of_the_cell_are_the_layers():
    layer = layers.ConvLSTM2D(2, 3, kernel_regularizer="l2")
    assert layer.kernel_size == (3, 3)
    assert layer.kernel_regularizer is layer.cell.kernel_regularizer


def test_errors_say_what_to_do():
    with pytest.raises(ValueError, match="`filters` must be an int >= 1"):
        layers.ConvLSTM1D(0, 3)
    with pytest.raises(ValueError, match="expects inputs of shape"):
        layers.ConvLSTM2D(2, 3)(X)
