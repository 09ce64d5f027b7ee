"""A run: Ctrl-C, errors, losses that are not finite, and what is in place afterwards."""

import os
import signal
import threading

import numpy as np
import pytest
from support.nets import bits, blobs, classifier
from support.recording import regression

import keraunos as k
from keraunos.callbacks import LambdaCallback, TerminateOnNaN

X, LABELS, Y = blobs()

WAYS = {
    "batch": [LambdaCallback(on_train_batch_end=lambda batch, logs: None)],
    "epoch": [LambdaCallback(on_epoch_end=lambda epoch, logs: None)],
}


@pytest.mark.parametrize(
    "split", [[], [LambdaCallback(on_epoch_end=lambda e, logs: None)]], ids=["whole", "epoch"]
)
def test_ctrl_c_keeps_what_was_finished(split):
    model = classifier()
    model.fit(X, Y, batch_size=1, verbose=0)  # compiled before the clock runs
    before = bits(model)
    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, Y, batch_size=1, epochs=100_000, verbose=0, callbacks=split)
    done = len(model.history.history["loss"])
    assert 0 < done < 100_000
    assert bits(model) != before
    assert np.isfinite(model.predict(X, verbose=0)).all()
    assert model.optimizer.iterations.numpy() >= 70 * (done + 1)
    model.fit(X, Y, batch_size=1, verbose=0)


def test_an_error_in_a_callback_keeps_what_was_finished():
    def fail(epoch, logs):
        if epoch == 2:
            raise RuntimeError("mine")

    model = classifier()
    with pytest.raises(RuntimeError, match="mine"):
        model.fit(X, Y, epochs=9, verbose=0, callbacks=[LambdaCallback(on_epoch_end=fail)])
    assert model.optimizer.iterations.numpy() == 9
    assert np.isfinite(model.evaluate(X, Y, verbose=0)).all()


def test_a_loss_that_is_not_finite_is_named_and_training_goes_on():
    x = X.copy()
    x[40:] = np.nan
    model = classifier()
    with pytest.warns(UserWarning, match=r"not finite .* at step 3 of epoch 1; training goes on"):
        history = model.fit(x, Y, batch_size=16, epochs=3, shuffle=False, verbose=0)
    assert len(history.history["loss"]) == 3


@pytest.mark.parametrize(
    "more", [[], WAYS["batch"], WAYS["epoch"]], ids=["whole", "batch", "epoch"]
)
def test_terminate_on_nan_ends_with_that_epoch(more):
    x = X.copy()
    x[40:] = np.nan
    model = classifier()
    with pytest.warns(UserWarning, match="training ends with this epoch"):
        history = model.fit(
            x,
            Y,
            batch_size=16,
            epochs=9,
            shuffle=False,
            verbose=0,
            callbacks=[TerminateOnNaN(), *more],
        )
    assert history.epoch == [0]


def _lost():
    regression(k).fit(np.full((4, 2), np.nan), np.ones((4, 1)), verbose=0)


def _ran_out():
    batches = [(np.ones((2, 2)), np.ones((2, 1)))]
    regression(k).fit(iter(batches), epochs=2, verbose=0)


def _unwatched():
    stop = k.callbacks.EarlyStopping(monitor="val_los", mode="min")
    regression(k).fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0, callbacks=[stop])


@pytest.mark.parametrize("fit", [_lost, _ran_out, _unwatched])
def test_warnings_name_the_users_line(fit):
    with pytest.warns(UserWarning, match="not finite|ran out|not in the logs") as said:
        fit()
    assert {warning.filename for warning in said} == {__file__}
