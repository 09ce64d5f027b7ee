"""evaluate and test_on_batch against Keras."""

import warnings

import numpy as np
import pytest
from support.nets import blobs, classifier
from support.oracle import TOLERANCE, keras
from support.pairs import pair

import keraunos
from keraunos.callbacks import Callback

X, LABELS, Y = blobs()


WEIGHTS = np.linspace(0.1, 2.0, len(X)).astype("float32")
CALLS = {
    "plain": {},
    "batch size": {"batch_size": 16},
    "steps": {"steps": 2, "batch_size": 16},
    "weights": {"sample_weight": WEIGHTS, "batch_size": 16},
    "dict": {"return_dict": True, "batch_size": 70},
}


@pytest.mark.parametrize("case", list(CALLS))
def test_evaluate_equals_keras(case):
    ours, theirs = pair(metrics=["accuracy", "mae"], weighted=["mse"])
    got = ours.evaluate(X, Y, verbose=0, **CALLS[case])
    expected = theirs.evaluate(X, Y, verbose=0, **CALLS[case])
    if isinstance(expected, dict):
        assert list(got) == list(expected)
        got, expected = list(got.values()), list(expected.values())
    np.testing.assert_allclose(got, expected, **TOLERANCE["float32"])


def test_a_loss_alone_is_a_number():
    ours, _ = pair(metrics=())
    assert isinstance(ours.evaluate(X, Y, verbose=0), float)


def test_names_of_the_list_that_evaluate_returns():
    ours, _ = pair(metrics=["accuracy", "mae"])
    values = ours.evaluate(X, Y, verbose=0)
    assert ours.metrics_names == ["loss", "accuracy", "mae"]
    assert len(values) == 3


def test_on_batch_equals_keras():
    ours, theirs = pair()
    for start in (0, 20, 40):
        rows = slice(start, start + 20)
        got = ours.test_on_batch(X[rows], Y[rows], sample_weight=WEIGHTS[rows])
        expected = theirs.test_on_batch(X[rows], Y[rows], sample_weight=WEIGHTS[rows])
        np.testing.assert_allclose(got, expected, **TOLERANCE["float32"])
    assert set(ours.test_on_batch(X, Y, return_dict=True)) == {"loss", "accuracy"}


def test_callbacks_are_called_for_each_batch():
    class Record(Callback):
        def on_test_begin(self, logs=None):
            calls.append("begin")

        def on_test_batch_begin(self, batch, logs=None):
            calls.append(batch)

        def on_test_batch_end(self, batch, logs=None):
            calls.append((batch, sorted(logs)))

        def on_test_end(self, logs=None):
            calls.append(sorted(logs))

    calls = []
    classifier().evaluate(X, Y, batch_size=32, verbose=0, callbacks=[Record()])
    names = ["accuracy", "loss"]
    assert calls == ["begin", 0, (0, names), 1, (1, names), 2, (2, names), names]


def test_evaluate_changes_no_weight():
    model = classifier(dropout=0.5)
    before = [v.numpy() for v in model.variables]
    model.evaluate(X, Y, verbose=0)
    for value, variable in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(value, variable.numpy())


@pytest.mark.parametrize("rows", [70, 64, 67])
@pytest.mark.parametrize("weighted", [False, True])
def test_equal_batches_give_what_keras_gives(rows, weighted):
    ours, theirs = pair(metrics=["accuracy", "mae"])
    weights = {"sample_weight": WEIGHTS[:rows]} if weighted else {}
    got, expected = (m.evaluate(X[:rows], Y[:rows], verbose=0, **weights) for m in (ours, theirs))
    np.testing.assert_allclose(got, expected, **TOLERANCE["float32"])


def test_a_loss_that_is_a_sum_keeps_the_users_batches():
    import keraunos as k

    model = classifier(loss=k.losses.CategoricalCrossentropy(reduction="sum"))
    whole = model.evaluate(X, Y, batch_size=70, verbose=0)[0]
    cut = model.evaluate(X, Y, batch_size=32, verbose=0)[0]
    batches = [(0, 32), (32, 64), (64, 70)]
    sums = [model.evaluate(X[a:b], Y[a:b], batch_size=b - a, verbose=0)[0] for a, b in batches]
    expected = sum(s * (b - a) for s, (a, b) in zip(sums, batches, strict=True)) / 70
    assert cut == pytest.approx(expected, rel=1e-5)
    assert whole > cut


# --- what goes on from batch to batch ---------------------------------------------------------------


def counting(lib):
    """A model with a fixed number of rows whose layer counts its calls and draws noise in each."""

    class Counting(lib.layers.Layer):
        def __init__(self):
            super().__init__()
            self.noise = lib.random.SeedGenerator(3)
            self.calls = self.add_weight(
                shape=(), initializer="zeros", trainable=False, name="calls"
            )

        def call(self, x):
            self.calls.assign_add(1.0)
            return 0 * x + lib.random.normal((2, 1), seed=self.noise)

    model = lib.Sequential([lib.layers.Input(batch_shape=(2, 1)), Counting()])
    model.compile("sgd", "mse")
    return model


ASKED = {
    "predict": lambda m, x, y: m.predict(x, batch_size=2, verbose=0),
    "evaluate": lambda m, x, y: m.evaluate(x, y, batch_size=2, verbose=0),
    "evaluate a stream": lambda m, x, y: m.evaluate(
        ((x[i : i + 2], y[i : i + 2]) for i in (0, 2, 4)), verbose=0
    ),
    "test_on_batch": lambda m, x, y: m.test_on_batch(x[:2], y[:2]),
    "fit": lambda m, x, y: m.fit(x, y, batch_size=2, epochs=2, verbose=0),
    "fit, validated": lambda m, x, y: m.fit(
        x, y, batch_size=2, epochs=2, verbose=0, validation_data=(x, y)
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_counters_and_seeds_go_on_from_batch_to_batch_as_the_oracle_s(asked):
    x, y = np.zeros((6, 1), "float32"), np.zeros((6, 1), "float32")
    found = []
    for lib in (keraunos, keras):
        model = counting(lib)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the oracle's, that a generator has ended
            ASKED[asked](model, x, y)
        counter, seed = sorted(model.layers[-1].variables, key=lambda v: v.ndim)
        found.append((float(counter.numpy()), np.asarray(seed.numpy()).tolist()))
    assert found[0] == found[1]


def test_a_stateful_layer_s_state_goes_on_in_evaluation():
    x, y = np.full((6, 3, 1), 0.1, "float32"), np.zeros((6, 1), "float32")
    inputs = keraunos.layers.Input(batch_shape=(2, 3, 1))
    layer = keraunos.layers.SimpleRNN(1, stateful=True)
    model = keraunos.Model(inputs, layer(inputs))
    model.compile("sgd", "mse")
    expected = [float(np.square(model(x[i : i + 2])).mean()) for i in (0, 2, 4)]
    layer.reset_state()
    assert model.evaluate(x, y, batch_size=2, verbose=0) == pytest.approx(np.mean(expected))
    assert len(set(expected)) == 3
