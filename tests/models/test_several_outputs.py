"""Models of several outputs: which forms of losses, targets and metrics there are, as the oracle has them."""

import numpy as np
import pytest
from support.oracle import keras
from support.twins import draw

import keraunos as k

X, VALUES, KINDS = draw(12, 4), draw(12, 1, seed=1), np.arange(12) % 3
CE = "sparse_categorical_crossentropy"
LIST, BY_NAME = [VALUES, KINDS], {"value": VALUES, "kind": KINDS}
"""The model gives value, then kind: not in the order of the alphabet."""


def model(lib, form):
    x = lib.Input((4,))
    value = lib.layers.Dense(1, kernel_initializer="ones", name="value")(x)
    kind = lib.layers.Dense(3, "softmax", kernel_initializer="zeros", name="kind")(x)
    forms = {
        "list": [value, kind],
        "dict": {"value": value, "kind": kind},
        "nested": {"value": value, "rest": [kind, value]},
    }
    return lib.Model(x, forms[form])


FORMS = {
    "lists": ("list", LIST, {"loss": ["mse", CE]}),
    "losses by name": ("list", LIST, {"loss": {"kind": CE, "value": "mse"}}),
    "all by name": (
        "list", BY_NAME,
        {"loss": {"kind": CE, "value": "mse"}, "metrics": {"value": "mae", "kind": ["acc"]}},
    ),
    "metrics": ("list", LIST, {"loss": ["mse", CE], "metrics": [["mse", "mae"], ["accuracy"]]}),
    "metrics of the second": ("list", LIST, {"loss": ["mse", CE], "metrics": [[], ["accuracy", CE]]}),
    "weighted metrics": (
        "list", LIST,
        {"loss": ["mse", CE], "metrics": [["mae"], []], "weighted_metrics": [["mae"], ["accuracy"]]},
    ),
    "weights": ("list", LIST, {"loss": ["mse", CE], "loss_weights": [0.5, 2.0]}),
    "one without a loss": ("list", LIST, {"loss": ["mse", None]}),
    "dict outputs": (
        "dict", BY_NAME,
        {"loss": {"value": "mse", "kind": CE}, "metrics": {"value": ["mae"], "kind": ["accuracy"]}},
    ),
    "dict outputs, another order": ("dict", BY_NAME, {"loss": {"kind": CE, "value": "mse"}}),
    "dict outputs, one with a loss": ("dict", {"kind": KINDS}, {"loss": {"kind": CE}}),
    "nested": (
        "nested", {"value": VALUES, "rest": [KINDS, VALUES]},
        {"loss": {"value": "mse", "rest": [CE, "mae"]}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_history_and_evaluation_are_those_of_keras(name):
    form, y, options = FORMS[name]
    found = []
    for lib in (k, keras):
        one = model(lib, form)
        one.compile("sgd", **options)
        history = one.fit(X, y, batch_size=5, epochs=2, verbose=0, shuffle=False).history
        listed = one.evaluate(X, y, batch_size=5, verbose=0)
        named = one.evaluate(X, y, batch_size=5, verbose=0, return_dict=True)
        found.append((history, np.atleast_1d(listed), named))
    (ours, mine, by_name), (theirs, his, named) = found
    assert list(ours) == list(theirs)
    for key, values in theirs.items():
        np.testing.assert_allclose(ours[key], values, rtol=1e-5)
    np.testing.assert_allclose(mine, his, rtol=1e-5)
    assert list(by_name) == list(named)


def test_names_are_those_of_the_evaluation():
    form, y, options = FORMS["metrics"]
    one = model(k, form)
    one.compile("sgd", **options)
    one.fit(X, y, verbose=0)
    named = one.evaluate(X, y, verbose=0, return_dict=True)
    listed = one.evaluate(X, y, verbose=0)
    assert [named[name] for name in one.metrics_names] == listed


@pytest.mark.parametrize(
    ("form", "loss"),
    [("list", ["mse", CE, "mae"]), ("dict", {"kind": CE, "value": "mse", "other": "mse"})],
)
def test_losses_of_outputs_that_are_not_there_are_refused_by_the_type_of_keras(form, loss):
    y = {"list": LIST, "dict": BY_NAME}[form]
    for lib in (k, keras):
        one = model(lib, form)
        one.compile("sgd", loss=loss)
        with pytest.raises(KeyError):
            one.fit(X, y, verbose=0)
