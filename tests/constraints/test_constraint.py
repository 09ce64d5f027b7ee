"""Constraints against the oracle: values, gradients, configs, names."""

import inspect

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

CASES = [
    ("Constraint", {}), ("MaxNorm", {}), ("MaxNorm", {"max_value": 0.5, "axis": 1}),
    ("MaxNorm", {"max_value": 1.0, "axis": [0, 1]}), ("NonNeg", {}), ("UnitNorm", {}),
    ("UnitNorm", {"axis": -1}), ("MinMaxNorm", {}),
    ("MinMaxNorm", {"min_value": 0.5, "max_value": 0.8, "rate": 0.3, "axis": 1}),
]  # fmt: skip
CLASSES = ("MaxNorm", "NonNeg", "UnitNorm", "MinMaxNorm")


def weight(shape=(4, 3), seed=0):
    return 2 * np.random.default_rng(seed).normal(size=shape).astype("float32")


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_values_and_gradients_are_those_of_keras(name, options):
    ours, theirs = (getattr(lib.constraints, name)(**options) for lib in (k, keras))
    w = weight()
    w[1] = 0.0
    np.testing.assert_allclose(ours(w), np.asarray(theirs(w)), **TOLERANCE["float32"])
    w = weight()
    found, wanted = (jax.grad(lambda x, c=c: (c(x) ** 2).sum())(w) for c in (ours, theirs))
    np.testing.assert_allclose(found, wanted, **TOLERANCE["float32"])


@pytest.mark.parametrize("name", CLASSES)
def test_configs_and_signatures_are_those_of_keras(name):
    ours, theirs = (getattr(lib.constraints, name)() for lib in (k, keras))
    config = k.constraints.serialize(ours)
    assert config == keras.constraints.serialize(theirs)
    assert type(k.constraints.deserialize(config)) is type(ours)
    if name != "NonNeg":  # it takes nothing
        found, wanted = (
            [(p.name, p.default) for p in inspect.signature(type(c)).parameters.values()]
            for c in (ours, theirs)
        )
        assert found == wanted


@pytest.mark.parametrize(
    ("names", "cls"),
    [
        (("max_norm", "MaxNorm", "maxnorm"), "MaxNorm"),
        (("non_neg", "NonNeg", "nonneg"), "NonNeg"),
        (("unit_norm", "UnitNorm", "unitnorm"), "UnitNorm"),
        (("min_max_norm", "MinMaxNorm", "minmaxnorm"), "MinMaxNorm"),
    ],
)
def test_names(names, cls):
    assert {type(k.constraints.get(n)) for n in names} == {getattr(k.constraints, cls)}


@pytest.mark.parametrize("name", [n for n in dir(keras.constraints) if not n.startswith("_")])
def test_every_public_name_of_keras_is_there(name):
    ours, theirs = getattr(k.constraints, name), getattr(keras.constraints, name)
    assert ours.__name__ == theirs.__name__


def test_a_callable_and_none_stay_as_they_are():
    def halved(w):
        return w / 2

    assert k.constraints.get(halved) is halved
    assert k.constraints.get(None) is None
    assert k.constraints.get(k.constraints.MaxNorm).max_value == 2


def test_training_keeps_to_it():
    layer = k.layers.Dense(
        2, kernel_constraint=k.constraints.MaxNorm(0.5), bias_constraint="non_neg"
    )
    model = k.Sequential([k.layers.Input((3,)), layer])
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
    model.fit(x, np.full((32, 2), -9.0), epochs=2, verbose=0)
    kernel, bias = model.get_weights()
    assert np.linalg.norm(kernel, axis=0).max() <= 0.5 + 1e-5
    assert bias.min() >= 0.0


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("name", CLASSES)
def test_16_bit_weights(name, dtype):
    w = jax.numpy.asarray(weight(), dtype)
    constraint = getattr(k.constraints, name)()
    found = constraint(w)
    assert found.dtype.name == dtype
    np.testing.assert_allclose(
        found.astype("float32"), constraint(w.astype("float32")), **TOLERANCE[dtype]
    )


def test_empty_weights_stay_empty():
    for name in CLASSES:
        assert getattr(k.constraints, name)()(np.zeros((0, 3), "float32")).shape == (0, 3)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [("max_nrm", "unknown constraint 'max_nrm'. Did you mean 'max_norm'"), (3, "must be a name")],
)
def test_what_names_nothing_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        k.constraints.get(wrong)
