"""Accuracies: how often outputs say what the targets say."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.shapes import pair
from keraunos.metrics.mean import MeanMetricWrapper
from keraunos.metrics.probabilistic import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)


def as_rate(hit: Any) -> Any:
    """Hits as 0 or 1 in floatx."""
    return ops.cast(hit, config.floatx())


def class_numbers(y_true: Any, y_pred: Any) -> Any:
    """Class numbers without an axis of 1 that y_pred does not have; int32."""
    y_true = ops.convert_to_tensor(y_true)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    return ops.cast(y_true, "int32")


def equal_values(y_true: Array, y_pred: Array) -> Array:
    """1 where y_true equals y_pred, element by element."""
    y_true, y_pred = pair("accuracy", y_true, y_pred)
    return as_rate(ops.equal(y_true, y_pred))


@register("keras.metrics.binary_accuracy")
def binary_accuracy(y_true: Array, y_pred: Array, threshold: float = 0.5) -> Array:
    """1 where y_true equals y_pred > threshold, element by element.

    Shapes: y_true, y_pred (batch, ..., d) -> the same.
    Example:
        >>> binary_accuracy([0.0, 1.0], [0.1, 0.2]).tolist()
        [1.0, 0.0]
    """
    y_true, y_pred = pair("binary_accuracy", y_true, y_pred)
    return as_rate(ops.equal(y_true, ops.cast(ops.greater(y_pred, threshold), y_true.dtype.name)))


@register("keras.metrics.categorical_accuracy")
def categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the largest of y_true and of y_pred stand at the same place.

    Shapes: y_true, y_pred (batch, ..., classes) -> (batch, ...).
    """
    label = ops.argmax(y_true, axis=-1)
    return as_rate(ops.equal(label, ops.argmax(y_pred, axis=-1)))


@register("keras.metrics.sparse_categorical_accuracy")
def sparse_categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the largest of y_pred stands at the place y_true.

    Shapes: y_true (batch, ...) or (batch, ..., 1), y_pred (batch, ..., classes) -> (batch, ...).
    """
    y_pred = ops.convert_to_tensor(y_pred)
    return as_rate(ops.equal(class_numbers(y_true, y_pred), ops.argmax(y_pred, axis=-1)))


@register("keras.metrics.Accuracy")
class Accuracy(MeanMetricWrapper):
    """How often y_true equals y_pred. Args as of Metric."""

    _direction = "up"

    def __init__(self, name: str = "accuracy", dtype: Any = None) -> None:
        super().__init__(equal_values, name, dtype)


@register("keras.metrics.BinaryAccuracy")
class BinaryAccuracy(MeanMetricWrapper):
    """How often y_true equals y_pred > threshold.

    Args: threshold: a probability. The rest as of Metric.
    """

    _direction = "up"

    def __init__(
        self, name: str = "binary_accuracy", dtype: Any = None, threshold: float = 0.5
    ) -> None:
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)


@register("keras.metrics.CategoricalAccuracy")
class CategoricalAccuracy(MeanMetricWrapper):
    """How often the largest output stands at the one-hot label's place. Args as of Metric."""

    _direction = "up"

    def __init__(self, name: str = "categorical_accuracy", dtype: Any = None) -> None:
        super().__init__(categorical_accuracy, name, dtype)


@register("keras.metrics.SparseCategoricalAccuracy")
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """How often the largest output stands at the place of the label's number. Args as of Metric."""

    _direction = "up"

    def __init__(self, name: str = "sparse_categorical_accuracy", dtype: Any = None) -> None:
        super().__init__(sparse_categorical_accuracy, name, dtype)


_BY_SHAPE = {
    "accuracy": (BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy),
    "crossentropy": (BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy),
}
_BY_SHAPE |= {"acc": _BY_SHAPE["accuracy"], "ce": _BY_SHAPE["crossentropy"]}


def resolve_accuracy(
    name: str, y_shape: tuple[int | None, ...], p_shape: tuple[int | None, ...]
) -> MeanMetricWrapper:
    """The accuracy or crossentropy that fits targets and outputs of these shapes.

    One output: binary; targets with fewer axes, or a last one of 1: class numbers; else one-hot.

    Args: name: "accuracy", "acc", "crossentropy" or "ce" in any case; the metric's name too.
    Example:
        >>> type(resolve_accuracy("acc", (None,), (None, 10))).__name__
        'SparseCategoricalAccuracy'
    """
    binary, one_hot, numbers = _BY_SHAPE[name.lower()]
    if len(p_shape) < 2 or p_shape[-1] == 1:
        return binary(name=name)
    return (numbers if len(y_shape) < len(p_shape) or y_shape[-1] == 1 else one_hot)(name=name)
