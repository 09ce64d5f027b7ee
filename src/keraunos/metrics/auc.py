"""The area under a curve of confusion counts: ROC, precision-recall, or their gains."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register, serialize
from keraunos.losses.shapes import pair
from keraunos.metrics.confusion import ConfusionMetric, spread_weights

_CURVES = ("ROC", "PR", "PRGAIN")
_HEIGHTS = {
    "interpolation": lambda a, b: (a + b) / 2.0,
    "minoring": ops.minimum,
    "majoring": ops.maximum,
}


@register("keras.metrics.AUC")
class AUC(ConfusionMetric):
    """The area under a curve, summed over thresholds.

    Args:
        num_thresholds: how many thresholds lie evenly in [0, 1]; an int > 1.
        curve: "ROC" (true over false positive rate), "PR" (precision over recall) or "PRGAIN".
        summation_method: height between two points: "interpolation" (for PR that of the counts), "minoring"
            (the lower) or "majoring" (the higher).
        thresholds: instead of num_thresholds: numbers in [0, 1]; the ends are added.
        multi_label: whether each of the last axis' labels has an area of its own, which are averaged.
        num_labels: how many, so that the state is made at once. label_weights: of the average; without
            multi_label, of the labels' counts.
        from_logits: whether outputs are before a sigmoid.
        name, dtype: as of Metric.
    Shapes: y_true, y_pred of one shape; (batch, labels) with multi_label.
    Raises: ValueError for other words or numbers.
    Example:
        >>> float(AUC()([0, 0, 1, 1], [0.1, 0.4, 0.6, 0.9]))
        1.0
    Source: Davis & Goadrich 2006, doi:10.1145/1143844.1143874 (PR); Flach & Kull 2015 (gains).
    """

    _config_root = True
    _direction = "up"

    def __init__(
        self, num_thresholds: int = 200, curve: str = "ROC", summation_method: str = "interpolation",
        name: str | None = None, dtype: Any = None, thresholds: Sequence[float] | None = None,
        multi_label: bool = False, num_labels: int | None = None,
        label_weights: Sequence[float] | None = None, from_logits: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        for argument, value, known in (("curve", curve, _CURVES),
                                       ("summation_method", summation_method, tuple(_HEIGHTS))):  # fmt: skip
            if value not in known:
                raise ValueError(bad("AUC", argument, f"one of {known}", value, ""))
        if thresholds is None and num_thresholds <= 1:
            raise ValueError(bad("AUC", "num_thresholds", "an int > 1", num_thresholds, ""))
        if num_labels and not multi_label:
            fix = "Pass multi_label=True too, or leave it out."
            raise ValueError(bad("AUC", "num_labels", "None without multi_label", num_labels, fix))
        self.curve, self.summation_method = curve, summation_method
        self.multi_label, self.num_labels = multi_label, num_labels
        self.label_weights = None if label_weights is None else list(label_weights)
        self.from_logits = from_logits
        self._given = None if thresholds is None else sorted(float(t) for t in thresholds)
        last = num_thresholds - 1
        inner = [i / last for i in range(1, last)] if self._given is None else self._given
        self.num_thresholds = len(inner) + 2
        self._edges = [-config.epsilon(), *inner, 1.0 + config.epsilon()]
        self._makes_state_late = multi_label and not num_labels
        if not self._makes_state_late:
            self._keep(self._edges, num_labels or None)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch; y_true 0 or 1, y_pred in [0, 1], or any number for logits."""
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        weights = spread_weights(self.name, sample_weight, y_pred)
        y_pred = ops.sigmoid(y_pred) if self.from_logits else y_pred
        if self.multi_label:
            self._check_labels(tuple(y_pred.shape))
        else:
            if self.label_weights is not None:
                weights = weights * ops.cast(self.label_weights, self.dtype)
            y_true, y_pred, weights = (ops.reshape(a, (-1,)) for a in (y_true, y_pred, weights))
        self._add(y_true, y_pred, weights)

    def _check_labels(self, shape: tuple[int, ...]) -> None:
        if len(shape) != 2 or self.num_labels not in (None, shape[1]):
            raise ShapeError(
                f"AUC: with multi_label y_pred must be (batch, {self.num_labels or 'labels'}); got {shape}."
            )
        if not hasattr(self, "thresholds"):
            self._keep(self._edges, shape[1])

    def result(self) -> Any:
        """The area; with multi_label the (weighted) mean of the labels'."""
        if not hasattr(self, "thresholds"):
            return ops.zeros((), self.dtype)
        true_pos, false_pos, true_neg, false_neg = self._cells_now()
        if self.curve == "PR" and self.summation_method == "interpolation":
            area = self.interpolate_pr_auc()
        else:
            x, y = _points(self.curve, true_pos, false_pos, true_neg, false_neg)
            height = _HEIGHTS[self.summation_method](y[:-1], y[1:])
            area = ops.sum((x[:-1] - x[1:]) * height, axis=0)
        if not self.multi_label:
            return area
        if self.label_weights is None:
            return ops.mean(area)
        weights = ops.cast(self.label_weights, self.dtype)
        return ops.divide_no_nan(ops.sum(area * weights), ops.sum(weights))

    def interpolate_pr_auc(self) -> Any:
        """The area under precision over recall so far, one for each label if there are several."""
        true_pos, false_pos, _, false_neg = self._cells_now()
        return _interpolated_pr(true_pos, false_pos, false_neg)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal metric; thresholds only if they were given."""
        config = super().get_config()
        del config["thresholds"]
        return config if self._given is None else {**config, "thresholds": serialize(self._given)}

    def _argument(self, name: str) -> Any:
        return self._given if name == "thresholds" else super()._argument(name)


def _points(curve: str, true_pos: Any, false_pos: Any, true_neg: Any, false_neg: Any) -> Any:
    """The curve's points (x, y), one a threshold, x falling."""
    positive = true_pos + false_neg
    recall = ops.divide_no_nan(true_pos, positive)
    if curve == "ROC":
        return ops.divide_no_nan(false_pos, false_pos + true_neg), recall
    if curve == "PR":
        return recall, ops.divide_no_nan(true_pos, true_pos + false_pos)
    odds = ops.divide_no_nan(positive, false_pos + true_neg)
    recall_gain = ops.maximum(1.0 - odds * ops.divide_no_nan(false_neg, true_pos), 0.0)
    recall_gain = ops.where(ops.greater(true_pos, 0.0), recall_gain, 0.0)
    return recall_gain, 1.0 - odds * ops.divide_no_nan(false_pos, true_pos)


def _interpolated_pr(true_pos: Any, false_pos: Any, false_neg: Any) -> Any:
    """The area under precision over recall, where counts (not ratios) change linearly between thresholds.

    Between two points true positives t are a line over all positives p: t = i + s·p; the area is the integral
    of t/p over t, s·(Δt + i·log(p₁/p₂)) / positives.
    """
    found = true_pos + false_pos
    gained = true_pos[:-1] - true_pos[1:]
    slope = ops.divide_no_nan(gained, ops.maximum(found[:-1] - found[1:], 0.0))
    intercept = true_pos[1:] - slope * found[1:]
    both = ops.logical_and(ops.greater(found[:-1], 0.0), ops.greater(found[1:], 0.0))
    ratio = ops.where(both, ops.divide_no_nan(found[:-1], found[1:]), 1.0)
    ratio = ops.where(ops.greater(ratio, 0.0), ratio, 1.0)
    positive = ops.maximum(true_pos[1:] + false_neg[1:], 0.0)
    return ops.sum(
        ops.divide_no_nan(slope * (gained + intercept * ops.log(ratio)), positive), axis=0
    )
