"""Correlations of targets and outputs."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.shapes import pair
from keraunos.metrics.mean import MeanMetricWrapper


def _centred(name: str, y_true: Any, y_pred: Any, axis: int) -> tuple[tuple[Any, Any], Any]:
    """Both less their means along the axis, and the difference of the means."""
    pairs = pair(name, y_true, y_pred)
    means = [ops.mean(y, axis=axis, keepdims=True) for y in pairs]
    return (pairs[0] - means[0], pairs[1] - means[1]), ops.squeeze(means[0] - means[1], axis)


@register("keras.metrics.pearson_correlation")
def pearson_correlation(y_true: Array, y_pred: Array, axis: int = -1) -> Array:
    """cov(y, p) / sqrt(var(y)·var(p)) along the axis, in [-1, 1]; NaN where one of them is constant.

    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...); axis 0 for a correlation over the batch.
    """
    (y_true, y_pred), _ = _centred("pearson_correlation", y_true, y_pred, axis)
    roots = ops.sqrt(ops.sum(ops.square(y_true), axis)) * ops.sqrt(
        ops.sum(ops.square(y_pred), axis)
    )
    return ops.sum(y_true * y_pred, axis=axis) / roots


@register("keras.metrics.concordance_correlation")
def concordance_correlation(y_true: Array, y_pred: Array, axis: int = -1) -> Array:
    """2·cov(y, p) / (var(y) + var(p) + (mean(y) - mean(p))²) along the axis, in [-1, 1].

    Shapes: as of `pearson_correlation`. Source: Lin 1989, doi:10.2307/2532051.
    """
    (y_true, y_pred), gap = _centred("concordance_correlation", y_true, y_pred, axis)
    spread = ops.mean(ops.square(y_true) + ops.square(y_pred), axis=axis) + ops.square(gap)
    return 2.0 * ops.mean(y_true * y_pred, axis=axis) / (spread + config.epsilon())


@register("keras.metrics.PearsonCorrelation")
class PearsonCorrelation(MeanMetricWrapper):
    """The mean over batches of `pearson_correlation`.

    Args: axis: along which values correlate; 0: the batch. The rest as of Metric.
    """

    _direction = "up"

    def __init__(
        self, name: str = "pearson_correlation", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(pearson_correlation, name, dtype, axis=axis)


@register("keras.metrics.ConcordanceCorrelation")
class ConcordanceCorrelation(MeanMetricWrapper):
    """The mean over batches of `concordance_correlation`.

    Args: axis: along which values correlate; 0: the batch. The rest as of Metric.
    """

    _direction = "up"

    def __init__(
        self, name: str = "concordance_correlation", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(concordance_correlation, name, dtype, axis=axis)
