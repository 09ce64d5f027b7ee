"""evaluate and test_on_batch against Keras."""

import numpy as np
import pytest
from support.nets import blobs, classifier
from support.oracle import TOLERANCE
from support.pairs import pair

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
