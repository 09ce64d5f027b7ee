"""A model as a transformer of scikit-learn."""

from typing import Any

import numpy as np

from keraunos.wrappers.bases import base
from keraunos.wrappers.estimator import Estimator


class SKLearnTransformer(base("TransformerMixin"), Estimator):
    """A model whose outputs are features for the next step of a pipeline of scikit-learn.

    Args:
        model: a compiled Model, which is cloned, or a function (X, y, **model_kwargs) -> compiled Model.
        warm_start: whether `fit` goes on with the model of the `fit` before; a Model is not cloned then.
        model_kwargs: arguments of the function. fit_kwargs: arguments of the model's `fit`.
    Shapes: X (rows, features), y (rows,) -> what the model gives, (rows, …).
    Raises: ImportError without scikit-learn.
    Example:
        >>> from keraunos import Sequential, layers
        >>> def network(X, y):
        ...     model = Sequential([layers.Dense(1)])
        ...     model.compile("sgd", "mse")
        ...     return model
        >>> transformer = SKLearnTransformer(network, fit_kwargs={"verbose": 0})
        >>> transformer.fit(np.eye(4), np.arange(4.0)).model_.output_shape
        (None, 1)
    Differs: warm_start goes on with the trained model where a function makes it, too.
    """

    def transform(self, X: Any) -> np.ndarray:
        """What the model gives for rows."""
        return self._outputs(X)
