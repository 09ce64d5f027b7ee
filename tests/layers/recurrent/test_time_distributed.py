import numpy as np
import pytest
from support.oracle import TOLERANCE

from keraunos import layers, ops

X = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("f4")


def test_one_layer_at_each_step():
    dense = layers.Dense(2)
    y = layers.TimeDistributed(dense)(X)
    for i in range(3):
        np.testing.assert_allclose(y[:, i], dense(X[:, i]), **TOLERANCE["float32"])


def test_rows_that_meet_are_taken_step_by_step():
    class Centred(layers.Layer):
        def call(self, inputs):
            return inputs - ops.mean(inputs, axis=0, keepdims=True)

    y = layers.TimeDistributed(Centred())(X)
    np.testing.assert_allclose(y, X - X.mean(0, keepdims=True), **TOLERANCE["float32"])
    assert not layers.TimeDistributed(Centred()).batch_independent


def test_training_reaches_the_layer():
    layer = layers.TimeDistributed(layers.Dropout(0.5, seed=1))
    assert not np.asarray(layer(np.ones((2, 30, 4)), training=True)).all()
    assert np.asarray(layer(np.ones((2, 30, 4)))).all()


@pytest.mark.parametrize("shape", [(3,), (3, 4)])
def test_time_must_be_there(shape):
    with pytest.raises(ValueError, match=r"at least 3 axes \(batch, time, ...\)"):
        layers.TimeDistributed(layers.Dense(2))(np.ones(shape))


def test_a_class_is_no_layer():
    with pytest.raises(ValueError, match="`layer` must be a Layer"):
        layers.TimeDistributed(layers.Dense)
