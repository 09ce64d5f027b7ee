"""TerminateOnNaN: training ends with the epoch that lost its numbers."""

import warnings

import numpy as np
import pytest
from support.recording import regression, rows

import keraunos as k


def lost(callback):
    """A fit whose loss is infinite at once."""
    x, y = rows()
    model = regression(k, k.optimizers.SGD(1e30))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fit: the loss was not finite")
        return model.fit(x, y, batch_size=2, epochs=5, verbose=0, callbacks=[callback]).history


def test_training_ends_with_the_epoch():
    losses = lost(k.callbacks.TerminateOnNaN())["loss"]
    assert len(losses) == 1
    assert not np.isfinite(losses[0])


def test_it_raises_if_asked_to():
    with pytest.raises(RuntimeError, match="the loss must be finite; got .* in epoch 1"):
        lost(k.callbacks.TerminateOnNaN(raise_error=True))


def test_the_error_says_what_was_not_finite_first():
    with pytest.raises(RuntimeError, match=r"in epoch 1\. The loss itself was not finite, of"):
        lost(k.callbacks.TerminateOnNaN(raise_error=True))


def test_it_splits_nothing_and_leaves_finite_losses_alone():
    x, y = rows()
    callback = k.callbacks.TerminateOnNaN(raise_error=True)
    assert callback.needs("train") == "clock"
    assert len(regression(k).fit(x, y, epochs=3, verbose=0, callbacks=[callback]).epoch) == 3
