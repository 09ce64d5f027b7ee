"""The estimators for scikit-learn."""

import numpy as np
import pytest

from keraunos import Sequential, layers
from keraunos.compat.scikit import BaseWrapper, KerasClassifier, KerasRegressor


def build(units=3, outputs=1, loss="binary_crossentropy"):
    end = {1: "sigmoid"}.get(outputs, "softmax")
    model = Sequential(
        [layers.Input((2,)), layers.Dense(units), layers.Dense(outputs, activation=end)]
    )
    model.compile("sgd", loss)
    return model


X = np.random.default_rng(0).normal(size=(20, 2))


def test_a_classifier_of_two_classes_keeps_labels():
    y = np.where(X[:, 0] > 0, "yes", "no")
    model = KerasClassifier(build, epochs=2, batch_size=5, verbose=0, units=4)
    history = model.fit(X, y)
    assert len(history.epoch) == 2
    assert model.model.layers[0].units == 4
    assert model.predict(X).shape == (20, 1)
    assert set(model.predict(X).ravel()) <= {"yes", "no"}
    proba = model.predict_proba(X)
    np.testing.assert_allclose(proba.sum(1), 1, rtol=1e-6)
    assert model.score(X, y) == np.mean(model.predict(X).ravel() == y)


def test_a_classifier_of_several_makes_them_one_hot():
    y = np.arange(20) % 3
    settings = {"outputs": 3, "loss": "categorical_crossentropy", "verbose": 0}
    model = KerasClassifier(build, **settings)
    model.fit(X, y)
    assert model.predict_proba(X).shape == (20, 3)
    model.fit(X, np.eye(3)[y])
    assert model.classes_.tolist() == [0, 1, 2]
    assert 0 <= model.score(X, np.eye(3)[y]) <= 1


def test_a_regressor_scores_minus_its_loss():
    model = KerasRegressor(build, loss="mse", verbose=0)
    model.fit(X, X[:, 0])
    assert model.predict(X).shape == (20,)
    assert model.score(X, X[:, 0]) == pytest.approx(
        -np.mean((model.predict(X) - X[:, 0]) ** 2), rel=1e-4
    )


def test_parameters_and_their_errors():
    model = KerasClassifier(build, units=2)
    assert model.get_params() == {"units": 2, "build_fn": build}
    assert model.set_params(units=5, epochs=3).sk_params == {"units": 5, "epochs": 3}
    with pytest.raises(ValueError, match="KerasClassifier: unknown argument 'unit'"):
        KerasClassifier(build, unit=2)

    class Own(BaseWrapper):
        def __call__(self, size=3):
            return build(size)

    assert Own(size=4)._builder(size=4).layers[0].units == 4
