"""ModelCheckpoint: which files, when, and that each is whole."""

import os

import numpy as np
import pytest
from support import saved_models as models
from support.oracle import keras

import keraunos as k
from keraunos.callbacks import ModelCheckpoint


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def fit(callback, library=k, epochs=3, rows=10):
    model = library.Sequential([library.Input((4,)), library.layers.Dense(2)])
    model.compile("sgd", "mse")
    x, y = models.inputs([(4,)], rows), models.inputs([(2,)], rows, seed=1)
    model.fit(
        x, y, batch_size=2, epochs=epochs, verbose=0, validation_data=(x, y), callbacks=[callback]
    )
    return model


@pytest.mark.parametrize("freq", ["epoch", 1, 3, 5, 7, 10])
def test_files_come_when_keras_writes_them(freq):
    found = []
    for library in (keras, k):
        folder = library.__name__
        path = (
            f"{folder}/{{epoch:02d}}" + ("" if freq == "epoch" else "-{batch:02d}") + ".weights.h5"
        )
        fit(
            library.callbacks.ModelCheckpoint(path, save_weights_only=True, save_freq=freq), library
        )
        found.append(sorted(os.listdir(folder)) if os.path.isdir(folder) else [])
    assert found[0] == found[1]


def test_the_best_is_kept(capsys):
    callback = ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True, verbose=1)
    model = fit(callback)
    assert callback.best == pytest.approx(min(model.history.history["val_loss"]))
    assert "val_loss improved" in capsys.readouterr().out
    best = k.saving.load_model("best.keras")
    np.testing.assert_array_equal(best.get_weights()[0], model.get_weights()[0])


def test_a_threshold_must_be_beaten(capsys):
    fit(ModelCheckpoint("best.keras", save_best_only=True, initial_value_threshold=-1.0, verbose=1))
    assert not os.path.exists("best.keras")
    assert "did not improve" in capsys.readouterr().out


def test_names_of_the_logs_stand_in_the_path():
    model = fit(ModelCheckpoint("{epoch}-{val_loss:.3f}.keras"), epochs=2)
    losses = model.history.history["val_loss"]
    assert sorted(os.listdir(".")) == [f"{i + 1}-{v:.3f}.keras" for i, v in enumerate(losses)]
    with pytest.raises(KeyError, match="Known: epoch, loss, val_loss"):
        fit(ModelCheckpoint("{val_acc}.keras"))


def test_a_watched_name_that_is_not_there_is_said():
    with pytest.warns(
        UserWarning, match="'val_los', which is not in the logs. Did you mean 'val_loss'"
    ):
        fit(
            ModelCheckpoint("b.keras", monitor="val_los", mode="min", save_best_only=True), epochs=1
        )
    assert os.path.exists("b.keras")  # as in Keras: better one too many than none
    with pytest.raises(ValueError, match="'val_los', which is not in the logs"):
        fit(ModelCheckpoint("c.keras", monitor="val_los", save_best_only=True), epochs=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"filepath": "x.txt"}, "ends in .keras"),
        ({"filepath": "x.keras", "save_weights_only": True}, "ends in .weights.h5"),
        ({"filepath": "x.keras", "save_freq": 0}, "'epoch' or an int >= 1"),
        ({"filepath": "x.keras", "save_freq": "batch"}, "'epoch' or an int >= 1"),
    ],
)
def test_bad_arguments_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        ModelCheckpoint(**arguments)


def test_how_far_it_splits_a_run():
    assert ModelCheckpoint("x.keras").needs("train") == "epoch"
    by_batch = ModelCheckpoint("x.keras", save_freq=6)
    by_batch.set_params({"steps": 4})
    assert by_batch.needs("train") == ("batches", 2)
    assert by_batch.needs("test") == "clock"
