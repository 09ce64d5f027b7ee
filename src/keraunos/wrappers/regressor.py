"""A model as a regressor of scikit-learn."""

from typing import Any

from keraunos.wrappers.bases import base
from keraunos.wrappers.estimator import Estimator


class SKLearnRegressor(base("RegressorMixin"), Estimator):
    """A model that predicts numbers, for pipelines and searches of scikit-learn.

    Args:
        model: a compiled Model, which is cloned, or a function (X, y, **model_kwargs) -> compiled Model.
        warm_start: whether `fit` goes on with the model of the `fit` before; a Model is not cloned then.
        model_kwargs: arguments of the function. fit_kwargs: arguments of the model's `fit`.
    Shapes: X (rows, features), y (rows,) -> (rows,); the model gets y as (rows, 1).
    Raises: ImportError without scikit-learn.
    Example:
        >>> from keraunos import Sequential, layers
        >>> def network(X, y, units):
        ...     model = Sequential([layers.Dense(units, "relu"), layers.Dense(y.shape[1])])
        ...     model.compile("sgd", "mse")
        ...     return model
        >>> regressor = SKLearnRegressor(network, model_kwargs={"units": 3}, fit_kwargs={"verbose": 0})
        >>> regressor.fit(np.eye(4), np.arange(4.0)).epoch_
        1
    Differs: warm_start goes on with the trained model where a function makes it, too.
    """

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn's own checks may expect."""
        tags = super().__sklearn_tags__()
        tags.regressor_tags.poor_score = True
        return tags
