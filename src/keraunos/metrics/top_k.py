"""Accuracies that let the label be anywhere among the k largest outputs."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.metrics.accuracy import as_rate
from keraunos.metrics.mean import MeanMetricWrapper


def _among_best(numbers: Any, y_pred: Any, k: int) -> Any:
    return as_rate(ops.in_top_k(ops.cast(numbers, "int32"), y_pred, min(k, y_pred.shape[-1])))


@register("keras.metrics.top_k_categorical_accuracy")
def top_k_categorical_accuracy(y_true: Array, y_pred: Array, k: int = 5) -> Array:
    """1 where the one-hot label's output is among the k largest; a tie counts as in.

    Shapes: y_true, y_pred (batch, ..., classes) -> (batch, ...).
    """
    return _among_best(ops.argmax(y_true, axis=-1), ops.convert_to_tensor(y_pred), k)


@register("keras.metrics.sparse_top_k_categorical_accuracy")
def sparse_top_k_categorical_accuracy(
    y_true: Array, y_pred: Array, k: int = 5, from_sorted_ids: bool = False
) -> Array:
    """1 where the label's output is among the k largest; a tie counts as in.

    Args:
        y_true: class numbers. y_pred: an output a class, or class numbers from the best down.
        k: how many count, an int >= 1. from_sorted_ids: whether y_pred holds class numbers.
    Shapes: y_true (batch, ...) or (batch, ..., 1), y_pred (batch, ..., classes) -> as y_true.
    Example:
        >>> sparse_top_k_categorical_accuracy([2], [[0.5, 0.3, 0.2]], k=2).tolist()
        [0.0]
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    shape = y_true.shape
    if len(shape) == len(y_pred.shape) and shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    if from_sorted_ids:
        best = ops.equal(ops.expand_dims(y_true, -1), y_pred[..., :k])
        return ops.reshape(as_rate(ops.any(best, axis=-1)), shape)
    return ops.reshape(_among_best(y_true, y_pred, k), shape)


@register("keras.metrics.TopKCategoricalAccuracy")
class TopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the one-hot label's output is among the k largest.

    Args: k: an int >= 1. The rest as of Metric.
    """

    _direction = "up"

    def __init__(
        self, k: int = 5, name: str = "top_k_categorical_accuracy", dtype: Any = None
    ) -> None:
        super().__init__(top_k_categorical_accuracy, name, dtype, k=k)


@register("keras.metrics.SparseTopKCategoricalAccuracy")
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the label's output is among the k largest, labels as class numbers.

    Args: k: an int >= 1. from_sorted_ids: whether outputs are class numbers, best first. The rest as of
        Metric.
    """

    _direction = "up"
    _unsaid = (("from_sorted_ids", False),)

    def __init__(
        self, k: int = 5, name: str = "sparse_top_k_categorical_accuracy", dtype: Any = None,
        from_sorted_ids: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            sparse_top_k_categorical_accuracy, name, dtype, k=k, from_sorted_ids=from_sorted_ids
        )
