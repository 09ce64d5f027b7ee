"""Regularizers against the oracle: values, gradients, configs, names."""

import inspect

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

CASES = [
    ("L1", {}), ("L1", {"l1": 0.5}), ("L2", {}), ("L2", {"l2": 0.5}), ("L1L2", {}),
    ("L1L2", {"l1": 0.1, "l2": 0.2}), ("OrthogonalRegularizer", {}),
    ("OrthogonalRegularizer", {"factor": 0.5, "mode": "columns"}), ("Regularizer", {}),
]  # fmt: skip
CLASSES = ("L1", "L2", "L1L2", "OrthogonalRegularizer")


def weight(shape=(4, 3), seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_values_and_gradients_are_those_of_keras(name, options):
    ours, theirs = (getattr(lib.regularizers, name)(**options) for lib in (k, keras))
    w = k.ops.convert_to_tensor(weight())
    np.testing.assert_allclose(ours(w), np.asarray(theirs(w)), **TOLERANCE["float32"])
    if name != "Regularizer":
        found, wanted = (jax.grad(lambda x, r=r: r(x))(w) for r in (ours, theirs))
        np.testing.assert_allclose(found, wanted, **TOLERANCE["float32"])


@pytest.mark.parametrize("name", CLASSES)
def test_configs_and_signatures_are_those_of_keras(name):
    ours, theirs = (getattr(lib.regularizers, name)() for lib in (k, keras))
    config = k.regularizers.serialize(ours)
    wanted = keras.regularizers.serialize(theirs)
    assert config["config"] == pytest.approx(wanted["config"]) or name == "OrthogonalRegularizer"
    assert set(config["config"]) == set(wanted["config"])
    assert {**config, "config": {}} == {**wanted, "config": {}}
    for read in (config, wanted):
        assert type(k.regularizers.deserialize(read)) is type(ours)
    found, right = (
        [(p.name, p.default) for p in inspect.signature(type(r)).parameters.values()]
        for r in (ours, theirs)
    )
    assert found == right


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("l1", "L1"), ("L1", "L1"), ("l2", "L2"), ("L2", "L2"), ("L1L2", "L1L2"), ("l1l2", "L1L2"),
        ("l1_l2", "L1L2"), ("orthogonal_regularizer", "OrthogonalRegularizer"),
        ("OrthogonalRegularizer", "OrthogonalRegularizer"),
    ],
)  # fmt: skip
def test_names(name, cls):
    assert type(k.regularizers.get(name)) is getattr(k.regularizers, cls)


@pytest.mark.parametrize("name", [n for n in dir(keras.regularizers) if not n.startswith("_")])
def test_every_public_name_of_keras_is_there(name):
    ours, theirs = getattr(k.regularizers, name), getattr(keras.regularizers, name)
    assert ours.__name__ == theirs.__name__


def test_a_callable_and_none_stay_as_they_are():
    def squares(w):
        return k.ops.sum(w * w)

    assert k.regularizers.get(squares) is squares
    assert k.regularizers.get(None) is None
    assert k.regularizers.get(k.regularizers.L1).l1 == 0.01


def test_a_layer_adds_it_to_the_loss():
    model = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1, kernel_regularizer="l2")])
    model.compile("sgd", "mse")
    x = np.zeros((4, 2), "float32")
    found = model.evaluate(x, np.zeros((4, 1)), verbose=0)
    assert found == pytest.approx(0.01 * float(np.sum(model.get_weights()[0] ** 2)), rel=1e-5)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_16_bit_weights(dtype):
    w = jax.numpy.asarray([[1.0, -2.0], [0.5, 0.0]], dtype)
    for name in CLASSES:
        regularizer = getattr(k.regularizers, name)()
        found = regularizer(w)
        assert found.shape == ()
        np.testing.assert_allclose(
            found.astype("float32"), regularizer(w.astype("float32")), **TOLERANCE[dtype]
        )


def test_nothing_costs_nothing_and_nan_shows():
    assert float(k.regularizers.L1L2(1.0, 1.0)(np.zeros((0, 3), "float32"))) == 0.0
    assert np.isnan(k.regularizers.L2()(np.array([np.nan], "float32")))


@pytest.mark.parametrize("wrong", ["a", -1.0, float("nan"), float("inf"), [0.1]])
def test_a_factor_out_of_range_is_refused(wrong):
    with pytest.raises(ValueError, match="L1: `l1` must be a finite float >= 0"):
        k.regularizers.L1(wrong)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="`mode` must be 'rows' or 'columns'; got 'both'"):
        k.regularizers.OrthogonalRegularizer(mode="both")
    with pytest.raises(ValueError, match=r"`x` must be a matrix; got float64\[2, 2, 2\]"):
        k.regularizers.OrthogonalRegularizer()(np.ones((2, 2, 2)))
    with pytest.raises(ValueError, match="unknown regularizer 'l3'. Did you mean 'l"):
        k.regularizers.get("l3")
    with pytest.raises(ValueError, match=r"regularizers.get: `identifier` must be"):
        k.regularizers.get(3)
