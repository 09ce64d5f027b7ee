"""Losses of the difference between target and output: squares, absolute values, and what lies between."""

import math
from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper


@register("keras.losses.mean_squared_error", "keras.losses.mse", "keras.losses.MSE",
          "keras.metrics.mean_squared_error", "keras.metrics.mse", "keras.metrics.MSE")  # fmt: skip
def mean_squared_error(y_true: Array, y_pred: Array) -> Array:
    """mean((y_true - y_pred)²) over the last axis.

    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...), dtype of y_pred.
    Raises: ShapeError (a ValueError) if the shapes differ; (n,) beside (n, 1) is read as (n, 1).
    Example:
        >>> mean_squared_error(ops.zeros((1, 2)), ops.full((1, 2), 3.0)).tolist()
        [9.0]
    """
    y_true, y_pred = pair("mean_squared_error", y_true, y_pred)
    return ops.mean(ops.square(y_true - y_pred), axis=-1)


@register("keras.losses.mean_absolute_error", "keras.losses.mae", "keras.losses.MAE",
          "keras.metrics.mean_absolute_error", "keras.metrics.mae", "keras.metrics.MAE")  # fmt: skip
def mean_absolute_error(y_true: Array, y_pred: Array) -> Array:
    """mean(|y_true - y_pred|) over the last axis; shapes and errors as `mean_squared_error`."""
    y_true, y_pred = pair("mean_absolute_error", y_true, y_pred)
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)


@register("keras.losses.mean_absolute_percentage_error", "keras.losses.mape", "keras.losses.MAPE",
          "keras.metrics.mean_absolute_percentage_error", "keras.metrics.mape",
          "keras.metrics.MAPE")  # fmt: skip
def mean_absolute_percentage_error(y_true: Array, y_pred: Array) -> Array:
    """100 · mean(|y_true - y_pred| / max(|y_true|, epsilon)), in percent; shapes as `mean_squared_error`."""
    y_true, y_pred = pair("mean_absolute_percentage_error", y_true, y_pred)
    scale = ops.maximum(ops.abs(y_true), config.epsilon())
    return 100.0 * ops.mean(ops.abs((y_true - y_pred) / scale), axis=-1)


@register("keras.losses.mean_squared_logarithmic_error", "keras.losses.msle", "keras.losses.MSLE",
          "keras.metrics.mean_squared_logarithmic_error", "keras.metrics.msle",
          "keras.metrics.MSLE")  # fmt: skip
def mean_squared_logarithmic_error(y_true: Array, y_pred: Array) -> Array:
    """mean((log(1 + y_true) - log(1 + y_pred))²), values below epsilon read as epsilon."""
    pairs = pair("mean_squared_logarithmic_error", y_true, y_pred)
    log_true, log_pred = (ops.log(ops.maximum(y, config.epsilon()) + 1.0) for y in pairs)
    return ops.mean(ops.square(log_true - log_pred), axis=-1)


@register("keras.losses.huber", "keras.metrics.huber")
def huber(y_true: Array, y_pred: Array, delta: float = 1.0) -> Array:
    """Quadratic up to `delta`, linear beyond; mean over the last axis.

    e²/2 for |e| <= delta, else delta·|e| - delta²/2, with e = y_pred - y_true.

    Args: delta: turning point, in the units of `y_true`; float > 0.
    Shapes: as `mean_squared_error`.
    Example:
        >>> huber(ops.zeros((1, 2)), ops.ones((1, 2))).tolist()
        [0.5]
    Source: Huber 1964, doi:10.1214/aoms/1177703732.
    """
    y_true, y_pred = pair("huber", y_true, y_pred)
    size = ops.abs(y_pred - y_true)
    inside, outside = 0.5 * ops.square(size), delta * size - 0.5 * delta * delta
    return ops.mean(ops.where(size <= delta, inside, outside), axis=-1)


@register("keras.losses.log_cosh", "keras.metrics.log_cosh")
def log_cosh(y_true: Array, y_pred: Array) -> Array:
    """mean(log(cosh(y_pred - y_true))) over the last axis, without overflow."""
    y_true, y_pred = pair("log_cosh", y_true, y_pred)
    gap = y_pred - y_true
    return ops.mean(ops.logaddexp(gap, -gap) - math.log(2.0), axis=-1)


@register("keras.losses.MeanSquaredError")
class MeanSquaredError(LossFunctionWrapper):
    """mean((y_true - y_pred)²). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "mean_squared_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_squared_error, reduction, name, dtype)


@register("keras.losses.MeanAbsoluteError")
class MeanAbsoluteError(LossFunctionWrapper):
    """mean(|y_true - y_pred|). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "mean_absolute_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_absolute_error, reduction, name, dtype)


@register("keras.losses.MeanAbsolutePercentageError")
class MeanAbsolutePercentageError(LossFunctionWrapper):
    """100 · mean(|y_true - y_pred| / |y_true|), in percent. Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "mean_absolute_percentage_error",
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(mean_absolute_percentage_error, reduction, name, dtype)


@register("keras.losses.MeanSquaredLogarithmicError")
class MeanSquaredLogarithmicError(LossFunctionWrapper):
    """mean((log(1 + y_true) - log(1 + y_pred))²). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "mean_squared_logarithmic_error",
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(mean_squared_logarithmic_error, reduction, name, dtype)


@register("keras.losses.Huber")
class Huber(LossFunctionWrapper):
    """Quadratic up to `delta`, linear beyond.

    Args: delta: turning point, in the units of `y_true`; float > 0. The rest as of Loss.
    Differs: the config names a delta other than 1, so that it comes back; Keras' loses it.
    """

    _unsaid = (("delta", 1.0),)

    def __init__(
        self, delta: float = 1.0, reduction: Reduction = MEAN, name: str = "huber_loss",
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(huber, reduction, name, dtype, delta=delta)


@register("keras.losses.LogCosh")
class LogCosh(LossFunctionWrapper):
    """mean(log(cosh(y_pred - y_true))). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "log_cosh", dtype: Any = None
    ) -> None:
        super().__init__(log_cosh, reduction, name, dtype)
