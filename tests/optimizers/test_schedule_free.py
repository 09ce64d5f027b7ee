"""ScheduleFreeAdamW against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["ScheduleFreeAdamW"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("ScheduleFreeAdamW", options)


@pytest.mark.parametrize("options", OWN["ScheduleFreeAdamW"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("ScheduleFreeAdamW", options)


def test_the_iterate_starts_where_the_variable_is_and_owns_its_buffer():
    optimizer, w = k.optimizers.ScheduleFreeAdamW(0.1), k.Variable(np.full(2, 3.0), name="w")
    optimizer.build([w])
    slot = next(v for v in optimizer.variables if v.name == "w_momentum")
    np.testing.assert_array_equal(slot.numpy(), w.numpy())
    optimizer.apply([np.zeros(2)], [w])
    np.testing.assert_allclose(w.numpy(), np.full(2, 3.0))
