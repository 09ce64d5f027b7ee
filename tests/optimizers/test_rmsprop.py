"""RMSprop against the oracle."""

import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["RMSprop"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("RMSprop", options)


@pytest.mark.parametrize("options", OWN["RMSprop"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("RMSprop", options)


def test_the_old_spelling_is_found():
    assert isinstance(k.optimizers.get("rmsprop"), k.optimizers.RMSprop)
    assert isinstance(k.optimizers.get("RMSProp"), k.optimizers.RMSprop)
