"""SKLearnClassifier in scikit-learn's hands."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from keraunos import Sequential, layers, optimizers, utils
from keraunos.wrappers import SKLearnClassifier

RNG = np.random.RandomState(0)
X = np.concatenate([RNG.normal(3 * k, 0.3, (20, 2)) for k in range(3)])
Y = np.repeat(["low", "mid", "top"], 20)


def network(X, y, units=8):
    model = Sequential(
        [layers.Dense(units, "relu"), layers.Dense(y.shape[1], activation="softmax")]
    )
    model.compile(optimizers.Adam(0.05), "categorical_crossentropy")
    return model


def made(**settings):
    utils.set_random_seed(2)
    return SKLearnClassifier(network, fit_kwargs={"epochs": 60, "verbose": 0}, **settings)


@pytest.mark.parametrize("labels", [Y, Y == "top", np.unique(Y, return_inverse=True)[1] * 5])
def test_labels_come_back(labels):
    found = made().fit(X, labels)
    assert found.classes_.tolist() == sorted(set(labels.tolist()))
    assert found.predict(X).dtype == labels.dtype
    assert found.score(X, labels) > 0.9
    assert found.decision_function(X).shape == (60, len(found.classes_))


def test_pipelines_searches_and_copies():
    pipeline = make_pipeline(StandardScaler(), made())
    assert cross_val_score(pipeline, X, Y, cv=3).mean() > 0.9
    search = GridSearchCV(made(), {"model_kwargs": [{"units": 1}, {"units": 8}]}, cv=2).fit(X, Y)
    assert search.best_params_["model_kwargs"] == {"units": 8}
    assert clone(made(warm_start=True)).get_params()["warm_start"] is True
    assert "network" in repr(made())


def test_errors():
    with pytest.raises(ValueError, match="only one class is present; got .*low"):
        made().fit(X[:20], Y[:20])
    with pytest.raises(ValueError, match="Unknown label type"):
        made().fit(X, RNG.normal(size=60))
