"""The share of the targets' variance that outputs explain."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.losses.shapes import pair
from keraunos.metrics.confusion import spread_weights
from keraunos.metrics.metric import Metric

_AGGREGATIONS = (None, "uniform_average", "variance_weighted_average")
_STATE = ("squared_sum", "sum", "residual", "count")


@register("keras.metrics.R2Score")
class R2Score(Metric):
    """1 - sum((y - p)²) / sum((y - mean(y))²), for each output.

    Args:
        class_aggregation: None: a number an output; "uniform_average": their mean;
            "variance_weighted_average": that mean weighed by the targets' variances.
        num_regressors: r, an int >= 0: how many inputs the score is adjusted for by
            1 - (1 - score)·(n - 1)/(n - r - 1), n the number of targets; left alone if r >= n - 1.
        name, dtype: as of Metric.
    Shapes: y_true, y_pred (batch, outputs) -> (outputs,) or (); (batch,) beside (batch, 1) is read as that.
    Raises: ValueError for other arguments; ShapeError for other shapes.
    """

    _direction = "up"
    _makes_state_late = True

    def __init__(
        self, class_aggregation: str | None = "uniform_average", num_regressors: int = 0,
        name: str | None = "r2_score", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        if class_aggregation not in _AGGREGATIONS:
            expected = f"one of {_AGGREGATIONS}"
            raise ValueError(bad("R2Score", "class_aggregation", expected, class_aggregation, ""))
        if num_regressors < 0:
            raise ValueError(bad("R2Score", "num_regressors", "an int >= 0", num_regressors, ""))
        self.class_aggregation, self.num_regressors = class_aggregation, num_regressors
        self.num_samples = self.add_variable((), "zeros", name="num_samples")
        self._sums: list[Any] = []

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch, with a weight a sample or a value."""
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        if len(y_pred.shape) != 2:
            raise ShapeError(bad(self.name, "y_pred", "2-D (batch, outputs)", y_pred, ""))
        if not self._sums:
            shape = (y_pred.shape[1],)
            self._sums = [self.add_variable(shape, "zeros", name=name) for name in _STATE]
        weights = spread_weights(self.name, sample_weight, y_pred)
        weighted = y_true * weights
        terms = (y_true * weighted, weighted, ops.square(y_true - y_pred) * weights, weights)
        for variable, term in zip(self._sums, terms):
            variable.assign_add(ops.sum(term, axis=0))
        self.num_samples.assign_add(float(y_true.size))

    def result(self) -> Any:
        """The score; 0 for an output whose targets do not vary.

        Raises: ValueError before the first batch, as the number of outputs is not known.
        """
        if not self._sums:
            raise ValueError(f"{self.name}: no batch was seen yet. Call update_state() first.")
        squares, total, residual, count = (v.value for v in self._sums)
        variance = squares - total * (total / count)
        scores = 1.0 - residual / variance
        scores = ops.where(ops.isinf(scores), 0.0, scores)
        if self.class_aggregation == "uniform_average":
            scores = ops.mean(scores)
        elif self.class_aggregation == "variance_weighted_average":
            scores = ops.sum(variance * scores) / ops.sum(variance)
        free = self.num_samples.value - self.num_regressors - 1.0
        if not self.num_regressors:
            return scores
        adjusted = 1.0 - (1.0 - scores) * (self.num_samples.value - 1.0) / free
        return ops.where(ops.greater(free, 0.0), adjusted, scores)
