"""fit: its arguments, and data that do not fit."""

import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos as k

X, LABELS, Y = blobs()


def test_history_has_a_value_an_epoch_and_names_in_order():
    history = classifier().fit(X, Y, epochs=3, validation_split=0.2, verbose=0)
    assert list(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert {len(v) for v in history.history.values()} == {3}
    assert history.epoch == [0, 1, 2]
    assert all(isinstance(v, float) for v in history.history["loss"])


def test_validation_split_takes_the_last_rows():
    model = classifier()
    history = model.fit(X, Y, validation_split=0.2, verbose=0)
    value = model.evaluate(X[56:], Y[56:], verbose=0, return_dict=True)
    assert history.history["val_loss"][0] == pytest.approx(value["loss"], rel=1e-5)


@pytest.mark.parametrize(("frequency", "expected"), [(1, 6), (2, 3), ([1, 5], 2)])
def test_validation_frequency(frequency, expected):
    history = classifier().fit(
        X, Y, epochs=6, validation_split=0.2, validation_freq=frequency, verbose=0
    )
    assert len(history.history["val_loss"]) == expected
    assert len(history.history["loss"]) == 6


def test_initial_epoch_numbers_the_epochs_on():
    history = classifier().fit(X, Y, initial_epoch=3, epochs=5, verbose=0)
    assert history.epoch == [3, 4]


def test_no_epochs_train_nothing():
    model = classifier()
    before = model.get_weights()
    history = model.fit(X, Y, epochs=0, verbose=0)
    assert history.history == {}
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_validation_steps_and_batch_size():
    model = classifier()
    history = model.fit(
        X, Y, validation_data=(X, Y), validation_steps=2, validation_batch_size=10, verbose=0
    )
    expected = model.evaluate(X[:20], Y[:20], verbose=0)
    assert history.history["val_loss"][0] == pytest.approx(expected[0], rel=1e-5)


def test_class_weight_equals_sample_weight():
    weights = {0: 1.0, 1: 3.0, 2: 0.5}
    by_class, by_sample = classifier(), classifier()
    by_sample.set_weights(by_class.get_weights())
    k.utils.set_random_seed(1)
    first = by_class.fit(X, Y, class_weight=weights, epochs=2, verbose=0)
    k.utils.set_random_seed(1)
    second = by_sample.fit(X, Y, sample_weight=[weights[c] for c in LABELS], epochs=2, verbose=0)
    assert first.history == second.history


def test_what_validates_is_not_weighed_by_class():
    model = classifier()
    history = model.fit(
        X, Y, class_weight={0: 5.0, 1: 3.0}, validation_split=0.2, verbose=0, shuffle=False
    ).history
    at = int(len(X) * 0.8)
    plain = model.evaluate(X[at:], Y[at:], verbose=0)
    assert history["val_loss"][0] == pytest.approx(plain[0], rel=1e-5)


def _frozen():
    model = classifier()
    model.fit(X, Y, verbose=0)
    model.layers[0].trainable = False
    model.fit(X, Y, verbose=0)


def _regressor():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


BAD = {
    "features": (
        lambda: classifier().fit(X[:, :3], Y, verbose=0),
        r"Dense 'dense' .* \(batch, 4\); got",
    ),
    "flatten": (
        lambda: classifier(features=6).fit(np.zeros((5, 2, 3)), Y[:5], verbose=0),
        "Flatten first: add layers.Flatten",
    ),
    "labels for one-hot": (
        lambda: classifier().fit(X, LABELS, verbose=0),
        "use loss='sparse_categorical_crossentropy', or make them one-hot",
    ),
    "one-hot for labels": (
        lambda: classifier(loss="sparse_categorical_crossentropy").fit(X, Y, verbose=0),
        "For one-hot rows use loss='categorical_crossentropy'",
    ),
    "label out of range": (
        lambda: classifier(loss="sparse_categorical_crossentropy").fit(X, LABELS + 1, verbose=0),
        r"labels in \[0, 3\).* got labels from 1 to 3",
    ),
    "label below 0": (
        lambda: classifier(loss="sparse_categorical_crossentropy").fit(X, LABELS - 1, verbose=0),
        r"got labels from -1 to 1. Number the classes from 0",
    ),
    "label missing": (
        lambda: classifier(loss="sparse_categorical_crossentropy").fit(
            X, np.where(LABELS == 0, np.nan, LABELS), verbose=0
        ),
        "got NaN or infinity among them",
    ),
    "weights of classes": (
        lambda: classifier().fit(X, Y, class_weight="balanced", verbose=0),
        "`class_weight` must be a dict",
    ),
    "resume": (lambda: classifier().fit(X, Y, resume="", verbose=0), "`folder` must be a folder"),
    "frozen": (_frozen, r"optimizer 'adam.*' is that of \d weights .* Call model.compile"),
    "lengths": (lambda: classifier().fit(X, Y[:-1], verbose=0), "x 70, y 69"),
    "two columns": (
        lambda: _regressor().fit(X, X[:, :2], verbose=0),
        r"expects y of shape \(batch, 1\)",
    ),
    "rank": (lambda: _regressor().fit(X, X[:, :1, None, None], verbose=0), "expects y of shape"),
    "nothing": (lambda: classifier().fit(X[:0], Y[:0], verbose=0), "at least one row"),
    "object": (
        lambda: classifier().fit(np.array([["a", 1.0, 2, 3]] * 3, object), Y[:3], verbose=0),
        "numbers of one dtype",
    ),
    "ragged": (
        lambda: classifier().fit([[1.0], [1.0, 2.0]], Y[:2], verbose=0),
        "rows of equal length",
    ),
    "no x": (lambda: classifier().fit(None, Y, verbose=0), "`x` must be an array"),
    "batch size": (
        lambda: classifier().fit(X, Y, batch_size=0, verbose=0),
        "`batch_size` must be an int",
    ),
    "loss name": (
        lambda: classifier(loss="categorical_crossentropyy"),
        "Did you mean 'categorical_crossentropy'",
    ),
    "optimizer name": (lambda: classifier(optimizer="adamm"), "Did you mean 'Adam"),
    "metric name": (lambda: classifier(metrics=["acuracy"]), "Did you mean"),
    "no targets": (lambda: classifier().fit(X, verbose=0), "has a loss but no targets"),
    "not compiled": (
        lambda: k.Sequential([k.layers.Input((4,)), k.layers.Dense(1)]).fit(X, X[:, :1]),
        r"is not compiled. Call model.compile\(optimizer, loss\)",
    ),
    "unknown activation": (lambda: k.layers.Dense(2, activation="rellu"), "Did you mean 'relu'"),
    "split": (
        lambda: classifier().fit(X[:1], Y[:1], validation_split=0.5, verbose=0),
        "leave rows for both",
    ),
}


@pytest.mark.parametrize("case", list(BAD))
def test_what_does_not_fit_is_refused_with_what_to_do(case):
    call, sentence = BAD[case]
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("loss", ["mse", "mae", "binary_crossentropy"])
def test_targets_of_shape_n_are_read_as_n_1(loss):
    target = (LABELS > 0).astype("float32")
    losses = []
    for y in (target, target[:, None]):
        k.utils.set_random_seed(3)
        model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1, activation="sigmoid")])
        model.compile("sgd", loss)
        losses.append(model.fit(X, y, epochs=2, verbose=0).history["loss"])
    assert losses[0] == losses[1]


def test_an_unbuilt_model_says_how_to_build_it():
    model = k.Sequential([k.layers.Dense(2)])
    with pytest.raises(ValueError, match=r"Add layers.Input\(shape\) first"):
        _ = model.input
    with pytest.raises(ValueError, match="is not built|has no weights|not built"):
        model.count_params()
