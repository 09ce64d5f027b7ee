"""Texts in graphs: what takes them is done by the host."""

from importlib import import_module

import numpy as np
import pytest

from keraunos import Input, Model, layers
from keraunos.compat import text_inputs
from keraunos.core.symbolic import KerasTensor

TEXTS = np.array(["a", "b", "zz", "a"])


@pytest.fixture
def tf(old):
    return import_module("tensorflow")


def _table(tf):
    made = tf.lookup.KeyValueTensorInitializer(["a", "b"], [0, 1])
    return tf.lookup.StaticVocabularyTable(made, 1)


@pytest.mark.parametrize(
    "numbers",
    [
        lambda tf, x: layers.Lambda(lambda texts: _table(tf).lookup(texts))(x),
        lambda tf, x: _table(tf).lookup(x),
        lambda tf, x: tf.strings.length(tf.strings.lower(x)),
    ],
)
def test_a_model_trains_on_what_the_host_makes_of_texts(tf, numbers):
    texts, other = Input((), dtype="string"), Input((2,))
    found = numbers(tf, texts)
    assert found.shape == (None,) and "int" in found.dtype
    joined = layers.concatenate([layers.Embedding(4, 3)(found), other])
    model = Model([texts, other], layers.Dense(1)(joined))
    model.compile("sgd", "mse")
    history = model.fit([TEXTS, np.ones((4, 2))], np.ones(4), epochs=2, verbose=0)
    assert history.history["loss"][1] < history.history["loss"][0]
    assert model.predict([TEXTS, np.ones((4, 2))], verbose=0).shape == (4, 1)


def test_a_function_of_texts_is_recorded_for_symbolic_ones(tf):
    tf.keras  # noqa: B018
    double = text_inputs.recorded(lambda x: np.char.add(x, x))
    found = double(Input((2,), dtype="string"))
    assert isinstance(found, KerasTensor) and found.dtype == "string" and found.shape == (None, 2)
    assert double(TEXTS).tolist() == ["aa", "bb", "zzzz", "aa"]
