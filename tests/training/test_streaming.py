"""Data that come batch by batch: the same training as from arrays, whatever brings them."""

import threading
import time

import numpy as np
import pytest
from support.nets import bits, blobs, classifier

import keraunos as k
from keraunos.callbacks import Callback, LambdaCallback
from keraunos.core.errors import DataError

X, LABELS, Y = blobs(rows=100)
BATCHES = [(X[i : i + 16], Y[i : i + 16]) for i in range(0, 100, 16)]


class Numbered(k.utils.PyDataset):
    def __init__(self, batches=BATCHES, **options):
        super().__init__(**options)
        self.batches, self.calls = batches, []

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]

    def on_epoch_begin(self):
        self.calls.append("begin")

    def on_epoch_end(self):
        self.calls.append("end")


class Loader:
    """As torch's DataLoader: iterated anew for each pass, with a length."""

    def __iter__(self):
        return iter(BATCHES)

    def __len__(self):
        return len(BATCHES)


class TensorLike:
    """As a tensor of another library: it can become an array."""

    def __init__(self, array):
        self.array, self.shape, self.dtype = array, array.shape, array.dtype

    def __array__(self, dtype=None, copy=None):
        return self.array


class TfData:
    """As tf.data.Dataset."""

    def __iter__(self):
        raise AssertionError("tensors of another engine are never made")

    def as_numpy_iterator(self):
        return iter(BATCHES)

    def cardinality(self):
        return len(BATCHES)


def forever():
    while True:
        yield from BATCHES


SOURCES = {
    "PyDataset": lambda: Numbered(),
    "threads": lambda: Numbered(workers=3),
    "loader": Loader,
    "tensors": lambda: Numbered([(TensorLike(x), TensorLike(y)) for x, y in BATCHES]),
    "tf.data": TfData,
}


def from_arrays(epochs=3):
    model = classifier()
    history = model.fit(X, Y, batch_size=16, epochs=epochs, shuffle=False, verbose=0)
    return model, history


