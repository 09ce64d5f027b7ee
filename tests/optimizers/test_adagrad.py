"""Adagrad against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Adagrad"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Adagrad", options)


@pytest.mark.parametrize("options", OWN["Adagrad"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Adagrad", options)


def test_steps_get_smaller_as_squares_add_up():
    optimizer, w = k.optimizers.Adagrad(0.1), k.Variable(np.zeros(1), name="w")
    places = [0.0]
    for _ in range(4):
        optimizer.apply([np.ones(1)], [w])
        places.append(float(w.numpy()[0]))
    steps = -np.diff(places)
    assert np.all(np.diff(steps) < 0)
    assert steps[0] == pytest.approx(0.1 / np.sqrt(1.1))
