"""The base of metrics, and metrics of a user's own as they are written for Keras."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import metrics
from keraunos.core.symbolic import KerasTensor

Y, P = np.array([[0.0], [1.0], [1.0]], "float32"), np.array([[0.2], [0.4], [0.9]], "float32")


def users_own(lib):
    """A metric as a user writes it, with a list of metrics and a reset of its own."""

    class Own(lib.metrics.Metric):
        def __init__(self, cut=0.5, name="own", **kwargs):
            super().__init__(name=name, **kwargs)
            self.cut = cut
            self.total = self.add_weight(name="total", initializer="zeros")
            self.seen = self.add_weight(shape=(2,), initializer="ones", name="seen")
            self.parts = [lib.metrics.Mean(name="part")]

        def update_state(self, y_true, y_pred, sample_weight=None):
            above = lib.ops.cast(y_pred > self.cut, "float32")
            self.total.assign_add(lib.ops.sum(above * y_true))
            self.seen.assign(self.seen + 1)
            self.parts[0].update_state(y_pred)

        def result(self):
            return self.total / self.seen[0] + self.parts[0].result()

        def reset_state(self):
            self.total.assign(0.0)
            self.seen.assign(lib.ops.ones((2,)))
            self.parts[0].reset_state()

        def get_config(self):
            return {**super().get_config(), "cut": self.cut}

    return Own


def test_a_users_own_metric_equals_keras():
    ours, theirs = (users_own(lib)(0.3) for lib in (k, keras))
    for metric in (ours, theirs):
        metric.update_state(Y, P)
        metric.update_state(Y, P[::-1])
    np.testing.assert_allclose(ours.result(), theirs.result(), **TOLERANCE["float32"])
    assert [v.path for v in ours.variables] == [v.path for v in theirs.variables]
    assert (
        ours.get_config() == theirs.get_config() == {"name": "own", "dtype": "float32", "cut": 0.3}
    )
    assert type(ours).from_config(ours.get_config()).cut == 0.3
    ours.reset_state()
    np.testing.assert_array_equal(ours.seen.numpy(), [1.0, 1.0])


def test_a_users_own_metric_rides_in_a_program():
    metric = users_own(k)()
    step = jax.jit(metric.stateless_update_state)
    state = step(metric.stateless_reset_state(), Y, P)
    expected = users_own(k)()(Y, P)
    np.testing.assert_allclose(metric.stateless_result(state), expected, rtol=1e-6)
    assert float(metric.total.numpy()) == 0.0


def test_a_lone_string_is_the_name_of_a_weight():
    class Old(metrics.Metric):
        def __init__(self):
            super().__init__(name="old")
            self.total = self.add_weight("total", initializer="zeros")

    assert [v.path for v in Old().variables] == ["old/total"]


def test_reset_clears_all_state_as_keras_does():
    found = []
    for lib in (metrics, keras.metrics):
        metric = lib.Metric()
        weight = metric.add_weight(shape=(2,), initializer="ones")
        metric.reset_state()
        found.append(np.asarray(weight.value))
    np.testing.assert_array_equal(*found)


def test_initializers_by_name_and_by_function():
    metric = metrics.Metric()
    assert metric.add_weight(shape=3, initializer="ones").numpy().tolist() == [1.0, 1.0, 1.0]
    made = metric.add_variable((2,), lambda shape, dtype=None: np.full(shape, 7.0), name="seven")
    assert made.numpy().tolist() == [7.0, 7.0]


def test_state_that_waits_for_a_shape_is_made_before_a_program():
    class Late(metrics.Metric):
        sums = None

        def update_state(self, y_true, y_pred, sample_weight=None):
            if self.sums is None:
                self.sums = self.add_variable((y_pred.shape[-1],), "zeros", name="sums")
            self.sums.assign_add(k.ops.sum(y_pred, axis=0))

        def result(self):
            return k.ops.max(self.sums.value)

    metric = Late()
    metric.prepare(KerasTensor((None, 1)), KerasTensor((None, 1)))
    assert [v.shape for v in metric.variables] == [(1,)]
    assert float(metric.sums.numpy()[0]) == 0.0
    assert float(metric(Y, P)) == pytest.approx(1.5)


def test_metrics_of_any_kind_train_inside_one_program():
    rng = np.random.default_rng(0)
    x, y = rng.random((20, 4)).astype("float32"), np.eye(3)[rng.integers(0, 3, 20)]
    histories = []
    models = []
    for lib in (k, keras):
        model = lib.Sequential([lib.layers.Input((4,)), lib.layers.Dense(3, activation="softmax")])
        watched = ["acc", "MSE", lib.metrics.F1Score(average="macro", name="f1"), users_own(lib)(),
                   lib.metrics.AUC(multi_label=True, name="auc"), lib.losses.MeanAbsoluteError()]  # fmt: skip
        model.compile(
            "sgd", "mse", metrics=watched, weighted_metrics=[lib.metrics.Recall(top_k=1, name="r")]
        )
        models.append(model)
    models[0].set_weights(models[1].get_weights())
    for model in models:
        done = model.fit(
            x, y, batch_size=8, epochs=2, shuffle=False, verbose=0, sample_weight=x[:, 0]
        )
        histories.append(done.history)
    ours, theirs = histories
    assert set(ours) == set(theirs)
    for name, values in ours.items():
        np.testing.assert_allclose(values, theirs[name], **TOLERANCE["float32"], err_msg=name)


def test_states_of_another_number_are_refused():
    with pytest.raises(ValueError, match="Mean: `metric_variables` must be 2 values, for "):
        metrics.Mean().stateless_update_state([0.0], np.ones(3))
    with pytest.raises(ValueError, match="Mean: `metric_variables` must be 2 values"):
        metrics.Mean().stateless_result([0.0, 1.0, 2.0])


def test_what_a_subclass_must_write_is_said():
    with pytest.raises(NotImplementedError, match=r"Metric: update_state\(\) is not written"):
        metrics.Metric().update_state(1)
    with pytest.raises(NotImplementedError, match=r"Metric: result\(\) is not written"):
        metrics.Metric().result()


def test_dtypes():
    assert metrics.Mean(dtype="bfloat16").total.dtype == "bfloat16"
    assert metrics.Mean(dtype="mixed_bfloat16").total.dtype == "float32"
    assert repr(metrics.Mean()) == "<Mean name=mean>"
