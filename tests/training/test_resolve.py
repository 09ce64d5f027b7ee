"""Losses and metrics in every form in which users give them."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.training.resolve import as_loss, as_metric, deep_names, is_deep, spread


@pytest.mark.parametrize(
    "given",
    ["mse", k.losses.MeanSquaredError, k.losses.MeanSquaredError(), k.losses.mean_squared_error],
)
def test_a_loss_in_every_form(given):
    value = as_loss(given)(np.zeros((2, 1), "float32"), np.full((2, 1), 3.0, "float32"))
    assert float(value) == 9


def test_a_function_of_the_users_is_a_loss_and_a_metric():
    def gap(y_true, y_pred):
        return k.ops.abs(y_true - y_pred)

    assert as_loss(gap).name == "gap"
    metric = as_metric(gap, KerasTensor((None, 1)), KerasTensor((None, 1)))
    metric.update_state(np.zeros((2, 1), "float32"), np.array([[1.0], [3.0]], "float32"))
    assert metric.name == "gap"
    assert float(metric.result()) == 2


@pytest.mark.parametrize(
    ("y", "output", "expected"),
    [
        ((None, 1), (None, 1), "binary"),
        ((None,), (None, 1), "binary"),
        ((None, 3), (None, 3), "categorical"),
        ((None, 1), (None, 3), "sparse"),
        ((None,), (None, 3), "sparse"),
        ((None, 5), (None, 5, 3), "sparse"),
    ],
)
def test_accuracy_looks_at_the_shapes(y, output, expected):
    metric = as_metric("accuracy", KerasTensor(y), KerasTensor(output))
    kind = {"binary": "binary_accuracy", "categorical": "categorical_accuracy",
            "sparse": "sparse_categorical_accuracy"}[expected]  # fmt: skip
    assert metric.name == "accuracy"
    assert kind in (
        getattr(metric, "_fn", getattr(metric, "fn", None)) or type(metric)
    ).__name__.lower() or (kind.replace("_", "") in type(metric).__name__.lower())


def test_one_thing_is_spread_over_all_or_none():
    assert spread("mse", ["a", "b"], None, "loss", repeat=True) == ["mse", "mse"]
    assert spread({"b": 1}, ["a", "b"], None, "loss") == [None, 1]
    assert spread(None, ["a"], None, "loss") == [None]


DEEP = {"z": KerasTensor((None, 1)), "rest": [KerasTensor((None, 3)), KerasTensor((None, 1))]}


def test_what_is_nested_follows_the_outputs():
    losses = {"z": "mse", "rest": ["mae", None]}
    assert spread(losses, ["a", "b", "c"], DEEP, "loss") == ["mae", None, "mse"]
    assert spread({"z": "mse"}, ["a", "b", "c"], DEEP, "loss") == [None, None, "mse"]
    assert deep_names(DEEP, ["one", "two", "three"]) == ["rest/one", "rest/two", "z"]
    assert not is_deep({"z": DEEP["z"]})
    with pytest.raises(KeyError, match="unknown output in `loss` 'zz'. Did you mean 'z'"):
        spread({"zz": "mse"}, ["a", "b", "c"], DEEP, "loss")
    with pytest.raises(ValueError, match="`loss` must be 2 in a list, as the outputs are"):
        spread({"rest": ["mse"]}, ["a", "b", "c"], DEEP, "loss")
