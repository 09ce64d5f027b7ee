"""K functions about phases, graphs, names and settings."""

import numpy as np
import pytest

from keraunos import layers
from keraunos.compat.backend import process as K
from keraunos.compat.wording import OldSpellingWarning
from keraunos.core import config

pytestmark = pytest.mark.usefixtures("fresh")


def test_phases():
    assert K.learning_phase() == 0
    K.set_learning_phase(1)
    assert K.learning_phase() == 1
    K.set_learning_phase(0)
    with K.learning_phase_scope(1):
        assert K.in_train_phase("a", "b") == "a"
        assert K.in_test_phase("a", lambda: "b") == "b"
    assert K.in_train_phase("a", "b") == "b"
    assert K.in_train_phase("a", "b", training=True) == "a"


def test_the_phase_is_that_of_the_call():
    seen = []

    class Look(layers.Layer):
        def call(self, x):
            seen.append(int(K.learning_phase()))
            return x

    layer = Look()
    for training in (True, False):
        layer(np.ones((1, 2)), training=training)
    assert seen == [1, 0]


def test_names():
    first = K.get_uid("thing")
    assert K.get_uid("thing") == first + 1
    K.clear_session()
    assert K.get_uid("thing") == 1
    assert layers.Dense(1).name == "dense"
    with K.name_scope("part"), K.control_dependencies([]):
        assert layers.Dense(1).name == "dense_1"


def test_settings():
    assert K.normalize_data_format(None) == "channels_last"
    with pytest.raises(ValueError, match="'channels_first' or 'channels_last'"):
        K.normalize_data_format("th")
    with pytest.warns(OldSpellingWarning, match="is now K.set_image_data_format"):
        K.set_image_dim_ordering("th")
    with pytest.warns(OldSpellingWarning, match="is now K.image_data_format"):
        assert K.image_dim_ordering() == "th"
    assert config.image_data_format() == "channels_first"
    assert K.is_tf_random_generator_enabled() is True
    assert K.eager(len) is len


@pytest.mark.parametrize(
    ("asked", "name"),
    [(None, "tensorflow"), ("jax", "jax"), ("tensorflow", "tensorflow"), ("torch", "jax")],
)
def test_the_backend_is_tensorflow_as_old_programs_ask(monkeypatch, asked, name):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    if asked:
        monkeypatch.setenv("KERAS_BACKEND", asked)
    assert K.backend() == name
