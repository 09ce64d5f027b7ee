"""Functional models: inputs in every structure, shapes that do not fit, graphs within graphs."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.errors import ShapeError

X = np.random.default_rng(0).normal(size=(6, 4)).astype("float32")


def two_inputs():
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    return k.Model([a, b], k.ops.subtract(a, b) * 2)


@pytest.mark.parametrize(
    "given",
    [[X, X + 1], (X, X + 1), {"a": X, "b": X + 1}, {"b": X + 1, "a": X, "unused": X}],
    ids=["list", "tuple", "dict", "more"],
)
def test_inputs_come_in_any_structure(given):
    np.testing.assert_allclose(
        two_inputs().predict(given, verbose=0), np.full((6, 4), -2.0), rtol=1e-5
    )


def test_a_missing_axis_of_size_one_is_added():
    model = k.Sequential([k.layers.Input((1,)), k.layers.Dense(2)])
    assert model.predict(np.arange(5.0), verbose=0).shape == (5, 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([X], r"expects 2 input\(s\) \(a, b\); got 1"),
        ({"a": X}, r"the keys .*'b' is missing"),
        ([X, X[:, :3]], r"the input 'b' to be of shape \(batch, 4\); got \(6, 3\)"),
    ],
)
def test_inputs_that_do_not_fit_are_named(given, sentence):
    with pytest.raises((ShapeError, ValueError), match=sentence):
        two_inputs()(given)


def test_the_error_names_the_layer_and_the_way_out():
    inputs = k.Input((784,))
    model = k.Model(inputs, k.layers.Dense(3, name="hidden")(inputs), name="classifier")
    expected = (
        r"Dense 'hidden' \(layer 2 of 'classifier'\) expects inputs of shape \(batch, 784\); "
        r"got \(128, 28, 28\). Flatten first: add layers.Flatten\(\) before it, or reshape the data "
        r"to \(n, 784\)."
    )
    with pytest.raises(ShapeError, match=expected):
        model.predict(np.zeros((128, 28, 28)), verbose=0)


def test_several_outputs_train_with_losses_by_name():
    inputs = k.Input((4,))
    hidden = k.layers.Dense(8, activation="relu")(inputs)
    outputs = [
        k.layers.Dense(1, name="value")(hidden),
        k.layers.Dense(3, activation="softmax", name="kind")(hidden),
    ]
    model = k.Model(inputs, outputs)
    model.compile(
        "adam",
        loss={"value": "mse", "kind": "sparse_categorical_crossentropy"},
        loss_weights={"value": 0.5, "kind": 1.0},
        metrics={"kind": ["accuracy"]},
    )
    y = [X[:, :1], np.arange(6) % 3]
    history = model.fit(X, y, epochs=2, verbose=0).history
    assert list(history) == ["kind_accuracy", "kind_loss", "loss", "value_loss"]
    total = 0.5 * np.array(history["value_loss"]) + np.array(history["kind_loss"])
    np.testing.assert_allclose(history["loss"], total, rtol=1e-5)
    named = model.evaluate(X, {"value": y[0], "kind": y[1]}, verbose=0, return_dict=True)
    assert set(named) == {"loss", "value_loss", "kind_loss", "kind_accuracy"}
    assert model.metrics_names == ["loss", "value_loss", "kind_loss", "kind_accuracy"]


def test_a_layer_called_twice_shares_its_weights():
    a, b = k.Input((4,)), k.Input((4,))
    dense = k.layers.Dense(2)
    model = k.Model([a, b], k.ops.add(dense(a), dense(b)))
    assert len(model.weights) == 2
    assert len(dense._inbound_nodes) == 2


def test_a_model_of_an_inner_output_shares_weights():
    inputs = k.Input((4,))
    hidden = k.layers.Dense(3, name="hidden")(inputs)
    model = k.Model(inputs, k.layers.Dense(1)(hidden))
    features = k.Model(model.inputs, model.get_layer("hidden").output)
    expected = X @ model.get_weights()[0]
    np.testing.assert_allclose(features.predict(X, verbose=0), expected, rtol=1e-5, atol=1e-6)


def test_a_subclass_that_hands_over_a_graph_is_functional():
    class Mine(k.Model):
        def __init__(self):
            inputs = k.Input((4,))
            super().__init__(inputs, k.layers.Dense(2)(inputs))

    model = Mine()
    assert model.output_shape == (None, 2)
    assert isinstance(model, Mine)
    assert model.predict(X, verbose=0).shape == (6, 2)


def test_an_unknown_layer_name_suggests_the_nearest():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(3, name="hidden")])
    with pytest.raises(ValueError, match="Did you mean 'hidden'"):
        model.get_layer("hiden")
