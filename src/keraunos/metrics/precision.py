"""Precision, recall, and the bare counts of hits and misses."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register, serialize
from keraunos.metrics.confusion import NEVER, ConfusionMetric, check_thresholds

Thresholds = float | Sequence[float] | None


class _Counting(ConfusionMetric):
    """Keeps the thresholds as they were given, for the config."""

    _config_root = True

    def _begin(self, thresholds: Thresholds, default: float = 0.5, name: str | None = None) -> None:
        self._given = thresholds
        self._keep(check_thresholds(self.name, thresholds, default), name=name)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal metric."""
        return {**super().get_config(), "thresholds": serialize(self._given)}


class _Count(_Counting):
    """One of the four counts."""

    _config_root = True

    def __init__(
        self, thresholds: Thresholds = None, name: str | None = None, dtype: Any = None
    ) -> None:
        super().__init__(dtype, name)
        self._begin(thresholds, name="accumulator")

    def result(self) -> Any:
        """The count, or one for each of several thresholds."""
        return self._one_or_all(self._cells_now()[0])


class _Share(_Counting):
    """True positives as a share of what else the class counts."""

    _config_root = True
    _direction = "up"

    def __init__(
        self, thresholds: Thresholds = None, top_k: int | None = None, class_id: int | None = None,
        name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(dtype, name)
        self.top_k, self.class_id = top_k, class_id
        self._begin(thresholds, 0.5 if top_k is None else NEVER)

    def result(self) -> Any:
        """The share, or one for each of several thresholds; 0 before any batch."""
        true, other = self._cells_now()
        return self._one_or_all(ops.divide_no_nan(true, true + other))


@register("keras.metrics.TruePositives")
class TruePositives(_Count):
    """How many positives were found.

    Args: thresholds: outputs above are positive; one or several in [0, 1]; None: 0.5. The rest as of Metric.
    Raises: ValueError for other thresholds.
    """

    cells = ("true_positives",)


@register("keras.metrics.FalsePositives")
class FalsePositives(_Count):
    """How many negatives were taken for positives. Args as of TruePositives."""

    cells = ("false_positives",)


@register("keras.metrics.TrueNegatives")
class TrueNegatives(_Count):
    """How many negatives were left out. Args as of TruePositives."""

    cells = ("true_negatives",)


@register("keras.metrics.FalseNegatives")
class FalseNegatives(_Count):
    """How many positives were missed. Args as of TruePositives."""

    cells = ("false_negatives",)


@register("keras.metrics.Precision")
class Precision(_Share):
    """true positives / (true positives + false positives): how many of those found are right.

    Args:
        thresholds: outputs above are positive; one or several in [0, 1]; None: 0.5, or none with top_k.
        top_k: only the k largest outputs of a row can be positive. class_id: only this class counts.
        name, dtype: as of Metric.
    Raises: ValueError for other thresholds; ShapeError if there is no such class.
    Example:
        >>> float(Precision()([0, 1, 1], [0.9, 0.6, 0.2]))
        0.5
    """

    cells = ("true_positives", "false_positives")


@register("keras.metrics.Recall")
class Recall(_Share):
    """true positives / (true positives + false negatives): how many of the positives are found.

    Args and Raises as of Precision.
    """

    cells = ("true_positives", "false_negatives")
