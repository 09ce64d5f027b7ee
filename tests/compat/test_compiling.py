"""What compile() fixed of old."""

from importlib import import_module

import numpy as np
import pytest

from keraunos import Input, Model, layers

pytestmark = pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")


def _adversaries(keras, optimizer):
    layers = keras.layers
    judge = keras.models.Sequential([layers.Input((2,)), layers.Dense(3), layers.Dense(1)])
    judge.compile(loss="mse", optimizer=optimizer)
    maker = keras.models.Sequential([layers.Input((2,)), layers.Dense(2)])
    judge.trainable = False
    z = layers.Input((2,))
    both = keras.models.Model(z, judge(maker(z)))
    both.compile(loss="mse", optimizer=optimizer)
    return judge, maker, both


def test_what_trains_is_what_did_at_compile_and_an_optimizer_serves_two_models(old):
    keras = import_module("keras")
    optimizer = keras.optimizers.Adam(0.1)
    judge, maker, both = _adversaries(keras, optimizer)
    x, y = np.ones((4, 2)), np.zeros((4, 1))
    before = judge.get_weights()
    judge.train_on_batch(x, y)
    trained = judge.get_weights()
    assert all((a != b).any() for a, b in zip(before, trained))
    of_maker = maker.get_weights()
    both.train_on_batch(x, y)
    both.fit(x, y, verbose=0)
    assert all((a == b).all() for a, b in zip(trained, judge.get_weights()))
    assert all((a != b).any() for a, b in zip(of_maker, maker.get_weights()))
    assert not judge.trainable
    assert both.optimizer is not judge.optimizer
    optimizer.learning_rate = 0.5
    assert float(both.optimizer.learning_rate) == 0.5
    assert int(both.optimizer.iterations) == int(optimizer.iterations) == 3


def test_outputs_of_one_model_within_another_are_told_apart(old):
    import_module("keras")
    x = Input((3,))
    inner = Model(x, [layers.Dense(1)(x), layers.Dense(1, activation="sigmoid")(x)])
    outer = Model(x, inner(x))
    outer.compile("sgd", ["mse", "binary_crossentropy"])
    found = outer.train_on_batch(np.ones((2, 3)), [np.ones((2, 1)), np.zeros((2, 1))])
    assert len(found) == 3
    assert found[0] == pytest.approx(found[1] + found[2], rel=1e-5)
    assert outer.metrics_names[1:] == [f"{inner.name}_loss", f"{inner.name}_1_loss"]


def test_metrics_of_several_outputs_come_output_by_output_and_what_is_not_there_is_only_told(old):
    keras = import_module("keras")
    x = keras.layers.Input((2,))
    outputs = [keras.layers.Dense(1, name=name)(x) for name in ("second", "first")]
    both = keras.models.Model(x, outputs)
    both.compile(loss="mse", optimizer="sgd", metrics=["mae"] * 2)
    data = np.ones((4, 2)), [np.zeros((4, 1))] * 2
    stop = keras.callbacks.EarlyStopping(monitor="val_los")
    with pytest.warns(UserWarning, match="not in the logs"):
        both.fit(*data, verbose=0, callbacks=[stop])
    names = ["loss", "second_loss", "first_loss", "second_mae", "first_mae"]
    assert both.metrics_names == names
    logs = both.evaluate(*data, verbose=0, return_dict=True)
    assert both.evaluate(*data, verbose=0) == [logs[name] for name in names]
