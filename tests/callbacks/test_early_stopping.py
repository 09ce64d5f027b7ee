"""EarlyStopping against the oracle on random curves: the same end, the same weights."""

import itertools

import numpy as np
import pytest
from support.oracle import keras
from support.recording import StillModel, regression, rows

import keraunos as k

CURVES = np.random.default_rng(0).normal(size=(6, 12))
GRID = list(itertools.product((0, 0.3), (0, 1, 3), (None, 0.0, -1.0), (0, 2), ("auto", "max")))


def driven(lib, curve, monitor, **options):
    """Where it ends and what comes back, called epoch by epoch with a curve's values."""
    model, callback = StillModel(lib), lib.callbacks.EarlyStopping(monitor, **options)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(curve):
        model.epoch = epoch
        callback.on_epoch_end(epoch, {monitor: value})
        if model.stop_training:
            break
    callback.on_train_end()
    return epoch, callback.stopped_epoch, callback.wait, callback.best, model.restored


@pytest.mark.parametrize("restore", [False, True])
def test_it_ends_and_restores_as_keras_does(restore):
    for (delta, patience, baseline, start, mode), curve in itertools.product(GRID, CURVES):
        options = {"min_delta": delta, "patience": patience, "baseline": baseline,
                   "start_from_epoch": start, "restore_best_weights": restore,
                   "mode": mode}  # fmt: skip
        ours, theirs = (driven(lib, curve, "val_loss", **options) for lib in (k, keras))
        assert ours == theirs, (options, curve.tolist())


def test_nan_never_counts_as_better():
    curve = [1.0, np.nan, np.nan, np.nan]
    assert driven(k, curve, "val_loss", patience=2) == driven(keras, curve, "val_loss", patience=2)


def test_a_fit_ends_and_brings_the_best_weights_back():
    x, y = rows()
    model = regression(k, k.optimizers.SGD(2.0))  # too fast: each epoch is worse
    stop = k.callbacks.EarlyStopping("loss", patience=2, restore_best_weights=True)
    history = model.fit(
        x, y, batch_size=6, epochs=9, shuffle=False, verbose=0, callbacks=[stop]
    ).history
    assert len(history["loss"]) == 3
    assert (stop.stopped_epoch, stop.best_epoch) == (2, 0)
    again = regression(k, k.optimizers.SGD(2.0))
    again.fit(x, y, batch_size=6, epochs=1, shuffle=False, verbose=0)
    for a, b in zip(model.get_weights(), again.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_it_forgets_what_was_in_an_earlier_fit():
    x, y = rows()
    stop = k.callbacks.EarlyStopping("loss", min_delta=9.0)
    model = regression(k)
    for _ in range(2):
        assert len(model.fit(x, y, epochs=5, verbose=0, callbacks=[stop]).epoch) == 2


def test_it_says_what_it_did(capsys):
    driven(k, [1.0, 2.0, 3.0], "loss", patience=1, verbose=1, restore_best_weights=True)
    said = capsys.readouterr().out
    assert "Epoch 2: early stopping" in said
    assert "best epoch: 1" in said


def test_a_name_that_nothing_gives_is_told():
    x, y = rows()
    for lib in (k, keras):
        with pytest.raises(ValueError, match="val_los"):
            regression(lib).fit(x, y, verbose=0, callbacks=[lib.callbacks.EarlyStopping("val_los")])
    for stop in (k.callbacks.EarlyStopping("val_los", mode="min"), k.callbacks.EarlyStopping()):
        with pytest.warns(UserWarning, match="`monitor` is 'val_los.*which is not in the logs"):
            regression(k).fit(x, y, verbose=0, callbacks=[stop])
