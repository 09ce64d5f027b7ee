import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers

X = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("f4")
LIMITS = TOLERANCE["float32"]


@pytest.mark.parametrize("mode", ["sum", "mul", "ave", "concat", None])
def test_merge_modes_of_keras(mode):
    own, theirs = (
        lib.layers.Bidirectional(lib.layers.SimpleRNN(2, return_sequences=True), merge_mode=mode)
        for lib in (k, keras)
    )
    own.build(X.shape)
    theirs.build(X.shape)
    own.set_weights(theirs.get_weights())
    found, expected = own(X), theirs(X)
    for a, b in zip(*((y if mode is None else [y]) for y in (found, expected)), strict=True):
        np.testing.assert_allclose(a, b, **LIMITS)


def test_states_of_both_directions():
    layer = layers.Bidirectional(layers.LSTM(2, return_state=True))
    y, *states = layer(X)
    assert y.shape == (2, 4)
    assert len(states) == 4
    again = layer(X, initial_state=states)[0]
    assert not np.allclose(again, y)


def test_a_backward_layer_of_ones_own():
    back = layers.GRU(3, go_backwards=True)
    layer = layers.Bidirectional(layers.LSTM(2), backward_layer=back)
    assert layer(X).shape == (2, 5)


def test_first_weights_are_taken():
    first = layers.Bidirectional(layers.LSTM(2))
    y = first(X)
    again = layers.Bidirectional(layers.LSTM(2), weights=first.get_weights())
    np.testing.assert_allclose(again(X), y, **LIMITS)


def test_kept_states_are_set_back():
    layer = layers.Bidirectional(layers.LSTM(2, stateful=True))
    first = layer(X)
    assert not np.allclose(layer(X), first)
    layer.reset_states()
    np.testing.assert_allclose(layer(X), first, **LIMITS)


ERRORS = [
    (lambda: layers.Bidirectional(layers.Dense(2)), "`layer` must be a recurrent layer"),
    (lambda: layers.Bidirectional(layers.LSTM(2), merge_mode="x"), "`merge_mode` must be one of"),
    (
        lambda: layers.Bidirectional(layers.LSTM(2), backward_layer=layers.LSTM(2)),
        "`backward_layer` must be of the other direction",
    ),
    (
        lambda: layers.Bidirectional(
            layers.LSTM(2), backward_layer=layers.LSTM(2, go_backwards=True, return_state=True)
        ),
        "`backward_layer` must be equal to layer in `return_state`",
    ),
    (
        lambda: layers.Bidirectional(layers.GRU(2))(X, initial_state=[X[:, 0, :2]]),
        "as many initial states forwards as backwards",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
