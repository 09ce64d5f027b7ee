"""Callbacks of users': the same calls as in Keras, and what they may change meanwhile."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.recording import HOOKS, recorder, regression, rows

import keraunos as k
from keraunos.callbacks import Callback

KINDS = {
    "all": HOOKS,
    "old batch names": ("on_batch_begin", "on_batch_end", "on_epoch_end"),
    "epochs": ("on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end"),
    "validation": ("on_epoch_end", "on_test_begin", "on_test_end"),
    "validation batches": ("on_test_batch_begin", "on_test_batch_end"),
    "ends": ("on_train_begin", "on_train_end"),
}


def both(run, hooks, on_instance=False):
    """The calls here and in Keras."""
    found = []
    for lib in (k, keras):
        calls = []
        run(lib, regression(lib, metrics=["mae"]), recorder(lib, calls, hooks, on_instance))
        found.append(calls)
    return found


@pytest.mark.parametrize("on_instance", [False, True], ids=["class", "instance"])
@pytest.mark.parametrize("kind", KINDS)
def test_fit_calls_the_hooks_that_keras_calls(kind, on_instance):
    x, y = rows()

    def fit(lib, model, callback):
        model.fit(x, y, batch_size=4, epochs=3, verbose=0, callbacks=[callback],
                  validation_data=(x, y), validation_batch_size=4, validation_freq=2)  # fmt: skip

    ours, theirs = both(fit, KINDS[kind], on_instance)
    assert ours == theirs


def test_data_that_stream_in_call_the_same():
    x, y = rows(8)

    def fit(lib, model, callback):
        def batches():
            while True:
                for i in range(0, 8, 4):
                    yield x[i : i + 4], y[i : i + 4]

        model.fit(
            batches(), steps_per_epoch=2, epochs=2, shuffle=False, verbose=0, callbacks=[callback]
        )

    ours, theirs = both(fit, HOOKS)
    assert ours == theirs


@pytest.mark.parametrize("method", ["evaluate", "predict"])
def test_evaluate_and_predict_call_the_hooks_that_keras_calls(method):
    x, y = rows()

    def call(lib, model, callback):
        data = (x, y) if method == "evaluate" else (x,)
        getattr(model, method)(*data, batch_size=4, verbose=0, callbacks=[callback])

    ours, theirs = both(call, HOOKS)
    assert ours == theirs


def test_the_run_is_told_to_callbacks():
    x, y = rows()
    told = []
    for lib in (k, keras):
        callback = lib.callbacks.Callback()
        model = regression(lib)
        model.fit(x, y, batch_size=4, epochs=2, verbose=0, callbacks=[callback])
        told.append(dict(callback.params))
        assert callback.model is model
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "hook", ["on_train_batch_end", "on_batch_end", "on_epoch_end", "on_epoch_begin"]
)
def test_stop_training_ends_it_where_keras_ends_it(hook):
    x, y = rows()

    def fit(lib, model, callback):
        class Stop(lib.callbacks.Callback):
            pass

        def stop(self, index, logs=None):
            if index == 1:
                self.model.stop_training = True

        setattr(Stop, hook, stop)
        model.fit(x, y, batch_size=1, epochs=4, verbose=0, callbacks=[Stop(), callback],
                  validation_data=(x, y))  # fmt: skip

    ours, theirs = both(fit, HOOKS)
    assert ours == theirs


@pytest.mark.parametrize("hook", ["on_epoch_begin", "on_batch_end", "on_train_batch_begin"])
def test_a_rate_set_meanwhile_counts_from_the_next_step(hook):
    x, y = rows(8)
    weights = []
    for lib in (k, keras):

        class Halve(lib.callbacks.Callback):
            pass

        def halve(self, index, logs=None):
            rate = float(np.asarray(self.model.optimizer.learning_rate))
            self.model.optimizer.learning_rate = rate / 2

        setattr(Halve, hook, halve)
        model = regression(lib)
        model.fit(x, y, batch_size=2, epochs=3, shuffle=False, verbose=0, callbacks=[Halve()])
        weights.append(model.get_weights())
    for a, b in zip(*weights):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_weights_set_before_validation_are_those_validated():
    x, y = rows()
    losses = []
    for lib in (k, keras):

        class Zero(lib.callbacks.Callback):
            def on_test_begin(self, logs=None):
                self.model.set_weights([np.zeros((2, 1)), np.zeros(1)])

        history = regression(lib).fit(
            x, y, batch_size=2, epochs=2, shuffle=False, verbose=0, callbacks=[Zero()],
            validation_data=(x, y),
        ).history  # fmt: skip
        losses.append(history["val_loss"])
    np.testing.assert_allclose(*losses, **TOLERANCE["float32"])
    assert losses[0][0] == pytest.approx(float(np.mean(y**2)), rel=1e-5)


def test_what_is_overridden_says_how_far_it_splits():
    def needs(*hooks):
        members = {name: (lambda self, *a, **kw: None) for name in hooks}
        callback = type("Own", (Callback,), members)()
        return [callback.needs(mode) for mode in ("train", "test", "predict")]

    assert needs() == ["clock", "clock", "clock"]
    assert needs("on_train_begin", "on_train_end") == ["clock", "clock", "clock"]
    assert needs("on_epoch_end") == ["epoch", "clock", "clock"]
    assert needs("on_test_begin") == ["epoch", "epoch", "clock"]
    assert needs("on_test_end") == ["epoch", "clock", "clock"]
    assert needs("on_batch_end") == ["batch", "clock", "clock"]
    assert needs("on_test_batch_end") == ["clock", "batch", "clock"]
    assert needs("on_predict_batch_begin") == ["clock", "clock", "batch"]
