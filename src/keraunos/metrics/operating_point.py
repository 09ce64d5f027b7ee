"""The best of one rate where another is good enough: sensitivity, specificity, precision, recall."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.metrics.confusion import ConfusionMetric


def _rate(right: Any, wrong: Any) -> Any:
    return ops.divide_no_nan(right, right + wrong)


class _OperatingPoint(ConfusionMetric):
    """The largest `best` among the thresholds where `bound` is at least a value.

    A subclass names the argument that holds the value, and the two rates by pairs of cells: the first over
    the sum of both.
    """

    _config_root = True
    _direction = "up"
    bound: tuple[str, str]
    best: tuple[str, str]

    def _begin(
        self, argument: str, value: float, num_thresholds: int, class_id: int | None
    ) -> None:
        owner = type(self).__name__
        if not 0 <= value <= 1:
            raise ValueError(bad(owner, argument, "in [0, 1]", value, ""))
        if num_thresholds <= 0:
            raise ValueError(bad(owner, "num_thresholds", "an int > 0", num_thresholds, ""))
        self._value, self.num_thresholds, self.class_id = value, num_thresholds, class_id
        last = num_thresholds - 1
        inner = [i / last for i in range(1, last)]
        self._keep([0.5] if num_thresholds == 1 else [0.0, *inner, 1.0])

    def result(self) -> Any:
        """The largest rate where the bound holds; 0 where it holds nowhere."""
        now = dict(zip(self.cells, self._cells_now()))
        bound, best = (_rate(*(now[cell] for cell in pair)) for pair in (self.bound, self.best))
        holds = ops.greater_equal(bound, self._value)
        return ops.max(ops.where(holds, best, 0.0))


_SENSITIVITY = ("true_positives", "false_negatives")
_SPECIFICITY = ("true_negatives", "false_positives")
_PRECISION = ("true_positives", "false_positives")


@register("keras.metrics.SensitivityAtSpecificity")
class SensitivityAtSpecificity(_OperatingPoint):
    """The best sensitivity (share of positives found) where specificity is at least a value.

    Args:
        specificity: share of negatives left out, in [0, 1].
        num_thresholds: how many thresholds lie evenly in [0, 1], an int > 0; 1: at 0.5.
        class_id: only this class counts. name, dtype: as of Metric.
    Raises: ValueError for other numbers.
    """

    bound, best = _SPECIFICITY, _SENSITIVITY

    def __init__(
        self, specificity: float, num_thresholds: int = 200, class_id: int | None = None,
        name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        self.specificity = specificity
        self._begin("specificity", specificity, num_thresholds, class_id)


@register("keras.metrics.SpecificityAtSensitivity")
class SpecificityAtSensitivity(_OperatingPoint):
    """The best specificity (share of negatives left out) where sensitivity is at least a value.

    Args: sensitivity: share of positives found, in [0, 1]. The rest as of SensitivityAtSpecificity.
    """

    bound, best = _SENSITIVITY, _SPECIFICITY

    def __init__(
        self, sensitivity: float, num_thresholds: int = 200, class_id: int | None = None,
        name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        self.sensitivity = sensitivity
        self._begin("sensitivity", sensitivity, num_thresholds, class_id)


@register("keras.metrics.PrecisionAtRecall")
class PrecisionAtRecall(_OperatingPoint):
    """The best precision where recall is at least a value.

    Args: recall: share of positives found, in [0, 1]. The rest as of SensitivityAtSpecificity.
    """

    bound, best = _SENSITIVITY, _PRECISION

    def __init__(
        self, recall: float, num_thresholds: int = 200, class_id: int | None = None,
        name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        self.recall = recall
        self._begin("recall", recall, num_thresholds, class_id)


@register("keras.metrics.RecallAtPrecision")
class RecallAtPrecision(_OperatingPoint):
    """The best recall where precision is at least a value.

    Args: precision: share of those found that are right, in [0, 1]. The rest as of
        SensitivityAtSpecificity.
    """

    bound, best = _PRECISION, _SENSITIVITY

    def __init__(
        self, precision: float, num_thresholds: int = 200, class_id: int | None = None,
        name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        self.precision = precision
        self._begin("precision", precision, num_thresholds, class_id)
