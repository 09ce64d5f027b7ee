"""One program for every way of dispatching: the same bits, one compilation, a step that can be vmapped."""

import subprocess
import sys

import jax
import numpy as np
import pytest
from support.nets import bits, blobs, classifier

import keraunos as k
from keraunos.callbacks import Callback, LambdaCallback
from keraunos.training import pace

X, LABELS, Y = blobs()


class EveryThree(Callback):
    def needs(self, mode):
        return ("batches", 3) if mode == "train" else "clock"


def nothing(*_args):
    """A hook that only splits the run."""


WAYS = {
    "whole": [],
    "epoch": [LambdaCallback(on_epoch_end=nothing)],
    "batch": [LambdaCallback(on_train_batch_end=nothing)],
    "three": [EveryThree()],
}


def trained(callbacks, epochs=5, **options):
    k.utils.set_random_seed(11)
    model = classifier(dropout=0.3)
    history = model.fit(
        X, Y, batch_size=16, epochs=epochs, verbose=0, callbacks=callbacks, **options
    )
    return model, history


@pytest.mark.parametrize("way", list(WAYS)[1:])
@pytest.mark.parametrize(
    "options", [{}, {"validation_split": 0.3}, {"steps_per_epoch": 2}], ids=str
)
def test_every_way_of_dispatching_gives_the_same_bits(way, options):
    whole, expected = trained([], **options)
    split, history = trained(WAYS[way], **options)
    assert bits(split) == bits(whole)
    assert history.history == expected.history


def test_validation_watched_by_batch_changes_no_weight():
    options = {"validation_split": 0.3, "validation_batch_size": 8}
    whole, expected = trained([], **options)
    seen = []
    watch = LambdaCallback(on_test_batch_end=lambda batch, logs: seen.append(batch))
    split, history = trained([watch], **options)
    assert bits(split) == bits(whole)
    assert seen == [0, 1, 2] * 5
    for name, values in expected.history.items():
        np.testing.assert_allclose(history.history[name], values, rtol=1e-6)


def test_another_seed_gives_other_bits():
    whole, _ = trained([])
    k.utils.set_random_seed(12)
    other = classifier(dropout=0.3)
    other.fit(X, Y, batch_size=16, epochs=5, verbose=0)
    assert bits(other) != bits(whole)


_SCRIPT = """
import sys; sys.path.insert(0, {tests!r})
from support.nets import bits, blobs, classifier
import keraunos as k
k.utils.set_random_seed(11)
x, _, y = blobs()
model = classifier(dropout=0.3)
model.fit(x, y, batch_size=16, epochs=5, verbose=0)
print(bits(model))
"""


def test_another_process_gives_the_same_bits(request):
    script = _SCRIPT.format(tests=str(request.config.rootpath / "tests"))
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == bits(trained([])[0])


_COUNTED = """
import sys; sys.path.insert(0, {tests!r})
import jax
compiled = []
def note(event, seconds, **details):
    if event == "/jax/core/compile/backend_compile_duration":
        compiled.append(details.get("fun_name"))
jax.monitoring.register_event_duration_secs_listener(note)
from support.nets import blobs, classifier
x, labels, y = blobs()
model = classifier(dropout=0.3)
model.fit(x, y, batch_size=16, epochs=3, validation_split=0.2)
model.evaluate(x, y)
model.predict(x)
print(len(compiled), compiled)
"""


def test_a_fresh_process_compiles_one_program_for_each_call(request):
    """Nothing runs op by op: each small operation would cost a compilation of its own."""
    script = _COUNTED.format(tests=str(request.config.rootpath / "tests"))
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    counted = run.stdout.splitlines()[-1]
    assert counted.split()[0] == "3", counted


def test_epochs_rate_and_chunk_compile_nothing_new(monkeypatch, compilations):
    model = classifier()
    model.fit(X, Y, batch_size=16, epochs=2, verbose=0)
    before = compilations()
    model.fit(X, Y, batch_size=16, epochs=7, verbose=0)
    model.optimizer.learning_rate = 0.5
    model.fit(X, Y, batch_size=16, epochs=3, verbose=0)
    monkeypatch.setattr(pace.Pace, "GROWTH", 2)
    model.fit(X, Y, batch_size=16, epochs=9, verbose=0, callbacks=WAYS["batch"])
    assert compilations() == before
    assert model._report.programs == []


def test_the_learning_rate_is_a_value_not_a_constant():
    frozen = classifier(optimizer=k.optimizers.SGD(0.5))
    before = frozen.get_weights()
    frozen.optimizer.learning_rate = 0.0
    frozen.fit(X, Y, verbose=0)
    for a, b in zip(before, frozen.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("eager", [False, True])
def test_numbers_of_64_bits_train_where_jax_has_them(eager):
    x, y = np.ones((10, 3, 2)), np.ones((10, 1))
    with jax.enable_x64(True):
        k.config.set_floatx("float64")
        try:
            net = [
                k.layers.Input((3, 2)),
                k.layers.SimpleRNN(2),
                k.layers.Dropout(0.5),
                k.layers.Dense(1),
            ]
            model = k.Sequential(net)
            model.compile("adam", "mse", metrics=["mae"], run_eagerly=eager)
            history = model.fit(x, y, batch_size=4, epochs=2, validation_data=(x, y), verbose=0)
            batches = ((x[:4], y[:4]) for _ in range(3))
            assert len(history.history["val_loss"]) == 2
            assert np.isfinite(model.fit(batches, verbose=0).history["loss"]).all()
            assert np.isfinite(model.evaluate(x, y, batch_size=4, verbose=0)).all()
            assert model.predict(x, batch_size=4, verbose=0).dtype == "float64"
            assert {str(v.value.dtype) for v in model.trainable_variables} == {"float64"}
        finally:
            k.config.set_floatx("float32")
