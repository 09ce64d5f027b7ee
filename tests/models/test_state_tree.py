"""A model's variables as nested dicts: those of Keras, and back."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k


def model_of(lib):
    inputs = lib.Input((2,), name="x")
    hidden = lib.layers.Dense(3, name="first")(inputs)
    model = lib.Model(inputs, lib.layers.BatchNormalization(name="norm")(hidden), name="net")
    model.compile(lib.optimizers.Adam(name="adam"), "mse")
    model.optimizer.build(model.trainable_variables)
    return model


def shapes(tree):
    return {
        name: shapes(value) if isinstance(value, dict) else tuple(value.shape)
        for name, value in tree.items()
    }


def test_the_tree_is_that_of_keras():
    ours, theirs = shapes(model_of(k).get_state_tree()), shapes(model_of(keras).get_state_tree())
    assert {**ours, "metrics_variables": {}} == {**theirs, "metrics_variables": {}}
    assert "total" in ours["metrics_variables"]["loss"]


def test_what_is_set_is_what_was_got():
    first, second = model_of(k), model_of(k)
    second.set_state_tree(first.get_state_tree("numpy_array"))
    for a, b in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_part_is_set_alone():
    model = model_of(k)
    model.set_state_tree({"trainable_variables": {"first": {"bias": np.ones(3)}}})
    assert model.get_layer("first").bias.numpy().tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("tree", "named"),
    [({"trainable": {}}, "trainable_variables"),
     ({"trainable_variables": {"first": {"bia": 1.0}}}, "first/bias")],
)  # fmt: skip
def test_an_unknown_name_is_refused(tree, named):
    with pytest.raises(ValueError, match=named):
        model_of(k).set_state_tree(tree)


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="numpy_array"):
        model_of(k).get_state_tree("list")
