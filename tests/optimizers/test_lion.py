"""Lion against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Lion"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Lion", options)


@pytest.mark.parametrize("options", OWN["Lion"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Lion", options)


def test_every_element_moves_by_the_rate():
    optimizer, w = k.optimizers.Lion(0.25), k.Variable(np.zeros(3), name="w")
    optimizer.apply([np.array([1e-6, -30.0, 0.0])], [w])
    np.testing.assert_array_equal(w.numpy(), [-0.25, 0.25, 0.0])


@pytest.mark.parametrize("beta_1", [0.0, 1.5])
def test_beta_1_outside_its_range_is_refused(beta_1):
    with pytest.raises(ValueError, match=r"Lion: `beta_1` must be a float in \(0, 1\]"):
        k.optimizers.Lion(beta_1=beta_1)
