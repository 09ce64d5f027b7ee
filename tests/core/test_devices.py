"""device: where arrays are made."""

import jax
import numpy as np
import pytest

from keraunos import Sequential, device, layers, ops, random


@pytest.mark.parametrize("name", ["cpu:1", "CPU:1", jax.devices()[1]], ids=str)
def test_arrays_are_made_there(name):
    with device(name):
        assert ops.ones((2,)).devices() == random.normal((2,)).devices() == {jax.devices()[1]}
    assert ops.ones((2,)).devices() == {jax.devices()[0]}
    with device("cpu"):
        assert ops.ones((2,)).devices() == {jax.devices()[0]}


def test_a_model_trains_there():
    with device("cpu:1"):
        model = Sequential([layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
        assert model.predict(np.ones((4, 3)), verbose=0).shape == (4, 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cpu:7", ValueError),
        ("cpu:x", ValueError),
        (3, ValueError),
        (None, ValueError),
        ("abacus:0", RuntimeError),
    ],
)
def test_devices_that_are_not_there(name, kind):
    with pytest.raises(kind, match=r"`device_name` must be|abacus"):
        device(name)
