import numpy as np
import pytest

import keraunos as k
from keraunos import layers

X = np.array([[1.0, 2.0]], "f4")


def test_by_hand():
    layer = layers.Dense(1, activation="relu", bias_initializer="ones")
    layer.build((None, 2))
    layer.set_weights([np.array([[2.0], [-3.0]]), np.array([1.0])])
    assert layer(X).tolist() == [[0.0]]
    assert layer(-X).tolist() == [[5.0]]


def test_numpy_sizes_and_no_rows():
    layer = layers.Dense(np.int64(3))
    assert layer(np.ones((0, 2))).shape == (0, 3)
    assert layer.get_config()["units"] == 3


def test_an_activation_of_ones_own_may_mix_rows():
    assert layers.Dense(2, activation="softmax").batch_independent
    assert not layers.Dense(2, activation=lambda x: x - x.mean()).batch_independent


@pytest.mark.parametrize("units", [0, -1, 2.5, "3", True, None])
def test_units_are_checked(units):
    with pytest.raises(ValueError, match="Dense: `units` must be an int >= 1"):
        layers.Dense(units)


def test_unknown_and_changed_sizes_are_said():
    with pytest.raises(ValueError, match=r"`kernel` must be a weight whose sizes are all known"):
        layers.Dense(2)(k.Input((None,)))
    layer = layers.Dense(2)
    layer(X)
    with pytest.raises(ValueError, match="The last axis must have size 2"):
        layer(np.ones((1, 3)))
    with pytest.raises(ValueError, match="The first axis is the batch"):
        layers.Dense(2)(np.ones(3))


def test_an_activation_that_was_taken_away_changes_nothing():
    x = np.ones((1, 4, 4, 3), "float32")
    for layer in (layers.Dense(2, "relu"), layers.Conv2D(2, 1, activation="relu"),
                  layers.EinsumDense("abcx,xy->abcy", (4, 4, 2), activation="relu")):  # fmt: skip
        layer.build(x.shape)
        layer.activation = None
        plain = type(layer).from_config({**layer.get_config(), "activation": None})
        plain.build(x.shape)
        plain.set_weights(layer.get_weights())
        np.testing.assert_array_equal(layer(x), plain(x))
