"""SGD against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k
from keraunos.optimizers.sgd import sgd


@pytest.mark.parametrize("options", OWN["SGD"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("SGD", options)


@pytest.mark.parametrize("options", OWN["SGD"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("SGD", options)


def test_the_rule_is_pure():
    step, velocity = sgd(np.float32(2), np.float32(1), 0.5, 0.9, nesterov=False)
    assert (step, velocity) == (pytest.approx(-0.1), pytest.approx(-0.1))
    ahead, _ = sgd(np.float32(2), np.float32(1), 0.5, 0.9, nesterov=True)
    assert ahead == pytest.approx(-0.1 * 0.9 - 1.0)


def test_without_momentum_there_are_no_slots():
    optimizer, w = k.optimizers.SGD(), k.Variable(np.ones(2), name="w")
    optimizer.build([w])
    assert [v.name for v in optimizer.variables] == ["iteration", "learning_rate"]


@pytest.mark.parametrize("momentum", [-0.1, 1.5, "0.9"])
def test_momentum_outside_its_range_is_refused(momentum):
    with pytest.raises(ValueError, match=r"SGD: `momentum` must be a float in \[0, 1\]"):
        k.optimizers.SGD(momentum=momentum)
