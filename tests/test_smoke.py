"""The first thing to run: data, a model, fit, evaluate, predict, save, load; a few seconds in all."""

import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos


def test_a_network_learns_predicts_and_comes_back_from_a_file(tmp_path):
    x, labels, y = blobs(rows=200, features=4, classes=3)
    model = classifier(optimizer=keraunos.optimizers.Adam(0.02))
    history = model.fit(x, y, batch_size=32, epochs=30, validation_split=0.1, verbose=0)
    losses = history.history["loss"]
    assert len(losses) == 30
    assert losses[-1] < losses[0] / 2
    assert set(history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}

    loss, accuracy = model.evaluate(x, y, verbose=0)
    assert accuracy > 0.6
    probabilities = model.predict(x, verbose=0)
    assert probabilities.shape == (200, 3)
    np.testing.assert_allclose(probabilities.sum(1), 1, rtol=1e-5)
    assert (probabilities.argmax(1) == labels).mean() == pytest.approx(accuracy, abs=1e-6)

    model.save(tmp_path / "model.keras")
    loaded = keraunos.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(x, verbose=0), probabilities)
    assert loaded.evaluate(x, y, verbose=0)[0] == pytest.approx(loss)


def test_a_wrong_shape_is_answered_with_the_way_out():
    model = classifier()
    with pytest.raises(ValueError, match="sparse_categorical_crossentropy"):
        model.fit(np.zeros((8, 4), "float32"), np.zeros(8), verbose=0)
