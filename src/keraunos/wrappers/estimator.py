"""What the estimators share: a fresh model for each `fit`, data and targets checked as scikit-learn does."""

import importlib
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.models import Model, clone_model
from keraunos.wrappers.bases import base


class Estimator(base("BaseEstimator")):
    """A model, or a function that makes one, as an estimator.

    Args:
        model: a compiled Model, which is cloned, or a function (X, y, **model_kwargs) -> compiled Model.
        warm_start: whether `fit` goes on with the model of the `fit` before; a Model is not cloned then.
        model_kwargs: arguments of the function. fit_kwargs: arguments of the model's `fit`.
    Raises: ImportError without scikit-learn.
    """

    def __init__(
        self, model: Any, warm_start: bool = False, model_kwargs: dict[str, Any] | None = None,
        fit_kwargs: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.model, self.warm_start = model, warm_start
        self.model_kwargs, self.fit_kwargs = model_kwargs, fit_kwargs

    def fit(self, X: Any, y: Any, **kwargs: Any) -> "Estimator":
        """Train a model on rows X and targets y.

        Args: X: (rows, features). y: (rows,). kwargs: more arguments of the model's `fit`.
        Returns: itself; `model_` is the model, `history_` its History.
        Raises: ValueError for data that do not fit; RuntimeError for a model that is not compiled.
        """
        X, y = validated(self, X, y)
        y = self._fit_targets(y)
        model = self._model(X, y)
        if not getattr(model, "compiled", False) or model.loss is None or model.optimizer is None:
            raise RuntimeError(
                bad(type(self).__name__, "model", "compiled, with a loss and an optimizer", model,
                    "Call compile() on it, or in the function that makes it.")
            )  # fmt: skip
        self.history_ = model.fit(X, y, **{**(self.fit_kwargs or {}), **kwargs})
        self.model_ = model
        return self

    def _model(self, X: np.ndarray, y: np.ndarray) -> Any:
        if self.warm_start and hasattr(self, "model_"):
            return self.model_
        if not isinstance(self.model, Model):
            return self.model(X, y, **(self.model_kwargs or {}))
        if self.warm_start or not self.model.compiled:
            return self.model
        clone = clone_model(self.model)
        clone.compile_from_config(self.model.get_compile_config())
        return clone

    def predict(self, X: Any) -> np.ndarray:
        """What the model gives for rows, in the form of the targets.

        Raises: NotFittedError (a ValueError) before `fit`.
        """
        return self._targets_of(self._outputs(X))

    def _outputs(self, X: Any) -> np.ndarray:
        importlib.import_module("sklearn.utils.validation").check_is_fitted(self, "model_")
        return self.model_.predict(validated(self, X))

    def _fit_targets(self, y: np.ndarray) -> np.ndarray:
        """The targets as the model takes them: columns."""
        return y[:, None] if y.ndim == 1 else y

    def _targets_of(self, outputs: np.ndarray) -> np.ndarray:
        """The model's outputs in the form of the targets."""
        return outputs[:, 0] if outputs.ndim == 2 and outputs.shape[1] == 1 else outputs

    @property
    def epoch_(self) -> int:
        """How many epochs the last `fit` did."""
        return len(self.history_.epoch)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn's own checks may expect."""
        tags = super().__sklearn_tags__()
        tags.non_deterministic = True
        return tags


def validated(estimator: Any, X: Any, *y: Any) -> Any:
    """The data as arrays; with targets also how many features there are, which is asked of later data.

    Raises: ValueError for other numbers of rows or features, and for what is no array of numbers.
    """
    module = importlib.import_module("sklearn.utils.validation")
    if hasattr(module, "validate_data"):  # scikit-learn 1.6
        return module.validate_data(estimator, X, *y, reset=bool(y))
    return estimator._validate_data(X, *y, reset=bool(y))
