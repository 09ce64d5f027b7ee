"""predict and single batches: as Keras, without a compilation for each number of rows."""

import numpy as np
import pytest
from support.nets import blobs, classifier
from support.oracle import TOLERANCE
from support.pairs import pair

import keraunos as k
from keraunos.callbacks import Callback

X, LABELS, Y = blobs()


@pytest.mark.parametrize("rows", [1, 2, 31, 32, 33, 70])
@pytest.mark.parametrize("batch_size", [None, 8])
def test_predict_equals_keras(rows, batch_size):
    ours, theirs = pair()
    got = ours.predict(X[:rows], batch_size=batch_size, verbose=0)
    expected = theirs.predict(X[:rows], batch_size=batch_size, verbose=0)
    assert isinstance(got, np.ndarray)
    np.testing.assert_allclose(got, expected, **TOLERANCE["float32"])


def test_steps_cut_the_data():
    assert classifier().predict(X, batch_size=16, steps=2, verbose=0).shape == (32, 3)


def test_changing_numbers_of_rows_compile_a_few_programs(compilations):
    model = classifier()
    for rows in (1, 2, 4, 8, 16, 32, 64):
        model.predict(X[:rows], verbose=0)
    before = compilations()
    for rows in range(1, 70):
        assert model.predict(X[:rows], verbose=0).shape == (rows, 3)
    assert compilations() - before <= 1  # 65 to 69 rows: three batches, padded to four


def test_rows_that_depend_on_each_other_are_never_padded():
    class Centred(k.layers.Layer):
        def call(self, inputs):
            return inputs - k.ops.mean(inputs, axis=0, keepdims=True)

    model = k.Sequential([k.layers.Input((4,)), Centred()])
    assert not model.batch_independent
    for rows in (3, 5, 33):
        batches = [X[a : min(a + 32, rows)] for a in range(0, rows, 32)]
        expected = [batch - batch.mean(0) for batch in batches]
        got = model.predict(X[:rows], verbose=0)
        np.testing.assert_allclose(got, np.concatenate(expected), rtol=1e-5, atol=1e-6)


def test_predict_needs_no_compile_and_leaves_its_output_to_the_caller():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(2)])
    found = model.predict(X, verbose=0)
    found[:] = 0
    assert np.abs(model.predict(X, verbose=0)).max() > 0


def test_predict_on_batch_equals_predict():
    model = classifier()
    np.testing.assert_array_equal(model.predict_on_batch(X[:20]), model.predict(X[:20], verbose=0))


@pytest.mark.parametrize("weighted", [{}, {"class_weight": {0: 2.0, 1: 0.5, 2: 1.0}}], ids=str)
def test_train_on_batch_equals_keras(weighted):
    ours, theirs = pair()
    for start in range(0, 60, 20):
        rows = slice(start, start + 20)
        got = ours.train_on_batch(X[rows], Y[rows], **weighted)
        expected = theirs.train_on_batch(X[rows], Y[rows], **weighted)
        np.testing.assert_allclose(got, expected, **TOLERANCE["float32"])
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_train_on_batch_reports_its_own_batch_by_name():
    model = classifier(optimizer=k.optimizers.SGD(0.0))
    first = model.train_on_batch(X[:20], Y[:20], return_dict=True)
    again = model.train_on_batch(X[:20], Y[:20], return_dict=True)
    assert set(first) == {"loss", "accuracy"}
    assert first == again
    assert float(model.metrics[0].result()) == pytest.approx(first["loss"])


def test_train_on_batch_equals_a_fit_without_shuffle():
    by_fit, by_batch = classifier(), classifier()
    by_batch.set_weights(by_fit.get_weights())
    by_fit.fit(X[:64], Y[:64], batch_size=16, shuffle=False, verbose=0)
    for start in range(0, 64, 16):
        by_batch.train_on_batch(X[start : start + 16], Y[start : start + 16])
    for a, b in zip(by_fit.get_weights(), by_batch.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_callbacks_see_each_batch_of_predict():
    class Record(Callback):
        def on_predict_batch_end(self, batch, logs=None):
            shapes.append((batch, logs["outputs"].shape))

    shapes = []
    classifier().predict(X, verbose=0, callbacks=[Record()])
    assert shapes == [(0, (32, 3)), (1, (32, 3)), (2, (6, 3))]


def test_predict_goes_on_where_it_ended():
    """Seeds and kept states move on from batch to batch and from call to call, as in Keras."""
    x = np.ones((6, 4), "float32")

    class Noisy(k.Model):
        def __init__(self):
            super().__init__()
            self.seeds = k.random.SeedGenerator(3)

        def call(self, inputs):
            return inputs + k.random.normal(k.ops.shape(inputs), seed=self.seeds)

    noisy = Noisy()
    first, second = noisy.predict(x, verbose=0), noisy.predict(x, verbose=0)
    assert (first != second).all()
    batches = noisy.predict(x, batch_size=2, verbose=0)
    assert (batches[:2] != batches[2:4]).all()
    kept = k.models.Sequential(
        [k.layers.Input(batch_shape=(2, 3, 1)), k.layers.LSTM(4, stateful=True)]
    )
    steps = np.ones((2, 3, 1), "float32")
    long = k.layers.LSTM(4)
    long.build((None, 6, 1))
    long.set_weights(kept.get_weights()[:3])
    kept.predict(steps, verbose=0)
    onward = kept.predict(steps, verbose=0)
    wanted = np.asarray(long(np.ones((2, 6, 1), "float32")))
    np.testing.assert_allclose(onward, wanted, atol=1e-6)


def test_a_predict_step_of_the_models_own_is_taken():
    class Doubling(k.Model):
        def __init__(self):
            super().__init__()
            self.dense = k.layers.Dense(2, kernel_initializer="ones")

        def call(self, x, training=False):
            return self.dense(x)

        def predict_step(self, state, data):
            outputs, other = self.stateless_call(*state, data, training=False)
            return 2 * outputs, other

    data = np.ones((5, 3), "float32")
    for model in (Doubling(), Doubling()):
        assert model.predict(data, batch_size=2, verbose=0).tolist() == [[6.0, 6.0]] * 5
        assert model.predict_on_batch(data).tolist() == [[6.0, 6.0]] * 5
