"""Adafactor against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Adafactor"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Adafactor", options)


@pytest.mark.parametrize("options", OWN["Adafactor"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Adafactor", options)


def test_a_vector_keeps_places_for_row_and_column_that_are_never_read():
    optimizer = k.optimizers.Adafactor()
    vector = k.Variable(np.ones(3), name="v")
    optimizer.apply([np.ones(3)], [vector])
    unread = [v for v in optimizer.variables if v.path == "v"]
    assert [(v.dtype, v.shape, int(v)) for v in unread] == [("int32", (), 0)] * 2
