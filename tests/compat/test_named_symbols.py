"""Losses that name symbolic tensors of their model."""

import numpy as np
import pytest

from keraunos import Input, Model, layers
from keraunos.compat import backend as K
from keraunos.compat import named_symbols
from keraunos.losses import binary_crossentropy

pytestmark = pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")
DATA = np.random.default_rng(0).random((16, 6)).astype("float32")


def _autoencoder():
    x = Input((6,))
    mean, spread = layers.Dense(2, name="mean")(x), layers.Dense(2)(x)
    z = layers.Lambda(lambda pair: pair[0] + 0 * pair[1], output_shape=(2,))([mean, spread])
    out = layers.Dense(6, activation="sigmoid")(z)

    def apart(_):
        return -0.5 * K.sum(1 + spread - K.square(mean) - K.exp(spread), axis=-1)

    def loss(y_true, y_pred):
        return 6 * binary_crossentropy(y_true, y_pred) + apart(y_true)

    return Model(x, out), loss, (mean, spread)


def test_a_variational_autoencoder_as_keras_1_wrote_it(old):
    __import__("keras")
    model, loss, (mean, spread) = _autoencoder()
    model.compile("rmsprop", loss)
    found = model.evaluate(DATA, DATA, verbose=0)
    m, s, out = Model(model.input, [mean, spread, model.output]).predict(DATA, verbose=0)
    apart = -0.5 * (1 + s - m**2 - np.exp(s)).sum(-1).mean()
    entropy = -(DATA * np.log(out) + (1 - DATA) * np.log(1 - out)).sum(-1).mean()
    np.testing.assert_allclose(found, entropy + apart, rtol=1e-4)
    history = model.fit(DATA, DATA, batch_size=5, epochs=3, verbose=0).history
    assert history["loss"][-1] < history["loss"][0]
    assert model.predict(DATA, verbose=0).shape == (16, 6)


def test_what_a_function_names():
    model, loss, (mean, spread) = _autoencoder()
    assert {id(x) for x in named_symbols.named(loss)} == {id(mean), id(spread)}
    assert named_symbols.named(binary_crossentropy) == named_symbols.named("mse") == []

    class Keeps:
        def __init__(self):
            self.mean = model.output

        def loss(self, y_true, y_pred):
            return self.mean * 0

    assert named_symbols.named(Keeps().loss) == [model.output]


def test_values_in_the_places_of_tensors():
    x = Input((2,))

    class Keeps:
        def __init__(self):
            self.x = x

        def loss(self, y_true, y_pred, *, factor=2):
            return y_true + self.x * factor

    values = {id(x): np.ones(2)}
    assert named_symbols.with_values(Keeps().loss, values)(1.0, 0.0).tolist() == [3, 3]
    assert named_symbols.with_values(lambda a, b=1: a + b + x, values)(1).tolist() == [3, 3]
    assert named_symbols.with_values(len, values) is len
