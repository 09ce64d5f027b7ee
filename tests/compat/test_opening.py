"""Old arguments of classes and functions, and old classes with other positions."""

import importlib

import numpy as np
import pytest

from keraunos import layers
from keraunos.compat import opening
from keraunos.compat.arguments import LAYERS
from keraunos.compat.wording import OldSpellingWarning

pytestmark = pytest.mark.usefixtures("old")


def test_keras_1_arguments_make_the_same_layer():
    Dense = importlib.import_module("keras.layers").Dense
    with pytest.warns(OldSpellingWarning, match=r"Dense\(output_dim=3.*is now Dense\(units=3"):
        old = Dense(output_dim=3, init="glorot_normal", W_regularizer="l2", bias=False)
    new = layers.Dense(
        3, kernel_initializer="glorot_normal", kernel_regularizer="l2", use_bias=False
    )
    drop = {"name", "kernel_initializer"}
    assert {k: v for k, v in old.get_config().items() if k not in drop} == {
        k: v for k, v in new.get_config().items() if k not in drop
    }
    again = Dense.from_config(old.get_config())
    assert again.units == 3


def test_a_subclass_of_a_users_may_use_old_words_too():
    Dense = importlib.import_module("keras.layers").Dense

    class Wide(Dense):
        def __init__(self, **kwargs):
            super().__init__(output_dim=9, init="zero", **kwargs)

    with pytest.warns(OldSpellingWarning):
        assert Wide(name="wide").units == 9


def test_once_and_then_silent():
    Dropout = importlib.import_module("keras.layers").Dropout
    with pytest.warns(OldSpellingWarning) as caught:
        assert [Dropout(p=rate).rate for rate in (0.1, 0.2, 0.3)] == [0.1, 0.2, 0.3]
    assert [str(w.message) for w in caught] == ["Dropout(p=0.1) is now Dropout(rate=0.1)."]


def test_dropped_arguments_are_said_and_values_that_mattered_refused():
    LSTM = importlib.import_module("keras.layers").LSTM
    with pytest.warns(OldSpellingWarning, match="LSTM takes no consume_less any more; left out"):
        LSTM(2, consume_less="gpu")
    with pytest.raises(
        ValueError, match="LSTM: `time_major` must be False, as the argument is gone"
    ):
        LSTM(2, time_major=True)


def test_the_optimizers_epsilon_of_keras_2():
    Adam = importlib.import_module("keras.optimizers").Adam
    assert Adam(epsilon=None).epsilon == 1e-7
    assert Adam(learning_rate=0.1, epsilon=1e-3).epsilon == 1e-3


def test_functions_with_old_arguments():
    to_categorical = importlib.import_module("keras.utils").to_categorical
    with pytest.warns(OldSpellingWarning):
        found = to_categorical(y=[0, 1], nb_classes=3)
    np.testing.assert_array_equal(found, np.eye(3)[:2])


def test_positions_of_an_old_class():
    class Conv(layers.Layer):
        def __init__(self, filters, kernel_size, strides=1, padding="valid", **base):
            super().__init__(**base)
            self.filters, self.kernel_size, self.strides = filters, kernel_size, strides
            self.padding = padding

    Old = opening._old_class("keras.layers.Convolution2D", Conv, LAYERS)
    with pytest.warns(OldSpellingWarning, match=r"now Conv\(.*kernel_size=\(3, 5\)"):
        made = Old(8, 3, 5, border_mode="same", input_shape=(4, 4, 1))
    assert type(made) is Conv
    assert (made.filters, made.kernel_size, made.padding) == (8, (3, 5), "same")
    assert isinstance(made, Old)
    assert not isinstance(layers.Flatten(), Old)
    with pytest.warns(OldSpellingWarning, match="Convolution2D is now Conv"):
        assert Old(8, (3, 3)).kernel_size == (3, 3)
    assert Old(8, 3).kernel_size == 3

    class Mine(Old):
        pass

    assert type(Mine(2, (1, 1))) is Mine


def test_closing_brings_everything_back():
    importlib.import_module("keras.layers").Dense  # noqa: B018
    assert hasattr(layers.Dense.__init__, "__wrapped__")
    opening.close()
    assert not hasattr(layers.Dense.__init__, "__wrapped__")
    with pytest.raises(TypeError):
        layers.Dense(output_dim=3)
