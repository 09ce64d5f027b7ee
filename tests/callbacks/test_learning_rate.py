"""Callbacks that move the learning rate, against the oracle."""

import itertools

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.recording import StillModel, regression, rows

import keraunos as k
from keraunos.callbacks.learning_rate import rate_of

CURVES = np.random.default_rng(1).normal(size=(4, 14))


@pytest.mark.parametrize(
    "schedule",
    [lambda epoch: 0.1 / (epoch + 1), lambda epoch, rate: rate * 0.5, lambda e: np.float32(0.05)],
)
def test_a_schedule_sets_the_rate_and_the_logs_show_it(schedule):
    x, y = rows()
    found = []
    for lib in (k, keras):
        model = regression(lib)
        history = model.fit(
            x, y, batch_size=2, epochs=3, shuffle=False, verbose=0,
            callbacks=[lib.callbacks.LearningRateScheduler(schedule)],
        ).history  # fmt: skip
        found.append([*history["loss"], *history["learning_rate"], *model.get_weights()[0][:, 0]])
    np.testing.assert_allclose(*found, **TOLERANCE["float32"])


@pytest.mark.parametrize("wrong", ["fast", None, [0.1], True])
def test_a_schedule_must_give_a_number(wrong):
    x, y = rows()
    with pytest.raises(ValueError, match="`schedule` must be a function that gives a float"):
        regression(k).fit(
            x, y, verbose=0, callbacks=[k.callbacks.LearningRateScheduler(lambda e: wrong)]
        )


def test_an_error_inside_a_schedule_is_its_own():
    def broken(epoch):
        return "a" + epoch

    x, y = rows()
    with pytest.raises(TypeError, match="concatenate"):
        regression(k).fit(x, y, verbose=0, callbacks=[k.callbacks.LearningRateScheduler(broken)])


def test_a_rate_that_follows_a_schedule_is_not_set():
    x, y = rows()
    rate = k.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)
    with pytest.raises(TypeError, match="the learning rate follows a schedule"):
        regression(k, k.optimizers.SGD(rate)).fit(
            x, y, verbose=0, callbacks=[k.callbacks.LearningRateScheduler(lambda e: 0.1)]
        )


def test_it_says_what_it_sets(capsys):
    x, y = rows()
    scheduler = k.callbacks.LearningRateScheduler(lambda e: 0.25, verbose=1)
    regression(k).fit(x, y, verbose=0, callbacks=[scheduler])
    assert "Epoch 1: the learning rate is set to 0.25" in capsys.readouterr().out


def driven(lib, curve, monitor, **options):
    """The rate and the counters after each epoch of a curve."""
    model, callback = StillModel(lib), lib.callbacks.ReduceLROnPlateau(monitor, **options)
    callback.set_model(model)
    callback.on_train_begin()
    found = []
    for epoch, value in enumerate(curve):
        logs = {monitor: value}
        callback.on_epoch_end(epoch, logs)
        rate = float(np.asarray(model.optimizer.learning_rate))
        found.append((rate, logs["learning_rate"], callback.wait, callback.cooldown_counter))
    return np.array(found), callback.best


def test_plateaus_are_those_of_keras():
    grid = itertools.product(
        ("val_loss", "val_accuracy"), (0.1, 0.5), (0, 1, 3), (1e-4, 0.5), (0, 2), (0.0, 0.2)
    )
    for (monitor, factor, patience, delta, cooldown, least), curve in itertools.product(
        grid, CURVES
    ):
        options = {"factor": factor, "patience": patience, "min_delta": delta, "cooldown": cooldown,
                   "min_lr": least, "mode": "max" if "acc" in monitor else "auto"}  # fmt: skip
        (ours, best), (theirs, their_best) = (
            driven(lib, curve, monitor, **options) for lib in (k, keras)
        )
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, err_msg=str((monitor, options, curve)))
        assert best == their_best


def test_a_fit_slows_down(capsys):
    x, y = rows()
    model = regression(k, k.optimizers.SGD(2.0))
    plateau = k.callbacks.ReduceLROnPlateau("loss", factor=0.1, patience=1, verbose=1)
    history = model.fit(x, y, batch_size=6, epochs=6, verbose=0, callbacks=[plateau]).history
    assert rate_of(model) < 2.0
    assert history["learning_rate"][0] == 2.0
    assert "the learning rate is reduced to 0.2" in capsys.readouterr().out


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="`factor` must be a float < 1; got 1.0"):
        k.callbacks.ReduceLROnPlateau(factor=1.0)
    with pytest.raises(TypeError, match="unknown argument 'patiense'. Did you mean 'patience'"):
        k.callbacks.ReduceLROnPlateau(patiense=3)
