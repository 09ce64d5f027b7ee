"""A model as a classifier of scikit-learn."""

import importlib
from typing import Any

import numpy as np

from keraunos.wrappers.bases import base
from keraunos.wrappers.estimator import Estimator


class SKLearnClassifier(base("ClassifierMixin"), Estimator):
    """A model that tells classes apart, for pipelines and searches of scikit-learn.

    The model gets one-hot rows, a column for each class in `classes_`; the class of its largest output is
    what is predicted.

    Args:
        model: a compiled Model, which is cloned, or a function (X, y, **model_kwargs) -> compiled Model.
        warm_start: whether `fit` goes on with the model of the `fit` before; a Model is not cloned then.
        model_kwargs: arguments of the function. fit_kwargs: arguments of the model's `fit`.
    Shapes: X (rows, features), y (rows,) of labels -> (rows,) of labels.
    Raises: ImportError without scikit-learn.
    Example:
        >>> from keraunos import Sequential, layers
        >>> def network(X, y):
        ...     model = Sequential([layers.Dense(y.shape[1], activation="softmax")])
        ...     model.compile("sgd", "categorical_crossentropy")
        ...     return model
        >>> classifier = SKLearnClassifier(network, fit_kwargs={"verbose": 0})
        >>> classifier.fit(np.eye(4), ["a", "b", "a", "b"]).classes_.tolist()
        ['a', 'b']
    Differs: warm_start goes on with the trained model where a function makes it, too.
    """

    def _fit_targets(self, y: np.ndarray) -> np.ndarray:
        """One-hot rows of the labels.

        Raises: ValueError for numbers that are no labels, or a single class.
        """
        importlib.import_module("sklearn.utils.multiclass").check_classification_targets(y)
        classes, numbers = np.unique(y, return_inverse=True)
        if len(classes) < 2:
            raise ValueError(
                f"Classifier can't train when only one class is present; got {classes[0]!r} alone."
            )
        self.classes_ = classes
        return np.eye(len(classes), dtype="float32")[numbers.reshape(-1)]

    def _targets_of(self, outputs: np.ndarray) -> np.ndarray:
        """The label of each row's largest output."""
        return self.classes_[outputs.argmax(-1)]

    def decision_function(self, X: Any) -> np.ndarray:
        """What the model gives for rows, a column for each class."""
        return self._outputs(X)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn's own checks may expect."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags
