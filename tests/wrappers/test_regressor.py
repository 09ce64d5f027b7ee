"""SKLearnRegressor in scikit-learn's hands."""

import numpy as np
from sklearn.model_selection import cross_val_score

from keraunos import Sequential, layers, optimizers
from keraunos.wrappers import SKLearnRegressor

X = np.random.RandomState(0).normal(size=(60, 3))
Y = X @ np.array([1.0, -2.0, 0.5])


def linear(X, y):
    assert y.shape == (len(X), 1)
    model = Sequential([layers.Dense(y.shape[1])])
    model.compile(optimizers.Adam(0.1), "mse")
    return model


def test_it_learns_a_line():
    found = SKLearnRegressor(linear, fit_kwargs={"epochs": 60, "verbose": 0}).fit(X, Y)
    assert found.predict(X).shape == (60,)
    assert found.score(X, Y) > 0.95
    assert cross_val_score(found, X, Y, cv=2).mean() > 0.9
