"""Accuracies."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.metrics.mean import MeanMetricWrapper


@register("keras.metrics.binary_accuracy")
def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """How often y_true equals y_pred > threshold, over the last axis."""
    hit = ops.equal(
        ops.cast(y_true, y_pred.dtype.name),
        ops.cast(ops.greater(y_pred, threshold), y_pred.dtype.name),
    )
    return ops.mean(ops.cast(hit, "float32"), axis=-1)


@register("keras.metrics.categorical_accuracy")
def categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """How often the largest of y_true and y_pred stand at the same place."""
    return ops.cast(ops.equal(ops.argmax(y_true, axis=-1), ops.argmax(y_pred, axis=-1)), "float32")


@register("keras.metrics.sparse_categorical_accuracy")
def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """How often the largest of y_pred stands at the place y_true."""
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    return ops.cast(ops.equal(ops.cast(y_true, "int32"), ops.argmax(y_pred, axis=-1)), "float32")


def resolve_accuracy(name: str, y_shape: tuple, p_shape: tuple) -> Any:
    """The accuracy that fits these shapes."""
    if p_shape[-1] == 1 or len(p_shape) == 1:
        return MeanMetricWrapper(binary_accuracy, name=name)
    if len(y_shape) == len(p_shape) and y_shape[-1] != 1:
        return MeanMetricWrapper(categorical_accuracy, name=name)
    return MeanMetricWrapper(sparse_categorical_accuracy, name=name)
