"""Differences between targets and outputs, watched."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.basic import (
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)
from keraunos.losses.shapes import pair
from keraunos.losses.similarity import cosine_similarity
from keraunos.metrics.mean import Mean, MeanMetricWrapper


@register("keras.metrics.MeanSquaredError")
class MeanSquaredError(MeanMetricWrapper):
    """mean((y_true - y_pred)²). Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "mean_squared_error", dtype: Any = None) -> None:
        super().__init__(mean_squared_error, name, dtype)


@register("keras.metrics.MeanAbsoluteError")
class MeanAbsoluteError(MeanMetricWrapper):
    """mean(|y_true - y_pred|). Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "mean_absolute_error", dtype: Any = None) -> None:
        super().__init__(mean_absolute_error, name, dtype)


@register("keras.metrics.MeanAbsolutePercentageError")
class MeanAbsolutePercentageError(MeanMetricWrapper):
    """100 · mean(|y_true - y_pred| / |y_true|), in percent. Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "mean_absolute_percentage_error", dtype: Any = None) -> None:
        super().__init__(mean_absolute_percentage_error, name, dtype)


@register("keras.metrics.MeanSquaredLogarithmicError")
class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """mean((log(1 + y_true) - log(1 + y_pred))²). Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "mean_squared_logarithmic_error", dtype: Any = None) -> None:
        super().__init__(mean_squared_logarithmic_error, name, dtype)


@register("keras.metrics.LogCoshError")
class LogCoshError(MeanMetricWrapper):
    """mean(log(cosh(y_pred - y_true))). Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "logcosh", dtype: Any = None) -> None:
        super().__init__(log_cosh, name, dtype)


@register("keras.metrics.RootMeanSquaredError")
class RootMeanSquaredError(Mean):
    """sqrt(mean((y_true - y_pred)²)), the root taken of the mean over all batches. Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "root_mean_squared_error", dtype: Any = None) -> None:
        super().__init__(name, dtype)

    def update_state(  # pyright: ignore[reportIncompatibleMethodOverride] (as in Keras)
        self, y_true: Any, y_pred: Any, sample_weight: Any = None
    ) -> None:
        """Add a batch of targets and outputs (batch, …)."""
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        super().update_state(ops.square(y_true - y_pred), sample_weight)

    def result(self) -> Any:
        """The root; 0 before any batch."""
        return ops.sqrt(super().result())


def cosine(y_true: Array, y_pred: Array, axis: int = -1) -> Array:
    """The cosine of the angle between y_true and y_pred: `losses.cosine_similarity` without its minus."""
    return -cosine_similarity(y_true, y_pred, axis)


@register("keras.metrics.CosineSimilarity")
class CosineSimilarity(MeanMetricWrapper):
    """The mean cosine of the angle between y_true and y_pred; 1 the same way, -1 opposite.

    Args: axis: along which the vectors lie. The rest as of Metric.
    """

    _direction = "up"
    _unsaid = (("axis", -1),)

    def __init__(self, name: str = "cosine_similarity", dtype: Any = None, axis: int = -1) -> None:
        super().__init__(cosine, name, dtype, axis=axis)
