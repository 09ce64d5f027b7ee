"""What learning_rate= may be."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core import config
from keraunos.optimizers.rate import Rate

Exponential = k.optimizers.schedules.ExponentialDecay


@pytest.mark.parametrize("given", [0.5, np.float64(0.5), np.float32(0.5)])
def test_a_number_is_a_variable(given):
    rate = Rate("SGD", given)
    assert (rate.shown(0).name, float(rate.now(7)), rate.config()) == ("learning_rate", 0.5, 0.5)
    rate.assign(0.25)
    assert float(rate.now(0)) == 0.25


def test_it_has_the_default_float_type():
    config.set_floatx("float16")
    assert Rate("SGD", 0.1).variable.dtype == "float16"


def test_a_schedule_sees_the_number_of_steps():
    rate = Rate("SGD", Exponential(1.0, 1, 0.5))
    assert [float(rate.now(n)) for n in (0, 1, 3)] == [1.0, 0.5, 0.125]
    assert rate.variable is None
    assert rate.config()["class_name"] == "ExponentialDecay"


def test_a_schedule_from_a_variable_moves_with_it():
    first = k.Variable(1.0, name="learning_rate", trainable=False)
    rate = Rate("SGD", k.optimizers.schedules.InverseTimeDecay(first, 1, 1.0))
    rate.assign(4.0)
    assert float(rate.now(1)) == 2.0
    assert rate.shown(1) is first


@pytest.mark.parametrize("wrong", [True, "0.1", None, [0.1]])
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValueError, match="SGD: `learning_rate` must be a float, a schedule"):
        Rate("SGD", wrong)
