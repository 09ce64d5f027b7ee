"""fit: arguments, data that do not fit, interruptions, buffers that nobody may lose."""

import gc
import os
import signal
import threading
import warnings

import numpy as np
import psutil
import pytest
from support.nets import bits, blobs, classifier

import keraunos as k
from keraunos.callbacks import Callback, LambdaCallback
from keraunos.core.errors import StateLostError
from keraunos.training import executables

X, LABELS, Y = blobs()


# --- arguments ----------------------------------------------------------------------------------


def test_history_has_a_value_an_epoch_and_names_in_order():
    history = classifier().fit(X, Y, epochs=3, validation_split=0.2, verbose=0)
    assert list(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert {len(v) for v in history.history.values()} == {3}
    assert history.epoch == [0, 1, 2]
    assert all(isinstance(v, float) for v in history.history["loss"])


def test_validation_split_takes_the_last_rows():
    model = classifier()
    history = model.fit(X, Y, validation_split=0.2, verbose=0)
    value = model.evaluate(X[56:], Y[56:], verbose=0, return_dict=True)
    assert history.history["val_loss"][0] == pytest.approx(value["loss"], rel=1e-5)


@pytest.mark.parametrize(("frequency", "expected"), [(1, 6), (2, 3), ([1, 5], 2)])
def test_validation_frequency(frequency, expected):
    history = classifier().fit(
        X, Y, epochs=6, validation_split=0.2, validation_freq=frequency, verbose=0
    )
    assert len(history.history["val_loss"]) == expected
    assert len(history.history["loss"]) == 6


def test_initial_epoch_numbers_the_epochs_on():
    history = classifier().fit(X, Y, initial_epoch=3, epochs=5, verbose=0)
    assert history.epoch == [3, 4]


def test_no_epochs_train_nothing():
    model = classifier()
    before = model.get_weights()
    history = model.fit(X, Y, epochs=0, verbose=0)
    assert history.history == {}
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_validation_steps_and_batch_size():
    model = classifier()
    history = model.fit(
        X, Y, validation_data=(X, Y), validation_steps=2, validation_batch_size=10, verbose=0
    )
    expected = model.evaluate(X[:20], Y[:20], verbose=0)
    assert history.history["val_loss"][0] == pytest.approx(expected[0], rel=1e-5)


def test_class_weight_equals_sample_weight():
    weights = {0: 1.0, 1: 3.0, 2: 0.5}
    by_class, by_sample = classifier(), classifier()
    by_sample.set_weights(by_class.get_weights())
    k.utils.set_random_seed(1)
    first = by_class.fit(X, Y, class_weight=weights, epochs=2, verbose=0)
    k.utils.set_random_seed(1)
    second = by_sample.fit(X, Y, sample_weight=[weights[c] for c in LABELS], epochs=2, verbose=0)
    assert first.history == second.history


def test_without_shuffle_the_rows_come_in_order():
    seen = []

    class Watch(k.layers.Layer):
        def call(self, inputs):
            seen.append(np.asarray(inputs)[:, 0])
            return inputs

    model = k.Sequential([k.layers.Input((4,)), Watch(), k.layers.Dense(3, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy", run_eagerly=True)
    seen.clear()
    model.fit(X, Y, batch_size=32, shuffle=False, verbose=0)
    np.testing.assert_array_equal(np.concatenate(seen[-3:]), X[:, 0])


def test_steps_per_epoch_goes_on_where_the_last_epoch_stopped():
    history = classifier().fit(X, Y, batch_size=10, steps_per_epoch=3, epochs=4, verbose=0)
    assert len(history.history["loss"]) == 4
    with pytest.warns(UserWarning, match="`steps_per_epoch` is 9, but the data hold 7 batches"):
        classifier().fit(X, Y, batch_size=10, steps_per_epoch=9, verbose=0)


# --- data that do not fit -----------------------------------------------------------------------


def _regressor():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


BAD = {
    "features": (
        lambda: classifier().fit(X[:, :3], Y, verbose=0),
        r"Dense 'dense' .* \(batch, 4\); got",
    ),
    "flatten": (
        lambda: classifier(features=6).fit(np.zeros((5, 2, 3)), Y[:5], verbose=0),
        "Flatten first: add layers.Flatten",
    ),
    "labels for one-hot": (
        lambda: classifier().fit(X, LABELS, verbose=0),
        "use loss='sparse_categorical_crossentropy', or make them one-hot",
    ),
    "one-hot for labels": (
        lambda: classifier(loss="sparse_categorical_crossentropy").fit(X, Y, verbose=0),
        "For one-hot rows use loss='categorical_crossentropy'",
    ),
    "label out of range": (
        lambda: classifier(loss="sparse_categorical_crossentropy").fit(X, LABELS + 1, verbose=0),
        r"labels in \[0, 3\).* got labels from 1 to 3",
    ),
    "lengths": (lambda: classifier().fit(X, Y[:-1], verbose=0), "x 70, y 69"),
    "two columns": (
        lambda: _regressor().fit(X, X[:, :2], verbose=0),
        r"expects y of shape \(batch, 1\)",
    ),
    "rank": (lambda: _regressor().fit(X, X[:, :1, None, None], verbose=0), "expects y of shape"),
    "nothing": (lambda: classifier().fit(X[:0], Y[:0], verbose=0), "at least one row"),
    "object": (
        lambda: classifier().fit(np.array([["a", 1.0, 2, 3]] * 3, object), Y[:3], verbose=0),
        "numbers of one dtype",
    ),
    "ragged": (
        lambda: classifier().fit([[1.0], [1.0, 2.0]], Y[:2], verbose=0),
        "rows of equal length",
    ),
    "no x": (lambda: classifier().fit(None, Y, verbose=0), "`x` must be an array"),
    "batch size": (
        lambda: classifier().fit(X, Y, batch_size=0, verbose=0),
        "`batch_size` must be an int",
    ),
    "loss name": (
        lambda: classifier(loss="categorical_crossentropyy"),
        "Did you mean 'categorical_crossentropy'",
    ),
    "optimizer name": (lambda: classifier(optimizer="adamm"), "Did you mean 'Adam"),
    "metric name": (lambda: classifier(metrics=["acuracy"]), "Did you mean"),
    "no targets": (lambda: classifier().fit(X, verbose=0), "has a loss but no targets"),
    "not compiled": (
        lambda: k.Sequential([k.layers.Input((4,)), k.layers.Dense(1)]).fit(X, X[:, :1]),
        r"is not compiled. Call model.compile\(optimizer, loss\)",
    ),
    "unknown activation": (lambda: k.layers.Dense(2, activation="rellu"), "Did you mean 'relu'"),
    "split": (
        lambda: classifier().fit(X[:1], Y[:1], validation_split=0.5, verbose=0),
        "leave rows for both",
    ),
}


@pytest.mark.parametrize("case", list(BAD))
def test_what_does_not_fit_is_refused_with_what_to_do(case):
    call, sentence = BAD[case]
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("loss", ["mse", "mae", "binary_crossentropy"])
def test_targets_of_shape_n_are_read_as_n_1(loss):
    target = (LABELS > 0).astype("float32")
    losses = []
    for y in (target, target[:, None]):
        k.utils.set_random_seed(3)
        model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1, activation="sigmoid")])
        model.compile("sgd", loss)
        losses.append(model.fit(X, y, epochs=2, verbose=0).history["loss"])
    assert losses[0] == losses[1]


def test_an_unbuilt_model_says_how_to_build_it():
    model = k.Sequential([k.layers.Dense(2)])
    with pytest.raises(ValueError, match=r"Add layers.Input\(shape\) first"):
        _ = model.input
    with pytest.raises(ValueError, match="is not built|has no weights|not built"):
        model.count_params()


# --- interruptions ------------------------------------------------------------------------------


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


# --- buffers ------------------------------------------------------------------------------------


def test_three_threads_predict_while_fit_donates():
    model = classifier()
    model.fit(X, Y, verbose=0)
    model.predict(X, verbose=0)
    failures, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            try:
                assert np.isfinite(model.predict(X, verbose=0)).all()
                assert all(np.isfinite(w).all() for w in model.get_weights())
            except Exception as error:
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    model.fit(X, Y, batch_size=4, epochs=300, verbose=0)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_one_buffer_assigned_twice_is_two_buffers():
    import jax.numpy as jnp

    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(4), k.layers.Dense(4)])
    model.compile("sgd", "mse")
    value = jnp.eye(4)
    for layer in model.layers:
        layer.kernel.assign(value)
    model.fit(X, -X, verbose=0)
    np.testing.assert_array_equal(value, np.eye(4))
    assert not np.array_equal(model.layers[0].kernel.numpy(), np.eye(4))


