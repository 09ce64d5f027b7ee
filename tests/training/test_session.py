"""A model between programs: what cannot be traced, what fails, what is shared, what is left behind."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos as k
from keraunos.core.errors import StateLostError
from keraunos.training import executables

X, LABELS, Y = blobs()
TESTS = Path(__file__).resolve().parents[1]


def test_a_layer_that_calls_numpy_runs_step_by_step_with_one_warning():
    class Host(k.layers.Layer):
        def build(self, input_shape):
            self.scale = self.add_weight((), "ones", name="scale")

        def call(self, inputs):
            return inputs * self.scale * float(np.mean(np.asarray(inputs)) > -100)

    def model_with(layer):
        k.utils.set_random_seed(5)
        model = k.Sequential([layer, k.layers.Dense(3, activation="softmax")])
        model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
        return model

    model = model_with(Host())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = model.fit(X, Y, epochs=2, verbose=0)
    said = [str(w.message) for w in caught if "step by step" in str(w.message)]
    assert len(said) == 1
    assert "Host" in said[0]
    assert len(model.weights) == 3
    assert next(v.path for v in model.weights).endswith("host/scale")
    assert len(history.history["loss"]) == 2
    assert history.history["loss"][1] < history.history["loss"][0]


def test_a_dispatch_that_fails_says_that_the_weights_are_lost(monkeypatch):
    model = classifier()
    model.train_on_batch(X, Y)

    def broken(self, *args):
        self.run(*args)
        raise RuntimeError("RESOURCE_EXHAUSTED: out of memory")

    monkeypatch.setattr(executables.Executable, "__call__", broken)
    with pytest.raises(RuntimeError, match="RESOURCE_EXHAUSTED"):
        model.train_on_batch(X, Y)
    monkeypatch.undo()
    with pytest.raises(StateLostError, match="its value was lost when a training step failed"):
        model.predict(X, verbose=0)
    model.set_weights([np.zeros(w.shape) for w in model.weights])
    assert np.isfinite(model.predict(X, verbose=0)).all()


@pytest.mark.slow
def test_two_hundred_models_leave_nothing_behind():
    told = subprocess.run(
        [sys.executable, "-m", "support.many_models"], cwd=TESTS, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    sizes, alive = zip(*json.loads(told.stdout.splitlines()[-1]))
    assert max(alive) <= alive[0] + 1
    slope = np.polyfit(np.arange(len(sizes) - 1) * 20, sizes[1:], 1)[0]
    assert slope < 0.35, f"{slope:.3f} MB a model; RSS {sizes}"


def test_equal_models_share_one_program_while_one_is_alive():
    first, second = classifier(), classifier()
    first.fit(X, Y, verbose=0)
    second.fit(X, Y, verbose=0)
    assert [b.shared for b in second._report.programs] == [1]


def test_equal_configs_with_other_closures_share_nothing():
    def scaled(factor):
        model = k.Sequential(
            [k.layers.Input((4,)), k.layers.Activation(lambda x: x * factor), k.layers.Dense(1)]
        )
        model.compile("sgd", "mse")
        model.fit(X, X[:, :1], verbose=0)
        return model

    first, second = scaled(1.0), scaled(2.0)
    assert first._report.programs[0].shared == second._report.programs[0].shared == 0


def test_a_loss_of_the_models_own_without_training():
    class Own(k.Model):
        def __init__(self):
            super().__init__()
            self.dense = k.layers.Dense(1)

        def call(self, x):
            return self.dense(x)

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, allow_empty=False):
            return k.ops.mean((y - y_pred) ** 2)

    model, data = Own(), np.ones((4, 2), "float32")
    model.compile("sgd")
    history = model.fit(data, data[:, :1], epochs=2, verbose=0).history["loss"]
    assert history[1] < history[0]
    assert model.evaluate(data, data[:, :1], verbose=0) < history[1]
