"""Metrics, constraints and callbacks that Keras 3 has no longer."""

from typing import Any

import numpy as np

from keraunos import metrics, ops
from keraunos.callbacks import Callback
from keraunos.constraints import Constraint
from keraunos.core import config
from keraunos.core.registry import register_keras_serializable
from keraunos.core.typing import Array

# --- functions of Keras 1 -----------------------------------------------------------------------


def _counts(y_true: Array, y_pred: Array) -> tuple[Array, Array, Array, Array]:
    """True positives, true negatives, false positives, false negatives of rounded numbers."""
    t, p = (ops.round(ops.clip(y, 0, 1)) for y in (y_true, y_pred))
    return ops.sum(t * p), ops.sum((1 - t) * (1 - p)), ops.sum((1 - t) * p), ops.sum(t * (1 - p))


def precision(y_true: Array, y_pred: Array) -> Array:
    """The share of what is predicted that is true, of one batch."""
    tp, _, fp, _ = _counts(y_true, y_pred)
    return tp / (tp + fp + config.epsilon())


def recall(y_true: Array, y_pred: Array) -> Array:
    """The share of what is true that is predicted, of one batch."""
    tp, _, _, fn = _counts(y_true, y_pred)
    return tp / (tp + fn + config.epsilon())


def fbeta_score(y_true: Array, y_pred: Array, beta: float = 1) -> Array:
    """The weighted harmonic mean of precision and recall, of one batch.

    Args: beta: how many times as much recall counts, a float >= 0.
    Raises: ValueError if it is below 0.
    """
    if beta < 0:
        raise ValueError(f"fbeta_score: `beta` must be >= 0; got {beta}.")
    p, r = precision(y_true, y_pred), recall(y_true, y_pred)
    return (1 + beta**2) * p * r / (beta**2 * p + r + config.epsilon())


def fmeasure(y_true: Array, y_pred: Array) -> Array:
    """The harmonic mean of precision and recall, of one batch."""
    return fbeta_score(y_true, y_pred, beta=1)


def matthews_correlation(y_true: Array, y_pred: Array) -> Array:
    """The correlation between what is true and what is predicted, of one batch."""
    tp, tn, fp, fn = _counts(y_true, y_pred)
    scale = ops.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return (tp * tn - fp * fn) / (scale + config.epsilon())


def clone_metric(metric: Any) -> Any:
    """A metric of the same config, at its start; a function as it is."""
    return type(metric).from_config(metric.get_config()) if _is_metric(metric) else metric


def clone_metrics(metrics: Any) -> Any:
    """The same for a list or a dict of metrics."""
    if isinstance(metrics, dict):
        return {name: clone_metric(m) for name, m in metrics.items()}
    return [clone_metric(m) for m in metrics]


def _is_metric(thing: Any) -> bool:
    return isinstance(thing, metrics.Metric)


# --- classes of Keras 2 -------------------------------------------------------------------------


class MeanRelativeError(metrics.Mean):
    """The mean of |y_true - y_pred| / normalizer; 0 where the normalizer is 0.

    Args: normalizer: numbers that broadcast to the predictions. name, dtype: as of Mean.
    """

    def __init__(self, normalizer: Any, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name or "mean_relative_error", dtype=dtype)
        self.normalizer = np.asarray(normalizer).tolist()

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Add a batch."""
        y_true, y_pred = (ops.cast(y, self.dtype) for y in (y_true, y_pred))
        error = ops.divide_no_nan(
            ops.abs(y_true - y_pred), ops.convert_to_tensor(self.normalizer, self.dtype)
        )
        super().update_state(error, sample_weight)


@register_keras_serializable("keraunos")
class RadialConstraint(Constraint):
    """Square kernels (n, n, channels, filters) whose values depend on the distance to the middle alone."""

    def __call__(self, w: Array) -> Array:
        """Each ring around the middle has the value on its upper-left diagonal."""
        size = w.shape[0]
        if len(w.shape) != 4 or size != w.shape[1]:
            raise ValueError(
                f"RadialConstraint: a kernel (n, n, channels, filters) is needed; got {w.shape}."
            )
        places = np.arange(size)
        edge = np.minimum(places, size - 1 - places)
        ring = np.minimum(edge[:, None], edge[None, :])
        return ops.take(ops.stack([w[i, i] for i in range((size + 1) // 2)]), ring, axis=0)


radial_constraint = RadialConstraint


class BaseLogger(Callback):
    """Took part in what the progress bar shows; here the run itself averages its metrics.

    Args: stateful_metrics: taken.
    """

    def __init__(self, stateful_metrics: Any = None) -> None:
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or ())
