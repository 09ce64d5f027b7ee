"""F scores: precision and recall in one number."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.losses.shapes import pair
from keraunos.metrics.confusion import spread_weights
from keraunos.metrics.metric import Metric

_AVERAGES = (None, "micro", "macro", "weighted")
_STATE = ("true_positives", "false_positives", "false_negatives", "intermediate_weights")


@register("keras.metrics.FBetaScore")
class FBetaScore(Metric):
    """(1 + b²) · precision · recall / (b² · precision + recall), for each class.

    Args:
        average: None: a number a class; "micro": counts of all classes together; "macro": the mean over
            classes; "weighted": that mean weighed by how often a class is a target.
        beta: b, how many times as much recall counts as precision; a float > 0.
        threshold: outputs above are positive; a float in (0, 1]; None: the largest of a row is.
        name, dtype: as of Metric.
    Shapes: y_true, y_pred (batch, classes) -> (classes,) or ().
    Raises: ValueError for other arguments; ShapeError for other shapes.
    Example:
        >>> FBetaScore(beta=2.0)([[1, 0], [1, 0]], [[0.9, 0.1], [0.2, 0.8]]).tolist()
        [0.5555555820465088, 0.0]
    """

    _config_root = True
    _direction = "up"
    _makes_state_late = True

    def __init__(
        self, average: str | None = None, beta: float = 1.0, threshold: float | None = None,
        name: str | None = "fbeta_score", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        owner = type(self).__name__
        if average not in _AVERAGES:
            raise ValueError(bad(owner, "average", f"one of {_AVERAGES}", average, ""))
        if not isinstance(beta, float) or beta <= 0:
            raise ValueError(bad(owner, "beta", "a float > 0", beta, ""))
        if threshold is not None and not (isinstance(threshold, float) and 0 < threshold <= 1):
            raise ValueError(bad(owner, "threshold", "None or a float in (0, 1]", threshold, ""))
        self.average, self.beta, self.threshold = average, beta, threshold
        self._sums: list[Any] = []

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch; y_true 0 or 1, several of a row may be 1."""
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        if len(y_pred.shape) != 2:
            raise ShapeError(bad(self.name, "y_pred", "2-D (batch, classes)", y_pred, ""))
        self._build(y_pred.shape[1])
        weights = spread_weights(self.name, sample_weight, y_pred)
        positive = self._positive(y_pred)
        missed, axis = 1.0 - positive, None if self.average == "micro" else 0
        products = (positive * y_true, positive * (1.0 - y_true), missed * y_true, y_true)
        for variable, product in zip(self._sums, products):
            variable.assign_add(ops.sum(product * weights, axis=axis))

    def _build(self, classes: int) -> None:
        if not self._sums:
            shape = () if self.average == "micro" else (classes,)
            self._sums = [self.add_variable(shape, "zeros", name=name) for name in _STATE]

    def _positive(self, y_pred: Any) -> Any:
        if self.threshold is not None:
            return ops.cast(ops.greater(y_pred, self.threshold), self.dtype)
        largest = ops.equal(y_pred, ops.max(y_pred, axis=-1, keepdims=True))
        return ops.cast(ops.logical_and(largest, ops.greater(ops.abs(y_pred), 1e-9)), self.dtype)

    def result(self) -> Any:
        """The score.

        Raises: ValueError before the first batch, as the number of classes is not known.
        """
        if not self._sums:
            raise ValueError(f"{self.name}: no batch was seen yet. Call update_state() first.")
        hits, false, missed, occurring = (v.value for v in self._sums)
        precision = ops.divide_no_nan(hits, hits + false)
        recall = ops.divide_no_nan(hits, hits + missed)
        square = self.beta * self.beta
        scores = ops.divide_no_nan(precision * recall, square * precision + recall) * (1.0 + square)
        if self.average == "macro":
            return ops.mean(scores)
        if self.average == "weighted":
            return ops.sum(scores * ops.divide_no_nan(occurring, ops.sum(occurring)))
        return scores


@register("keras.metrics.F1Score")
class F1Score(FBetaScore):
    """2 · precision · recall / (precision + recall), for each class. Args as of FBetaScore."""

    def __init__(
        self, average: str | None = None, threshold: float | None = None,
        name: str | None = "f1_score", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(average, 1.0, threshold, name, dtype)
