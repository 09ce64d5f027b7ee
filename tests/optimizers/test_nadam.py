"""Nadam against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Nadam"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Nadam", options)


@pytest.mark.parametrize("options", OWN["Nadam"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Nadam", options)


def test_the_product_of_momenta_moves_once_an_update():
    optimizer = k.optimizers.Nadam()
    pair = [k.Variable(np.ones(2), name="a"), k.Variable(np.ones(2), name="b")]
    for _ in range(2):
        optimizer.apply([np.ones(2)] * 2, pair)
    momenta = [0.9 * (1 - 0.5 * 0.96**t) for t in (1, 2)]
    assert float(optimizer.variables[-1]) == pytest.approx(np.prod(momenta))
