"""Data on the device: orders of rows, and buffers that nobody else may see change."""

import threading

import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos as k
from keraunos.callbacks import Callback

X, LABELS, Y = blobs()


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
