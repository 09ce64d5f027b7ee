"""SKLearnTransformer in scikit-learn's hands."""

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline

from keraunos import Model, layers
from keraunos.wrappers import SKLearnTransformer

X = np.random.RandomState(0).normal(size=(60, 3))


def network(X, y):
    inputs = layers.Input((X.shape[1],))
    model = Model(inputs, layers.Dense(1)(layers.Dense(4, "relu")(inputs)))
    model.compile("sgd", "mse")
    return model


def test_outputs_are_features():
    found = SKLearnTransformer(network, fit_kwargs={"verbose": 0})
    features = found.fit_transform(X, X[:, 0])
    assert features.shape == (60, 1)
    np.testing.assert_allclose(found.transform(X), features)
    np.testing.assert_allclose(found.predict(X), features[:, 0])
    pipeline = make_pipeline(found, LinearRegression()).fit(X, X[:, 0])
    assert pipeline.predict(X).shape == (60,)
