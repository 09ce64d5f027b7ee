"""Symbolic losses and metrics."""

from importlib import import_module

import numpy as np
import pytest

from keraunos.compat.wording import OldSpellingWarning


def test_a_models_symbolic_loss_is_minimised_and_its_metric_reported(old):
    keras, K = import_module("keras"), import_module("keras.backend")
    x = keras.layers.Input((2,))
    y = keras.layers.Dense(1, kernel_initializer="ones")(x)
    model = keras.models.Model(x, y)
    model.add_loss(K.mean(K.square(y)))
    model.add_metric(K.mean(y), name="level", aggregation="mean")
    model.compile(optimizer="sgd")
    found = model.fit(np.ones((4, 2)), epochs=2, verbose=0, validation_data=(np.ones((2, 2)), None))
    assert found.history["loss"][0] == pytest.approx(4.0)
    assert found.history["level"][0] == pytest.approx(2.0)
    assert found.history["val_loss"][1] < found.history["loss"][0]
    assert len(model.layers) == 2


def test_layers_take_inputs_and_names(old):
    keras, K = import_module("keras"), import_module("keras.backend")

    class Adds(keras.layers.Layer):
        def call(self, x):
            self.add_loss(K.sum(x), inputs=x)
            self.add_metric(K.mean(x), name="middle", aggregation="mean")
            return x

    model = keras.models.Sequential([keras.layers.Input((2,)), Adds(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    found = model.fit(np.ones((4, 2)), np.zeros((4, 1)), epochs=2, verbose=0, batch_size=4)
    assert found.history["middle"] == [1.0, 1.0]
    assert found.history["loss"][0] >= 8.0
    with pytest.raises(ValueError, match="functional model only"):
        Adds().add_loss(keras.layers.Input((2,)))


def test_a_model_within_another_takes_another_rank_if_its_layers_do(old):
    import keras
    from keras import layers

    inner = keras.Sequential([layers.Dense(6, input_dim=4), layers.Reshape((3, 2))])
    latent, number = keras.Input((4,)), keras.Input((1,), dtype="int32")
    with pytest.warns(OldSpellingWarning, match=r"called on \(None, 1, 4\)"):
        found = inner(layers.multiply([latent, layers.Embedding(3, 4)(number)]))
    model = keras.Model([latent, number], found)
    assert model.predict([np.ones((2, 4)), np.zeros((2, 1))], verbose=0).shape == (2, 3, 2)
    with pytest.raises(ValueError, match="expects inputs of shape"):
        inner.predict(np.ones((2, 5, 4)), verbose=0)
