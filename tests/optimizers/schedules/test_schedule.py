"""Schedules against the oracle at many steps."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

CASES = [
    ("ExponentialDecay", (0.1, 10, 0.5)),
    ("ExponentialDecay", (0.1, 10, 0.5, True)),
    ("InverseTimeDecay", (0.1, 10, 0.5)),
    ("InverseTimeDecay", (0.1, 10, 0.5, True)),
    ("PiecewiseConstantDecay", ([3, 20], [1.0, 0.5, 0.1])),
    ("PolynomialDecay", (0.1, 10)),
    ("PolynomialDecay", (0.1, 10, 0.01, 2.0)),
    ("PolynomialDecay", (0.1, 10, 0.01, 0.5, True)),
    ("CosineDecay", (0.1, 10)),
    ("CosineDecay", (0.1, 10, 0.2)),
    ("CosineDecay", (0.01, 20, 0.1, "warm", 0.2, 5)),
    ("CosineDecayRestarts", (0.1, 5)),
    ("CosineDecayRestarts", (0.1, 5, 1.0, 0.5, 0.1)),
    ("CosineDecayRestarts", (0.1, 5, 3.0, 0.8)),
]
schedules = k.optimizers.schedules


@pytest.mark.parametrize(("name", "args"), CASES, ids=str)
def test_rates_are_those_of_keras(name, args):
    ours, theirs = (getattr(lib.optimizers.schedules, name)(*args) for lib in (k, keras))
    compiled = jax.jit(ours)
    for step in (0, 1, 2, 3, 4, 5, 9, 10, 11, 20, 21, 37):
        wanted = np.asarray(theirs(step))
        np.testing.assert_allclose(ours(step), wanted, **TOLERANCE["float32"])
        np.testing.assert_allclose(compiled(np.int32(step)), wanted, **TOLERANCE["float32"])


@pytest.mark.parametrize(("name", "args"), CASES, ids=str)
def test_configs_are_those_of_keras(name, args):
    ours, theirs = (getattr(lib.optimizers.schedules, name)(*args) for lib in (k, keras))
    assert ours.get_config() == theirs.get_config()
    config = schedules.serialize(ours)
    assert config == {**keras.optimizers.schedules.serialize(theirs)}
    assert schedules.deserialize(config).get_config() == ours.get_config()


def test_a_schedule_of_a_users_own_is_taken():
    class Halving(schedules.LearningRateSchedule):
        def __init__(self, first):
            self.first = first

        def __call__(self, step):
            return self.first * 0.5**step

    optimizer, w = k.optimizers.SGD(Halving(0.5)), k.Variable([1.0], name="w")
    for _ in range(2):
        optimizer.apply([np.ones(1)], [w])
    assert float(w.numpy()[0]) == 0.25
    assert Halving(0.5).get_config() == {"first": 0.5}


@pytest.mark.parametrize("steps", [0, -1])
@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("ExponentialDecay", "decay_steps"), ("InverseTimeDecay", "decay_steps"),
        ("PolynomialDecay", "decay_steps"), ("CosineDecay", "decay_steps"),
        ("CosineDecayRestarts", "first_decay_steps"),
    ],
)  # fmt: skip
def test_steps_must_be_positive(name, argument, steps):
    with pytest.raises(ValueError, match=f"{name}: `{argument}` must be an int > 0"):
        getattr(schedules, name)(0.1, steps, 0.5)


def test_boundaries_and_values_must_fit():
    with pytest.raises(ValueError, match="`values` must be one more than boundaries"):
        schedules.PiecewiseConstantDecay([5], [1.0])


def test_the_base_says_what_to_write():
    with pytest.raises(NotImplementedError, match=r"__call__\(step\) is not written"):
        schedules.LearningRateSchedule()(0)
