"""Adadelta against the oracle."""

import pytest
from support.rules import OWN, assert_same_config, assert_same_steps


@pytest.mark.parametrize("options", OWN["Adadelta"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Adadelta", options)


@pytest.mark.parametrize("options", OWN["Adadelta"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Adadelta", options)
