"""Adam and AdamW against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k

CASES = [(name, options) for name in ("Adam", "AdamW") for options in OWN[name]]


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_twenty_steps_are_those_of_keras(name, options):
    assert_same_steps(name, options)


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_the_config_is_that_of_keras(name, options):
    assert_same_config(name, options)


def test_the_first_step_is_the_rate_whatever_the_gradient():
    optimizer, w = k.optimizers.Adam(0.1), k.Variable(np.zeros(3), name="w")
    optimizer.apply([np.array([1e-3, 5.0, -200.0])], [w])
    np.testing.assert_allclose(w.numpy(), [-0.1, -0.1, 0.1], rtol=1e-2)


def test_a_16_bit_variable_keeps_its_dtype():
    optimizer = k.optimizers.Adam(0.5)
    w = k.Variable(np.ones(2), dtype="bfloat16", name="w")
    optimizer.apply([np.ones(2)], [w])
    assert {v.dtype for v in optimizer.variables[2:]} == {"bfloat16"}
    np.testing.assert_allclose(w.numpy().astype("float32"), np.full(2, 0.5), rtol=2e-2)


def test_adamw_needs_a_decay():
    with pytest.raises(ValueError, match="AdamW: `weight_decay` must be a float.*Use Adam"):
        k.optimizers.AdamW(weight_decay=None)
