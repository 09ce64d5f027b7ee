"""Accuracies, and which of them "accuracy" means."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos import metrics

P = np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]], "float32")


@pytest.mark.parametrize(
    ("y_shape", "p_shape"),
    [((6, 3), (6, 3)), ((6,), (6, 3)), ((6, 1), (6, 3)), ((6, 1), (6, 1)), ((6,), (6, 1)), ((6, 2), (6, 2)),
     ((6, 4), (6, 4, 3)), ((6, 4, 1), (6, 4, 3)), ((6, 4, 1), (6, 4, 1))],
)  # fmt: skip
def test_accuracy_means_what_it_means_in_keras(y_shape, p_shape):
    x = np.zeros((6, *p_shape[1:-1], 2), "float32")
    y = np.zeros(y_shape, "float32")
    model = keras.Sequential([keras.layers.Dense(p_shape[-1])])
    loss = (
        "sparse_categorical_crossentropy"
        if len(y_shape) < len(p_shape) and p_shape[-1] > 1
        else "mse"
    )
    model.compile(loss=loss if y.shape[-1] == p_shape[-1] or loss != "mse" else lambda t, p: p[..., 0],
                  metrics=["acc"])  # fmt: skip
    model.evaluate(x, y, verbose=0)
    theirs = model._compile_metrics._flat_metrics[0].metrics[0]
    ours = metrics.resolve_accuracy("acc", (None, *y_shape[1:]), (None, *p_shape[1:]))
    assert (type(ours).__name__, ours.name) == (type(theirs).__name__, "acc")


@pytest.mark.parametrize("name", ["ce", "crossentropy", "CE"])
def test_crossentropy_follows_the_shapes_too(name):
    found = [
        type(metrics.resolve_accuracy(name, y, p)).__name__
        for y, p in (((None, 1), (None, 1)), ((None,), (None, 3)), ((None, 3), (None, 3)))
    ]
    assert found == [
        "BinaryCrossentropy",
        "SparseCategoricalCrossentropy",
        "CategoricalCrossentropy",
    ]


def test_logs_are_named_as_the_user_wrote():
    model = k.Sequential([k.layers.Dense(3, activation="softmax")])
    model.compile(
        "sgd", "sparse_categorical_crossentropy", metrics=["acc", "accuracy", "Accuracy", "ce"]
    )
    history = model.fit(np.zeros((6, 2)), np.zeros(6, "int32"), verbose=0).history
    assert set(history) == {"loss", "acc", "accuracy", "Accuracy", "ce"}


@pytest.mark.parametrize("labels", [[1, 2], [[1], [2]], [1.0, 2.0]])
def test_class_numbers_of_any_shape_and_dtype(labels):
    found = metrics.sparse_categorical_accuracy(np.array(labels), P)
    assert found.tolist() == [1.0, 0.0]


def test_functions_give_a_value_an_element_or_a_row():
    assert metrics.binary_accuracy(np.ones((2, 3)), P).shape == (2, 3)
    assert metrics.categorical_accuracy(np.eye(3)[:2], P).shape == (2,)
    assert metrics.sparse_categorical_accuracy(np.zeros((2, 4)), np.zeros((2, 4, 3))).shape == (
        2,
        4,
    )


def test_the_threshold_itself_is_not_above():
    assert float(metrics.BinaryAccuracy(threshold=0.5)([0.0, 1.0], [0.5, 0.5])) == 0.5


def test_shapes_that_differ_are_refused():
    with pytest.raises(
        ValueError, match="binary_accuracy: y_true and y_pred must have the same shape"
    ):
        metrics.BinaryAccuracy()(np.ones((2, 2)), P)
    with pytest.raises(ValueError, match="accuracy: y_true and y_pred must have the same shape"):
        metrics.Accuracy()(np.ones(3), np.ones(2))
