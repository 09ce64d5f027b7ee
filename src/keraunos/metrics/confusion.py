"""Counts of true and false positives and negatives at thresholds; all metrics of this kind rest on them."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError, bad
from keraunos.losses.shapes import along, pair
from keraunos.metrics.metric import Metric

CELLS = ("true_positives", "false_positives", "true_negatives", "false_negatives")
NEVER = -1e10
"""Below every output; also what top_k makes of outputs that are not among the best."""


class ConfusionMetric(Metric):
    """A metric whose state is some of the four counts, each with one value a threshold.

    A subclass says which `cells` it keeps; `thresholds` is what `_keep` was given.
    """

    cells: tuple[str, ...] = CELLS
    top_k: int | None = None
    class_id: int | None = None

    def _keep(
        self, thresholds: Sequence[float], labels: int | None = None, name: str | None = None
    ) -> None:
        """Make the counts, (thresholds,) or (thresholds, labels); named like their cells, or `name`."""
        self.thresholds = list(thresholds)
        shape = (len(self.thresholds),) if labels is None else (len(self.thresholds), labels)
        self._counts = [self.add_variable(shape, "zeros", name=name or cell) for cell in self.cells]
        self.__dict__.update((variable.name, variable) for variable in self._counts)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch.

        Args: y_true: 0 or 1. y_pred: in [0, 1]. sample_weight: beside the first axes, or a scalar.
        """
        y_true, y_pred = pair(self.name, y_true, ops.cast(y_pred, self.dtype))
        weights = spread_weights(self.name, sample_weight, y_pred)
        if self.top_k is not None:
            y_pred = _best(y_pred, self.top_k)
        if self.class_id is not None:
            check_class(self.name, self.class_id, y_pred.shape[-1])
            y_true, y_pred, weights = (a[..., self.class_id] for a in (y_true, y_pred, weights))
        self._add(*(ops.reshape(a, (-1,)) for a in (y_true, y_pred, weights)))

    def _add(self, y_true: Any, y_pred: Any, weights: Any) -> None:
        found = counts(y_true, y_pred, weights, self.thresholds)
        for cell, variable in zip(self.cells, self._counts):
            variable.assign_add(found[cell])

    def _cells_now(self) -> list[Any]:
        return [variable.value for variable in self._counts]

    def _one_or_all(self, values: Any) -> Any:
        """A number for one threshold, a vector for several."""
        return values[0] if len(self.thresholds) == 1 else values


def counts(y_true: Any, y_pred: Any, weights: Any, thresholds: Sequence[float]) -> dict[str, Any]:
    """The weighted counts at each threshold; an output is positive above it.

    Thresholds that lie evenly in [0, 1] are counted by the interval an output falls into, which costs the
    same for any number of them.

    Shapes: y_true (not 0: positive), y_pred, weights (n,) or (n, labels) -> (thresholds,) or
        (thresholds, labels).
    """
    positive = ops.not_equal(y_true, 0)
    parts = [ops.where(positive, weights, 0.0), ops.where(positive, 0.0, weights)]
    if is_even(thresholds):
        at = _interval(y_pred, len(thresholds))
        above = [_above(at, part, len(thresholds)) for part in parts]
        below = [ops.sum(part, axis=0) - a for part, a in zip(parts, above)]
    else:
        cuts = ops.cast(thresholds, y_pred.dtype.name)
        over = ops.greater(y_pred, ops.reshape(cuts, (-1, *[1] * len(y_pred.shape))))
        above = [ops.sum(ops.where(over, part, 0.0), axis=1) for part in parts]
        below = [ops.sum(ops.where(over, 0.0, part), axis=1) for part in parts]
    return dict(zip(CELLS, (*above, *reversed(below))))


def is_even(thresholds: Sequence[float]) -> bool:
    """Whether there are at least three thresholds, and they are 0, 1/n, 2/n, …, 1 up to 1e-6."""
    last = len(thresholds) - 1
    return last > 1 and all(abs(t - i / last) <= 1e-6 for i, t in enumerate(thresholds))


def _interval(y_pred: Any, count: int) -> Any:
    """The number of the last threshold that an output is above; 0 for what is above none."""
    return ops.cast(ops.clip(ops.ceil(y_pred * (count - 1)) - 1, 0, count - 2), "int32")


def _above(at: Any, weights: Any, count: int) -> Any:
    """For each threshold the sum of the weights whose interval is its own or a higher one."""
    labels = at.shape[1] if len(at.shape) == 2 else 1
    column = ops.arange(labels, dtype="int32") if len(at.shape) == 2 else 0
    groups = ops.reshape(at * labels + column, (-1,))
    sums = ops.segment_sum(ops.reshape(weights, (-1,)), groups, count * labels)
    sums = ops.reshape(sums, (count, labels) if len(at.shape) == 2 else (count,))
    return ops.flip(ops.cumsum(ops.flip(sums, axis=0), axis=0), axis=0)


def spread_weights(owner: str, sample_weight: Any, y_pred: Any) -> Any:
    """A weight for each output; ones for None."""
    if sample_weight is None:
        return ops.ones_like(y_pred)
    weights = ops.cast(sample_weight, y_pred.dtype.name)
    weights = along(owner, "sample_weight", weights, tuple(y_pred.shape))
    return ops.broadcast_to(weights, y_pred.shape)


def check_class(owner: str, class_id: int, classes: int) -> None:
    """Refuse a class that the outputs do not have."""
    if not 0 <= class_id < classes:
        raise ShapeError(bad(owner, "class_id", f"in [0, {classes})", class_id, ""))


def check_thresholds(owner: str, thresholds: Any, default: float) -> list[float]:
    """The thresholds as a list: one, several, or the default for None.

    Raises: ValueError if there is none or one is outside of [0, 1].
    """
    if thresholds is None:
        return [default]
    many = list(thresholds) if isinstance(thresholds, (list, tuple)) else [thresholds]
    if not many or any(t is None or not 0 <= t <= 1 for t in many):
        raise ValueError(bad(owner, "thresholds", "in [0, 1], one or more", thresholds, ""))
    return many


def _best(y_pred: Any, k: int) -> Any:
    """The outputs, with NEVER in place of all but the k largest of the last axis."""
    places = ops.expand_dims(ops.top_k(y_pred, k)[1], -1)
    among = ops.any(ops.equal(places, ops.arange(y_pred.shape[-1])), axis=-2)
    return ops.where(among, y_pred, NEVER)
