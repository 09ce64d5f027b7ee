"""Averages and sums: weights and masks of every shape, functions with options."""

import itertools

import jax.numpy as jnp
import numpy as np
import pytest
from keras.src.backend.common.masking import set_keras_mask
from support.oracle import TOLERANCE, keras

from keraunos import losses, metrics
from keraunos.core import masks
from keraunos.core.registry import custom_object_scope

RNG = np.random.default_rng(5)
SHAPES = [(4,), (4, 1), (4, 3), (4, 3, 2)]


def weights_beside(shape):
    beside = [None, 2.0, RNG.random(shape), RNG.random((*shape, 1)), RNG.random(shape[:1])]
    return beside + ([RNG.random((4, 1)), RNG.random((4, 3))] if shape[1:2] == (3,) else [])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["Mean", "Sum"])
def test_weights_equal_keras(name, shape):
    values = RNG.random(shape).astype("float32")
    for weights in weights_beside(shape):
        states = []
        for lib in (metrics, keras.metrics):
            metric = getattr(lib, name)()
            metric.update_state(values, weights)
            metric.update_state(values)
            states.append([np.asarray(v.value) for v in metric.variables])
        np.testing.assert_allclose(*states, **TOLERANCE["float32"], err_msg=str(np.shape(weights)))


def test_masks_equal_keras():
    y_true, y_pred = RNG.random((2, 4, 3, 2)).astype("float32")
    given = {"none": None, "steps": RNG.random((4, 3)) > 0.4}
    for (m, mask), weights in itertools.product(given.items(), (None, RNG.random((4, 3)))):
        ours, theirs = jnp.asarray(y_pred), jnp.array(y_pred)
        if mask is not None:
            masks.set_mask(ours, jnp.asarray(mask))
            set_keras_mask(theirs, jnp.asarray(mask))
        states = []
        for lib, outputs in ((metrics, ours), (keras.metrics, theirs)):
            metric = lib.MeanSquaredError()
            metric.update_state(y_true, outputs, sample_weight=weights)
            states.append([np.asarray(v.value) for v in metric.variables])
        np.testing.assert_allclose(*states, **TOLERANCE["float32"], err_msg=m)


def test_a_weight_a_sample_beside_a_mask_a_step():
    outputs = jnp.ones((2, 3, 1))
    masks.set_mask(outputs, jnp.asarray([[True, True, False], [True, False, False]]))
    metric = metrics.MeanSquaredError()
    metric.update_state(np.zeros((2, 3, 1)), outputs, sample_weight=[3.0, 6.0])
    assert [float(v.numpy()) for v in metric.variables] == pytest.approx([4.0, 4.0])


def test_before_any_value_and_after_none():
    assert float(metrics.Mean().result()) == float(metrics.Sum().result()) == 0.0
    metric = metrics.Mean()
    metric.update_state(np.zeros(0))
    assert float(metric.result()) == 0.0


def test_nan_comes_through():
    assert np.isnan(metrics.Mean()([1.0, np.nan]))


def test_a_column_beside_rows_is_read_as_a_column():
    metric = metrics.MeanMetricWrapper(lambda t, p: abs(t - p), name="gap")
    assert float(metric(np.arange(3.0), np.arange(3.0)[:, None])) == 0.0


def test_configs_of_functions():
    config = metrics.MeanMetricWrapper(losses.huber, name="h", delta=3.0).get_config()
    assert config["fn"] == losses.serialize(losses.huber)
    assert config["delta"] == 3.0
    assert metrics.MeanMetricWrapper.from_config(config).fn is losses.huber
    accuracy = metrics.MeanMetricWrapper(metrics.binary_accuracy, threshold=0.2)
    assert (
        metrics.MeanMetricWrapper.from_config(accuracy.get_config()).fn is metrics.binary_accuracy
    )

    def own(y_true, y_pred):
        return y_pred

    with custom_object_scope({"own": own}):
        written = metrics.serialize(metrics.MeanMetricWrapper(own))
        assert metrics.deserialize(written).fn is own


def test_a_mean_of_the_users_own():
    class Largest(metrics.Mean):
        def update_state(self, y_true, y_pred, sample_weight=None):
            super().update_state(jnp.max(y_pred, axis=-1), sample_weight)

    assert float(Largest(name="m")([0, 0], np.array([[1.0, 2.0], [4.0, 3.0]]))) == 3.0


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(
        ValueError, match=r"metric: `sample_weight` must have the first axes of \(4,\)"
    ):
        metrics.Mean().update_state(np.ones(4), np.ones((4, 3)))
