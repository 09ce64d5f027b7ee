"""Ftrl against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Ftrl"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Ftrl", options)


@pytest.mark.parametrize("options", OWN["Ftrl"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Ftrl", options)


@pytest.mark.parametrize(
    "wrong",
    [
        {"learning_rate_power": 0.5}, {"initial_accumulator_value": -1.0},
        {"l1_regularization_strength": -1.0}, {"l2_regularization_strength": -1.0},
        {"l2_shrinkage_regularization_strength": -1.0},
    ],
    ids=lambda w: next(iter(w)),
)  # fmt: skip
def test_a_number_outside_its_range_is_refused(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"Ftrl: `{name}` must be a float"):
        k.optimizers.Ftrl(**wrong)


def test_l1_keeps_weights_at_exactly_0():
    optimizer = k.optimizers.Ftrl(0.5, l1_regularization_strength=2.0)
    w = k.Variable(np.zeros(2), name="w")
    for _ in range(3):
        optimizer.apply([np.array([0.1, 5.0])], [w])
    assert w.numpy()[0] == 0.0
    assert w.numpy()[1] < 0.0