def assert_same(model, history, expected):
    for a, b in zip(model.get_weights(), expected[0].get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    for name, values in expected[1].history.items():
        np.testing.assert_allclose(history.history[name], values, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("source", list(SOURCES))
def test_a_stream_trains_as_the_arrays_do(source):
    model = same_start()
    k.utils.set_random_seed(1234)
    expected = from_arrays()
    history = model.fit(SOURCES[source](), epochs=3, shuffle=False, verbose=0)
    assert_same(model, history, expected)


def same_start():
    k.utils.set_random_seed(1234)
    return classifier()


def test_a_generator_without_end_needs_steps():
    k.utils.set_random_seed(1234)
    expected = from_arrays()
    model = same_start()
    history = model.fit(forever(), steps_per_epoch=7, epochs=3, verbose=0)
    assert_same(model, history, expected)


@pytest.mark.parametrize("split", ["on_epoch_end", "on_train_batch_end"])
def test_a_callback_changes_no_bit(split):
    whole, by_hook = same_start(), same_start()
    whole.fit(Numbered(), epochs=2, shuffle=False, verbose=0)
    hook = LambdaCallback(**{split: lambda i, logs: None})
    by_hook.fit(Numbered(), epochs=2, shuffle=False, verbose=0, callbacks=[hook])
    assert bits(whole) == bits(by_hook)


def test_hooks_of_the_data_and_batches_are_called_in_order():
    seen = []
    data = Numbered()
    watch = LambdaCallback(on_train_batch_end=lambda batch, logs: seen.append(batch))
    classifier().fit(data, epochs=2, verbose=0, callbacks=[watch])
    assert seen == [*range(7)] * 2
    assert data.calls == ["begin", "end"] * 2


def test_shuffle_orders_the_batches_anew_and_by_the_seed():
    orders = []
    for _ in range(2):
        k.utils.set_random_seed(3)
        asked = []

        class Watch(Numbered):
            def __getitem__(self, index):
                asked.append(index)  # noqa: B023
                return super().__getitem__(index)

        classifier().fit(Watch(), epochs=2, verbose=0)
        orders.append(asked[-14:])
    assert orders[0] == orders[1]
    assert sorted(orders[0][:7]) == [*range(7)]
    assert orders[0][:7] != orders[0][7:]


def test_a_generator_that_runs_out_ends_training_and_says_so():
    model = classifier()
    with pytest.warns(UserWarning, match="the data ran out in epoch 1 after 7 batches"):
        history = model.fit(iter(BATCHES), epochs=3, verbose=0)
    assert len(history.history["loss"]) == 1
    with pytest.warns(UserWarning, match="ran out in epoch 2 after 2 batches"):
        history = classifier().fit(iter(BATCHES), steps_per_epoch=5, epochs=3, verbose=0)
    assert len(history.history["loss"]) == 2


@pytest.mark.parametrize(
    "empty", [lambda: iter(()), lambda: Numbered([])], ids=["generator", "PyDataset"]
)
def test_data_that_yield_nothing_are_an_error(empty):
    model = classifier()
    for call in (model.fit, model.evaluate, model.predict):
        with pytest.raises(DataError, match="at least one batch"):
            call(empty(), verbose=0)


def test_an_error_in_the_data_comes_through():
    def broken():
        yield from BATCHES[:3]
        raise KeyError("row 48")

    model = classifier()
    with pytest.raises(KeyError, match="row 48"):
        model.fit(broken(), epochs=1, verbose=0)
    assert threading.active_count() < 20
    assert np.isfinite(model.predict(X, verbose=0)).all()


def test_targets_beside_a_stream_are_refused():
    with pytest.raises(ValueError, match="`y` must be None beside a Numbered"):
        classifier().fit(Numbered(), Y, verbose=0)
    with pytest.raises(ValueError, match="Pass validation_data"):
        classifier().fit(Numbered(), validation_split=0.2, verbose=0)


def test_validation_from_a_stream():
    model = classifier()
    history = model.fit(X, Y, epochs=2, validation_data=Numbered(), verbose=0).history
    expected = model.evaluate(X, Y, batch_size=16, verbose=0)
    assert history["val_loss"][-1] == pytest.approx(expected[0], rel=1e-5)
    history = model.fit(Numbered(), epochs=2, validation_data=(X, Y), verbose=0).history
    assert history["val_loss"][-1] == pytest.approx(model.evaluate(X, Y, verbose=0)[0], rel=1e-5)
    model.fit(Numbered(), validation_data=forever(), validation_steps=3, verbose=0)


def test_evaluate_and_predict_from_a_stream():
    model = classifier()
    np.testing.assert_allclose(
        model.evaluate(Numbered(), verbose=0), model.evaluate(X, Y, verbose=0), rtol=1e-5
    )
    np.testing.assert_allclose(
        model.predict(Numbered(), verbose=0), model.predict(X, verbose=0), rtol=1e-5, atol=1e-6
    )
    assert model.predict(forever(), steps=2, verbose=0).shape == (32, 3)
    assert model.predict((x for x, _ in BATCHES), verbose=0).shape == (100, 3)


def test_class_weight_and_sample_weight_in_streams():
    weights = {0: 1.0, 1: 2.0, 2: 0.5}
    by_class, by_sample = same_start(), same_start()
    first = by_class.fit(Numbered(), class_weight=weights, shuffle=False, verbose=0)
    heavy = np.array([weights[c] for c in LABELS], "float32")
    triples = [(X[i : i + 16], Y[i : i + 16], heavy[i : i + 16]) for i in range(0, 100, 16)]
    second = by_sample.fit(Numbered(triples), shuffle=False, verbose=0)
    assert first.history == second.history


def test_batches_of_several_lengths_compile_once_a_length(compilations):
    model = k.Sequential([k.layers.Input((None, 4)), k.layers.LSTM(3), k.layers.Dense(1)])
    model.compile("sgd", "mse")
    rng = np.random.default_rng(0)
    data = Numbered([(rng.normal(size=(8, n, 4)), np.zeros((8, 1))) for n in (3, 5, 3, 5, 5, 3)])
    model.fit(data, epochs=1, verbose=0)
    before = compilations()
    model.fit(data, epochs=3, verbose=0)
    assert compilations() == before
    assert model.optimizer.iterations.numpy() == 24


def test_stop_training_within_an_epoch():
    class Stop(Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 2

    model = classifier()
    history = model.fit(forever(), steps_per_epoch=50, epochs=9, verbose=0, callbacks=[Stop()])
    assert history.epoch == [0]
    assert model.optimizer.iterations.numpy() == 3


@pytest.mark.slow
def test_processes_make_the_batches(request, monkeypatch):
    monkeypatch.syspath_prepend(str(request.config.rootpath / "tests"))
    from support.numbered import Spawned

    k.utils.set_random_seed(1234)
    expected = from_arrays()
    model = same_start()
    history = model.fit(
        Spawned(workers=2, use_multiprocessing=True), epochs=3, shuffle=False, verbose=0
    )
    assert_same(model, history, expected)


def test_slow_data_are_trained_on_as_they_come():
    times = []

    def slow():
        for batch in BATCHES:
            time.sleep(0.15)
            yield batch

    watch = LambdaCallback(on_train_batch_end=lambda batch, logs: times.append(time.perf_counter()))
    model = classifier()
    model.fit(iter(BATCHES), verbose=0)
    model.fit(slow(), verbose=0, callbacks=[watch])
    assert max(np.diff(times)) < 0.7
