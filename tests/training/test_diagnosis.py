"""Where a loss that is not finite came from."""

import re
import warnings

import numpy as np
import pytest
from support.nets import bits

import keraunos as k
from keraunos.training import diagnosis, run

RNG = np.random.default_rng(0)
X = RNG.normal(size=(96, 6)).astype("float32")
Y = X.sum(1, keepdims=True)


class Log(k.layers.Layer):
    def call(self, inputs):
        return k.ops.log(inputs)


class Length(k.layers.Layer):
    """Finite, with a gradient that is not."""

    def call(self, inputs):
        return k.ops.sqrt(k.ops.sum(k.ops.square(inputs * 0), -1, keepdims=True))


class OwnStep(k.Model):
    def __init__(self):
        super().__init__()
        self.inner, self.head = Log(name="inner"), k.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.inner(inputs))

    def train_step(self, state, data):
        import jax

        trainable, other, slots, metrics = state
        x, y = data

        def loss_of(trainable):
            y_pred, now = self.stateless_call(trainable, other, x, training=True)
            return k.ops.mean((y_pred - y) ** 2), now

        (loss, other), grads = jax.value_and_grad(loss_of, has_aux=True)(trainable)
        trainable, slots = self.optimizer.stateless_apply(slots, grads, trainable)
        return {"loss": loss}, (trainable, other, slots, metrics)


def net(*middle):
    layers = [k.layers.Dense(8, activation="relu", name="first"), k.layers.Dropout(0.2), *middle]
    return k.Sequential([k.Input((6,)), *layers, k.layers.Dense(1, name="last")])


def graph():
    x = k.Input((6,))
    return k.Model(x, k.layers.Dense(1)(k.ops.log(k.layers.Dense(3)(x))))


def said(model, x=X, y=Y, optimizer="adam", loss="mse", batch_size=16, epochs=3, **how):
    """What `fit` says of its loss."""
    model.compile(optimizer, loss)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.fit(x, y, batch_size=batch_size, epochs=epochs, verbose=0, **how)
    (text,) = [str(w.message) for w in caught]
    assert model._report.not_finite in text
    return text


def holed(array, row):
    array = array.copy()
    array[row] = np.nan
    return array


def raised(rate):
    return k.callbacks.LearningRateScheduler(lambda epoch, _: rate if epoch == 2 else 1e-3)


BY_BATCH = k.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: None)
CASES = {
    "x": (net, {"x": holed(X, 57)}, r"The data: `x` holds NaN or infinity in row 57\."),
    "x by batch": (net, {"x": holed(X, 57), "callbacks": [BY_BATCH]}, "`x` holds .* in row 57"),
    "smaller batch": (net, {"x": holed(X, 95), "batch_size": 36, "shuffle": False}, "in row 95"),
    "y": (net, {"y": holed(Y, 30)}, r"`y` holds NaN or infinity in row 30\."),
    "weight": (net, {"sample_weight": holed(np.ones(96, "float32"), 4)}, r"`sample_weight` .* 4\."),
    "layer": (lambda: net(Log(name="log")), {}, r"output of 'log' \(Log\) was not finite, of inp"),
    "operation": (graph, {}, r"The output of 'log.*' \(an operation\) was not finite, of inputs that"),
    "loss": (net, {"loss": lambda y, p: k.ops.log(p * 0)}, "The loss itself was not finite, of outp"),
    "gradient": (lambda: net(Length()), {}, r"At step 1 of epoch 1, the gradient of 'seq.*first/"),
    "too fast": (net, {"optimizer": k.optimizers.SGD(1e25)}, r"of inputs that were finite \(up to"),
    "update": (net, {"y": Y * 1e18, "optimizer": k.optimizers.SGD(1e38)}, "after the optimizer's up"),
    "a rate set": (net, {"optimizer": "sgd", "callbacks": [raised(1e25)]}, "epoch 3; .*The output of"),
    "own step": (OwnStep, {}, r"The output of '.*inner' \(Log\) was not finite"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "how", "expected"), CASES.values(), ids=CASES.keys())
def test_what_was_not_finite_first_is_named(make, how, expected):
    text = said(make(), **how)
    assert re.search(expected, text), text


def test_weights_that_were_lost_before_are_named():
    model = net()
    model.layers[0].kernel.assign(holed(np.ones((6, 8)), 1))
    assert "first/kernel' was not finite before the step" in said(model)


def test_a_batch_of_a_stream_is_named():
    def batches():
        for i in range(100):
            yield (holed(X[:16], 7) if i == 57 else X[:16]), Y[:16]

    model = net()
    text = said(model, batches(), None, epochs=1, batch_size=None, steps_per_epoch=100)
    assert "at step 58 of epoch 1" in text and "`x` holds NaN or infinity in row 7 of the" in text


def test_steps_in_python_are_not_done_twice():
    model = net()
    model.compile("sgd", "mse", run_eagerly=True)
    with pytest.warns(UserWarning, match="not known, as the steps run in Python"):
        model.fit(holed(X, 3), Y, verbose=0)


def test_a_step_that_cannot_be_repeated_ends_no_run(monkeypatch):
    def fail(*_):
        raise MemoryError("none left")

    monkeypatch.setattr(diagnosis, "_forward", fail)
    assert r"cannot be repeated (none left)" in said(net(Log()))


def test_looking_for_it_changes_nothing(monkeypatch):
    def trained():
        k.utils.set_random_seed(3)
        model = net()
        said(model, x=holed(X, 40), callbacks=[k.callbacks.TerminateOnNaN()])
        return bits(model), k.random.normal((3,)).tolist()

    found = trained()
    monkeypatch.setattr(run, "first_not_finite", lambda *_: diagnosis.Found(0, "nothing"))
    assert trained() == found