def test_a_value_that_was_read_survives_the_next_fit():
    model = classifier()
    model.fit(X, Y, verbose=0)
    held = model.layers[0].kernel.value
    copy = np.array(held)
    model.fit(X, Y, epochs=3, verbose=0)
    np.testing.assert_array_equal(held, copy)


def test_an_array_changed_while_training_changes_nothing():
    class Spoil(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                x[:], y[:] = np.nan, 0

    x, y = np.repeat(X, 4000, axis=0), np.repeat(Y, 4000, axis=0)  # large ones are shared by jax
    history = classifier().fit(x, y, batch_size=2048, epochs=3, verbose=0, callbacks=[Spoil()])
    assert np.isfinite(history.history["loss"]).all()


def test_a_layer_that_calls_numpy_runs_step_by_step_with_one_warning():
    class Host(k.layers.Layer):
        def build(self, input_shape):
            self.scale = self.add_weight((), "ones", name="scale")

        def call(self, inputs):
            return inputs * self.scale * float(np.mean(np.asarray(inputs)) > -100)

    def model_with(layer):
        k.utils.set_random_seed(5)
        model = k.Sequential([layer, k.layers.Dense(3, activation="softmax")])
        model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
        return model

    model = model_with(Host())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = model.fit(X, Y, epochs=2, verbose=0)
    said = [str(w.message) for w in caught if "step by step" in str(w.message)]
    assert len(said) == 1
    assert "Host" in said[0]
    assert len(model.weights) == 3
    assert next(v.path for v in model.weights).endswith("host/scale")
    assert len(history.history["loss"]) == 2
    assert history.history["loss"][1] < history.history["loss"][0]


def test_a_dispatch_that_fails_says_that_the_weights_are_lost(monkeypatch):
    model = classifier()
    model.fit(X, Y, verbose=0)

    def broken(self, *args):
        self.run(*args)
        raise RuntimeError("RESOURCE_EXHAUSTED: out of memory")

    monkeypatch.setattr(executables.Executable, "__call__", broken)
    with pytest.raises(RuntimeError, match="RESOURCE_EXHAUSTED"):
        model.fit(X, Y, verbose=0)
    monkeypatch.undo()
    with pytest.raises(StateLostError, match="its value was lost when a training step failed"):
        model.predict(X, verbose=0)
    model.set_weights([np.zeros(w.shape) for w in model.weights])
    assert np.isfinite(model.predict(X, verbose=0)).all()


# --- many models --------------------------------------------------------------------------------


def _dropped(units):
    model = k.Sequential(
        [k.layers.Input((4,)), k.layers.Dense(units), k.layers.Dense(3, activation="softmax")]
    )
    model.compile("adam", "categorical_crossentropy")
    model.fit(X, Y, verbose=0)
    return model._report.programs


@pytest.mark.slow
def test_two_hundred_models_leave_nothing_behind():
    process, sizes, alive = psutil.Process(), [], []
    for i in range(200):
        _dropped(5 if i % 2 else 6 + i)
        if i % 20 == 19:
            gc.collect()
            sizes.append(process.memory_info().rss / 2**20)
            alive.append(executables.live_count())
    assert max(alive) <= alive[0] + 1
    slope = np.polyfit(np.arange(len(sizes) - 1) * 20, sizes[1:], 1)[0]
    assert slope < 0.35, f"{slope:.3f} MB a model; RSS {sizes}"


def test_equal_models_share_one_program_while_one_is_alive():
    first, second = classifier(), classifier()
    first.fit(X, Y, verbose=0)
    second.fit(X, Y, verbose=0)
    assert [b.shared for b in second._report.programs] == [1]


def test_equal_configs_with_other_closures_share_nothing():
    def scaled(factor):
        model = k.Sequential(
            [k.layers.Input((4,)), k.layers.Activation(lambda x: x * factor), k.layers.Dense(1)]
        )
        model.compile("sgd", "mse")
        model.fit(X, X[:, :1], verbose=0)
        return model

    first, second = scaled(1.0), scaled(2.0)
    assert first._report.programs[0].shared == second._report.programs[0].shared == 0
