"""What the estimators share, against the installed Keras where it says so."""

import numpy as np
import pytest

from keraunos import Sequential, layers, utils
from keraunos.wrappers import SKLearnRegressor

X = np.random.RandomState(0).normal(size=(20, 3))
Y = X @ np.array([1.0, -2.0, 0.5])
QUIET = {"verbose": 0}


def network(X, y, units=1):
    model = Sequential([layers.Dense(units, "relu"), layers.Dense(y.shape[1])])
    model.compile("sgd", "mse")
    return model


def test_arguments_of_the_function_and_of_fit():
    found = SKLearnRegressor(network, model_kwargs={"units": 7}, fit_kwargs={"epochs": 3, **QUIET})
    found.fit(X, Y)
    assert found.model_.layers[0].units == 7
    assert found.epoch_ == len(found.history_.history["loss"]) == 3
    assert found.fit(X, Y, epochs=2).epoch_ == 2
    assert found.n_features_in_ == 3


def test_a_model_is_cloned_with_new_weights():
    model = network(X, Y[:, None])
    model.build((None, 3))
    before = model.get_weights()
    found = SKLearnRegressor(model, fit_kwargs=QUIET).fit(X, Y)
    assert found.model_ is not model
    assert found.model_.optimizer is not model.optimizer
    for mine, kept in zip(model.get_weights(), before):
        np.testing.assert_array_equal(mine, kept)


@pytest.mark.parametrize("given", ["function", "model"])
def test_a_warm_start_goes_on(given):
    model = network if given == "function" else network(X, Y[:, None])
    found = SKLearnRegressor(model, warm_start=True, fit_kwargs=QUIET).fit(X, Y)
    first = found.model_
    assert (first is model) == (given == "model")
    found.fit(X, Y)
    assert found.model_ is first
    assert int(first.optimizer.iterations.numpy()) == 2


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda e: e.predict(X), ValueError, "not fitted yet"),
        (lambda e: e.fit(X, Y[:3]), ValueError, "inconsistent numbers of samples"),
        (lambda e: e.fit(X, Y).predict(X[:, :2]), ValueError, "X has 2 features"),
        (
            lambda e: e.set_params(model=Sequential([layers.Dense(1)])).fit(X, Y),
            RuntimeError,
            "compiled",
        ),
        (lambda e: e.set_params(model=3).fit(X, Y), TypeError, "not callable"),
    ],
)
def test_errors(call, kind, message):
    with pytest.raises(kind, match=message):
        call(SKLearnRegressor(network, fit_kwargs=QUIET))


def test_seeds_make_runs_equal():
    runs = []
    for _ in range(2):
        utils.set_random_seed(1)
        runs.append(SKLearnRegressor(network, fit_kwargs=QUIET).fit(X, Y).predict(X))
    np.testing.assert_array_equal(*runs)
