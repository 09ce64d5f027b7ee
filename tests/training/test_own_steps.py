"""A model's own steps: pure functions in Keras' form, compiled whole with the run."""

import jax
import numpy as np
import pytest
from support.nets import blobs

import keraunos as k
from keraunos.callbacks import LambdaCallback

X, LABELS, Y = blobs()


def dense(cls, **compiled):
    k.utils.set_random_seed(4)
    inputs = k.Input((4,))
    hidden = k.layers.Dense(8, activation="relu", name="hidden")(inputs)
    model = cls(inputs, k.layers.Dense(3, activation="softmax", name="out")(hidden))
    model.compile(
        **{
            "optimizer": "adam",
            "loss": "categorical_crossentropy",
            "metrics": ["accuracy"],
            **compiled,
        }
    )
    return model


class Written(k.Model):
    """The step as Keras' guide for JAX writes it."""

    def loss_of(self, trainable, non_trainable, x, y, training=False):
        y_pred, non_trainable = self.stateless_call(trainable, non_trainable, x, training=training)
        return self.compute_loss(x, y, y_pred), (y_pred, non_trainable)

    def train_step(self, state, data):
        trainable, non_trainable, optimizer, metrics = state
        x, y = data
        grad_fn = jax.value_and_grad(self.loss_of, has_aux=True)
        (loss, (y_pred, non_trainable)), grads = grad_fn(
            trainable, non_trainable, x, y, training=True
        )
        trainable, optimizer = self.optimizer.stateless_apply(optimizer, grads, trainable)
        new_metrics, logs = [], {}
        for metric in self.metrics:
            own = metrics[len(new_metrics) : len(new_metrics) + len(metric.variables)]
            if metric.name == "loss":
                own = metric.stateless_update_state(own, loss)
            else:
                own = metric.stateless_update_state(own, y, y_pred)
            logs[metric.name] = metric.stateless_result(own)
            new_metrics += own
        return logs, (trainable, non_trainable, optimizer, new_metrics)


class Doubled(k.Model):
    def train_step(self, state, data):
        logs, state = super().train_step(state, data)
        return {**logs, "twice": logs["loss"] * 2}, state

    def test_step(self, state, data):
        logs, state = super().test_step(state, data)
        return {**logs, "extra": logs["loss"] + 1}, state


class MoreMetrics(k.Model):
    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        logs = super().compute_metrics(x, y, y_pred, sample_weight)
        return {**logs, "largest": k.ops.max(y_pred)}


@pytest.mark.parametrize("way", ["whole", "epoch", "batch"])
def test_a_written_step_trains_as_the_default_one(way):
    split = {
        "whole": [],
        "epoch": [LambdaCallback(on_epoch_end=print)],
        "batch": [LambdaCallback(on_batch_end=id)],
    }
    histories, weights = [], []
    for cls in (k.Model, Written):
        model = dense(cls)
        k.utils.set_random_seed(5)
        callbacks = (
            split[way] if way != "batch" else [LambdaCallback(on_batch_end=lambda b, logs: None)]
        )
        histories.append(
            model.fit(X, Y, batch_size=10, epochs=3, verbose=0, callbacks=callbacks).history
        )
        weights.append(model.get_weights())
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    assert list(histories[0]) == list(histories[1])
    for name, values in histories[0].items():
        np.testing.assert_allclose(values, histories[1][name], rtol=1e-5, atol=1e-6)


def test_a_step_may_report_more():
    model = dense(Doubled)
    history = model.fit(X, Y, epochs=3, validation_split=0.2, verbose=0).history
    assert list(history) == ["accuracy", "loss", "twice", "val_accuracy", "val_extra", "val_loss"]
    np.testing.assert_allclose(np.array(history["twice"]), 2 * np.array(history["loss"]), rtol=1e-6)
    np.testing.assert_allclose(
        np.array(history["val_extra"]), 1 + np.array(history["val_loss"]), rtol=1e-6
    )
    assert model.evaluate(X, Y, verbose=0, return_dict=True)["extra"] > 1
    assert set(model.train_on_batch(X, Y, return_dict=True)) == {"accuracy", "loss", "twice"}


def test_compute_metrics_may_report_more():
    history = dense(MoreMetrics).fit(X, Y, epochs=2, verbose=0).history
    assert list(history) == ["accuracy", "largest", "loss"]
    assert all(1 / 3 <= v <= 1 for v in history["largest"])


def test_it_is_compiled_once_and_whole():
    model = dense(Written)
    model.fit(X, Y, epochs=50, verbose=0)
    report = model._report
    assert sum(b.compiled + b.from_disk + b.shared for b in report.programs) == 1
    assert report.dispatches < 20


def test_a_step_for_a_gradient_tape_is_refused_with_the_way_out():
    class Taped(k.Model):
        def train_step(self, data):
            return {}

    with pytest.raises(TypeError, match=r"must take \(self, state, data\).*no GradientTape"):
        dense(Taped).fit(X, Y, verbose=0)


def test_metrics_of_the_models_own():
    class Tracked(k.Model):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.tracker = k.metrics.Mean(name="seen")

        @property
        def metrics(self):
            return [self.tracker]

        def train_step(self, state, data):
            trainable, non_trainable, optimizer, metrics = state
            metrics = self.tracker.stateless_update_state(metrics, k.ops.mean(data[0]))
            logs = {"seen": self.tracker.stateless_result(metrics)}
            return logs, (trainable, non_trainable, optimizer, metrics)

    model = dense(Tracked)
    history = model.fit(X, Y, batch_size=7, epochs=2, verbose=0).history
    np.testing.assert_allclose(history["seen"], [X.mean()] * 2, rtol=1e-5)


def test_loss_and_updates_are_pure():
    model = dense(k.Model)
    model.train_on_batch(X, Y)
    state = [
        [v.value for v in group]
        for group in (
            model.trainable_variables,
            model.non_trainable_variables,
            model.metrics_variables,
        )
    ]
    before = model.get_weights()
    loss, (value, y_pred, _, _) = model.compute_loss_and_updates(*state, X, Y, None, training=True)
    assert loss == value
    assert y_pred.shape == (70, 3)
    (alone, _) = model.stateless_compute_loss(*state, x=X, y=Y, y_pred=y_pred)
    np.testing.assert_allclose(alone, loss, rtol=1e-6)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
