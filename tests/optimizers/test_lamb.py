"""Lamb against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Lamb"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Lamb", options)


@pytest.mark.parametrize("options", OWN["Lamb"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Lamb", options)


def test_a_zero_variable_moves_as_with_ratio_1():
    optimizer, w = k.optimizers.Lamb(0.1), k.Variable(np.zeros(2), name="w")
    optimizer.apply([np.array([3.0, -3.0])], [w])
    np.testing.assert_allclose(w.numpy(), [-0.1, 0.1], rtol=1e-5)
