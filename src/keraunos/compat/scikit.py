"""The scikit-learn estimators of Keras 1 and 2: a function that builds a model, with its arguments."""

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos.core.errors import unknown
from keraunos.data.encoding import to_categorical
from keraunos.models import Model, Sequential


class BaseWrapper:
    """An estimator around a function that returns a compiled model.

    Args:
        build_fn: the function; None: a subclass that defines `__call__`.
        sk_params: arguments of build_fn, and of fit, predict and evaluate, told apart by their names.
    Raises: ValueError for an argument that none of them takes.
    """

    _methods: tuple[Callable[..., Any], ...] = (Model.fit, Model.predict, Model.evaluate)
    _estimator_type = ""

    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
        self.build_fn, self.sk_params = build_fn, sk_params
        self.check_params(sk_params)

    @property
    def _builder(self) -> Callable[..., Any]:
        return self.build_fn if self.build_fn is not None else self.__call__  # type: ignore[attr-defined]

    def check_params(self, params: dict[str, Any]) -> None:
        """Refuse arguments that nothing takes."""
        known = {"nb_epoch", *inspect.signature(self._builder).parameters}
        for method in self._methods:
            known.update(inspect.signature(method).parameters)
        for name in params:
            if name not in known:
                raise ValueError(unknown(type(self).__name__, "argument", name, known - {"self"}))

    def get_params(self, **params: Any) -> dict[str, Any]:
        """The arguments, build_fn among them."""
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> "BaseWrapper":
        """Change arguments."""
        if "build_fn" in params:
            self.build_fn = params.pop("build_fn")
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def filter_sk_params(self, fn: Any, override: Any = None) -> dict[str, Any]:
        """Those of the arguments that a function takes; `override` wins."""
        names = set(inspect.signature(fn).parameters)
        if getattr(fn, "__name__", "") == "fit":
            names.add("nb_epoch")
        found = {k: v for k, v in self.sk_params.items() if k in names}
        return {**found, **(override or {})}

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Build a new model and train it; returns its History."""
        self.model = self._builder(**self.filter_sk_params(self._builder))
        loss = self.model.loss
        loss = getattr(loss, "__name__", loss)
        if loss == "categorical_crossentropy" and len(np.shape(y)) != 2:
            y = to_categorical(y)
        arguments = self.filter_sk_params(Model.fit, kwargs)
        return self.model.fit(np.asarray(x), np.asarray(y), **arguments)

    def _predicted(self, x: Any, kwargs: dict[str, Any]) -> np.ndarray:
        arguments = {"verbose": 0, **self.filter_sk_params(Model.predict, kwargs)}
        return self.model.predict(np.asarray(x), **arguments)

    def __sklearn_tags__(self) -> Any:
        """What newer scikit-learn asks of an estimator."""
        tags = importlib.import_module("sklearn.base").BaseEstimator.__sklearn_tags__(self)
        tags.estimator_type = self._estimator_type or None
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        """Whether `fit` was called."""
        return hasattr(self, "model")


class KerasClassifier(BaseWrapper):
    """A classifier; y are class labels, or one-hot rows."""

    _methods = (*BaseWrapper._methods, Sequential.fit)
    _estimator_type = "classifier"

    def fit(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> Any:
        """Number the classes, build a new model and train it."""
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        else:
            self.classes_, y = np.unique(y, return_inverse=True)
            y = y.reshape(-1)
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        return super().fit(x, y, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        """The label of each row."""
        found = self._predicted(x, kwargs)
        number = found.argmax(-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")
        return self.classes_[number]

    def predict_proba(self, x: Any, **kwargs: Any) -> np.ndarray:
        """The probability of each class, (rows, classes)."""
        found = self._predicted(x, kwargs)
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The share of rows whose label is right."""
        y = np.asarray(y)
        truth = self.classes_[y.argmax(-1)] if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)
        return float(np.mean(self.predict(x, **kwargs).reshape(-1) == truth))


class KerasRegressor(BaseWrapper):
    """A regressor."""

    _estimator_type = "regressor"

    def predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        """The value for each row."""
        return np.squeeze(self._predicted(x, kwargs), axis=-1)

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """Minus the loss on these rows."""
        arguments = {"verbose": 0, **self.filter_sk_params(Model.evaluate, kwargs)}
        found = self.model.evaluate(np.asarray(x), np.asarray(y), **arguments)
        return -float(found[0] if isinstance(found, list) else found)
