"""Averages."""

from collections.abc import Callable
from typing import Any

from keraunos import losses, ops
from keraunos.core.registry import register, serialize
from keraunos.metrics.metric import Metric, weighted


@register("keras.metrics.Mean")
class Mean(Metric):
    """The weighted mean of all values."""

    def __init__(self, name: str = "mean", dtype: Any = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), name="total")
        self.count = self.add_variable((), name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add values."""
        values = ops.cast(values, self.dtype)
        values, weights = weighted(values, sample_weight)
        self.total.assign(self.total.value + ops.sum(values))
        count = float(values.size) if weights is None else ops.sum(weights)
        self.count.assign(self.count.value + count)

    def result(self) -> Any:
        """The mean; 0 before any value."""
        return ops.divide_no_nan(self.total.value, self.count.value)


@register("keras.metrics.Sum")
class Sum(Metric):
    """The weighted sum of all values."""

    def __init__(self, name: str = "sum", dtype: Any = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add values."""
        values, _ = weighted(ops.cast(values, self.dtype), sample_weight)
        self.total.assign(self.total.value + ops.sum(values))

    def result(self) -> Any:
        """The sum."""
        return self.total.value


@register("keras.metrics.MeanMetricWrapper")
class MeanMetricWrapper(Mean):
    """The mean of a function (y_true, y_pred, **options) -> (batch, …)."""

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(name or fn.__name__, dtype)
        self.fn, self._options = fn, kwargs

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch."""
        y_true, y_pred = losses.loss.same_rank(
            ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
        )
        super().update_state(self.fn(y_true, y_pred, **self._options), sample_weight)

    def get_config(self) -> dict[str, Any]:
        """The function's name and options."""
        return {
            "name": self.name,
            "dtype": self.dtype,
            "fn": serialize(self.fn),
            **serialize(self._options),
        }
