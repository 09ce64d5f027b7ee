"""Optimizers of old: their words, and their states."""

import h5py
import numpy as np
import pytest
from support import saved_models as models
from support.old_files import put

import keraunos as k
from keraunos.saving.hdf5 import open_hdf5
from keraunos.saving.legacy import slots


def test_the_words_of_old():
    config = {
        "class_name": "SGD",
        "config": {"lr": 0.1, "decay": 0.0, "momentum": 0.9, "nesterov": False},
    }
    made = k.optimizers.deserialize(slots.modern_optimizer(config))
    assert float(made.learning_rate) == pytest.approx(0.1)
    assert made.momentum == 0.9


def compiled(optimizer):
    model = models.sequential(k)
    model.compile(optimizer, "mse")
    model.optimizer.build(model.trainable_variables)
    return model


def read(model, arrays):
    with h5py.File("x.h5", "w") as file:
        put(file, arrays)
    with open_hdf5("x.h5", "x.h5") as root:
        slots.read(root, model, "x.h5")


def test_what_is_written_is_read():
    model = compiled("adam")
    model.fit(models.inputs([(4,)]), models.inputs([(2,)]), verbose=0)
    with h5py.File("o.h5", "w") as file:
        slots.write(file, model.optimizer)
    other = compiled("adam")
    with open_hdf5("o.h5", "o.h5") as root:
        slots.read(root, other, "o.h5")
    for a, b in zip(model.optimizer.variables, other.optimizer.variables, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_moments_of_sgd_come_in_order():
    model = compiled(k.optimizers.SGD(0.1, momentum=0.9))
    shapes = [v.shape for v in model.trainable_variables]
    arrays = [(f"m{i}", np.full(s, float(i), "float32")) for i, s in enumerate(shapes)]
    read(model, [("iterations", np.int64(3)), *arrays])
    assert int(model.optimizer.iterations) == 3
    assert [v.numpy().max() for v in model.optimizer.variables[2:]] == list(range(len(shapes)))


def test_another_form_is_said_and_nothing_is_set():
    model = compiled("adam")
    with pytest.warns(UserWarning, match="another form"):
        read(model, [(str(i), np.ones((7, 7))) for i in range(5)])
    assert int(model.optimizer.iterations) == 0


def test_words_of_today_stay_as_they_are():
    config = k.optimizers.serialize(k.optimizers.Adam(0.5))
    assert slots.modern_optimizer(config) == config


def test_a_state_with_its_rate_comes_back_and_unused_slots_behind_it_do_not():
    model = compiled(k.optimizers.SGD(0.1, momentum=0.9))
    shapes = [v.shape for v in model.trainable_variables]
    arrays = [(f"m{i}", np.full(s, float(i), "float32")) for i, s in enumerate(shapes)]
    unused = [(f"u{i}", np.full(s, 9.0, "float32")) for i, s in enumerate(shapes)]
    rate = ("learning_rate", np.float32(0.25))
    read(model, [("iterations", np.int64(3)), rate, *arrays, *unused])
    assert float(model.optimizer.learning_rate) == 0.25
    assert [v.numpy().max() for v in model.optimizer.variables[2:]] == list(range(len(shapes)))


def test_slots_in_another_order_of_shapes_are_of_another_form():
    model = compiled(k.optimizers.SGD(0.1, momentum=0.9))
    shapes = [v.shape for v in model.trainable_variables]
    arrays = [(f"m{i}", np.ones(s, "float32")) for i, s in enumerate(shapes[::-1])]
    with pytest.warns(UserWarning, match="of another form"):
        read(model, [("iterations", np.int64(3)), *arrays])
    assert int(model.optimizer.iterations) == 0
