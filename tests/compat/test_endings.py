"""Models and weights under any name."""

import os

import numpy as np
import pytest

from keraunos import Sequential, layers
from keraunos.callbacks import ModelCheckpoint
from keraunos.compat import endings
from keraunos.compat.wording import OldSpellingWarning
from keraunos.core import forms
from keraunos.core.errors import UnsafeError
from keraunos.saving import files

pytestmark = pytest.mark.filterwarnings(
    f"ignore::{OldSpellingWarning.__module__}.OldSpellingWarning"
)
X = np.ones((4, 2), np.float32)


@pytest.fixture
def model(old):
    import keras  # noqa: F401 - opens the classes

    made = Sequential([layers.Input((2,)), layers.Lambda(lambda x: x * 2), layers.Dense(1)])
    made.compile("sgd", "mse")
    return made


@pytest.mark.parametrize("name", ["plain", "deep/er", "v1.0", "m.h5", "m.keras"])
def test_weights_and_checkpoints_under_any_name(model, tmp_path, name):
    path = str(tmp_path / name)
    kept = model.get_weights()
    model.save_weights(path)
    model.set_weights([w + 1 for w in kept])
    assert model.load_weights(path).expect_partial().assert_consumed()
    np.testing.assert_array_equal(model.get_weights()[0], kept[0])
    with pytest.raises(OSError):
        model.load_weights(str(tmp_path / "nothing"))


def test_a_checkpoint_of_any_name(model, tmp_path):
    path = str(tmp_path / "cp-{epoch}.ckpt")
    model.fit(
        X, X[:, :1], epochs=2, verbose=0, callbacks=[ModelCheckpoint(path, save_weights_only=True)]
    )
    from keraunos.compat.tf.objects import latest_checkpoint

    assert latest_checkpoint(tmp_path) == str(tmp_path / "cp-2.ckpt")
    assert sorted(os.listdir(tmp_path)) == [f"cp-{i}.ckpt.weights.h5" for i in (1, 2)]


def test_whole_models(old, tmp_path):
    import keras

    model = keras.models.Sequential([layers.Input((2,)), layers.Dense(1)])
    for name, settings in (("folder", {}), ("old", {"save_format": "h5"}), ("m.keras", {})):
        path = str(tmp_path / name)
        model.save(path, **settings)
        assert os.path.isdir(path) == (name == "folder")
        again = keras.models.load_model(path)
        np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))


def test_lambdas_of_this_process_come_back_and_others_do_not(model, tmp_path):
    path = str(tmp_path / "m.h5")
    model.save(path)
    again = endings.load_model(path)
    assert again.layers[0].function is model.layers[0].function
    with pytest.raises(UnsafeError):
        files.load_model(path)
    forms._written_here.clear()  # as in another process
    with pytest.raises(UnsafeError):
        endings.load_model(path)
