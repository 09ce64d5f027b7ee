"""One program for every way of dispatching: the same bits, one compilation, a step that can be vmapped."""

import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.nets import bits, blobs, classifier

import keraunos as k
from keraunos.callbacks import Callback, LambdaCallback, TerminateOnNaN
from keraunos.data.arrays import Columns
from keraunos.training import pace
from keraunos.training.session import Session
from keraunos.training.steps import Carry, train_step

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


def test_two_seeds_in_one_vmapped_step_equal_two_alone():
    model = classifier(dropout=0.3)
    session = Session(model, "fit")
    columns = Columns(jnp.asarray(X[:16]), jnp.asarray(Y[:16]))
    session.ensure_built(columns, training=True)
    parts = session.parts()

    def carry(seed):
        rng = np.random.default_rng(seed)
        groups = (parts.trainable, parts.non_trainable, parts.optimizer.variables, parts.metrics)
        first, *rest = [[v.numpy() for v in group] for group in groups]
        first = [w + rng.normal(size=w.shape).astype("float32") * 0.1 for w in first]
        return Carry(first, *rest, np.int32(-1), np.int32(0), {})

    def five_steps(start):
        return jax.lax.fori_loop(0, 5, lambda _, c: train_step(parts, c, columns), start)

    carries = [carry(seed) for seed in (1, 2)]
    together = jax.jit(jax.vmap(five_steps))(jax.tree.map(lambda *a: np.stack(a), *carries))
    for i, one in enumerate(carries):
        alone = jax.jit(five_steps)(one)
        for a, b in zip(jax.tree.leaves(alone), jax.tree.leaves(together), strict=True):
            np.testing.assert_allclose(a, b[i], rtol=1e-5, atol=1e-6)


def test_the_last_batch_is_smaller_and_not_padded():
    class Sizes(k.layers.Layer):
        def build(self, input_shape):
            self.seen = self.add_weight((), "zeros", trainable=False)

        def call(self, inputs):
            self.seen.assign_add(inputs.shape[0] ** 2)
            return inputs

    sizes = Sizes()
    model = k.Sequential([k.layers.Input((4,)), sizes, k.layers.Dense(3, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy")
    model.fit(X, Y, batch_size=32, epochs=2, verbose=0)
    assert sizes.seen.numpy() == 2 * (32**2 + 32**2 + 6**2)


def test_a_loss_that_is_not_finite_is_named_and_training_goes_on():
    x = X.copy()
    x[40:] = np.nan
    model = classifier()
    with pytest.warns(UserWarning, match=r"not finite .* at step 3 of epoch 1; training goes on"):
        history = model.fit(x, Y, batch_size=16, epochs=3, shuffle=False, verbose=0)
    assert len(history.history["loss"]) == 3


@pytest.mark.parametrize(
    "more", [[], WAYS["batch"], WAYS["epoch"]], ids=["whole", "batch", "epoch"]
)
def test_terminate_on_nan_ends_with_that_epoch(more):
    x = X.copy()
    x[40:] = np.nan
    model = classifier()
    with pytest.warns(UserWarning, match="training ends with this epoch"):
        history = model.fit(
            x,
            Y,
            batch_size=16,
            epochs=9,
            shuffle=False,
            verbose=0,
            callbacks=[TerminateOnNaN(), *more],
        )
    assert history.epoch == [0]
