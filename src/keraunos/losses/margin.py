"""Hinge losses: nothing to gain beyond a margin of 1."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper


def _signs(y_true: Any) -> Any:
    """Labels -1 and 1 as they are; if all are 0 or 1, they become -1 and 1."""
    binary = ops.all(ops.logical_or(ops.equal(y_true, 0), ops.equal(y_true, 1)))
    return ops.where(binary, 2.0 * y_true - 1.0, y_true)


def _gap(name: str, y_true: Any, y_pred: Any) -> Any:
    y_true, y_pred = pair(name, y_true, y_pred)
    return ops.maximum(1.0 - _signs(y_true) * y_pred, 0.0)


@register("keras.losses.hinge", "keras.metrics.hinge")
def hinge(y_true: Array, y_pred: Array) -> Array:
    """mean(max(1 - y_true·y_pred, 0)) over the last axis.

    Args: y_true: -1 or 1; if all of them are 0 or 1, 0 is read as -1.
    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...).
    """
    return ops.mean(_gap("hinge", y_true, y_pred), axis=-1)


@register("keras.losses.squared_hinge", "keras.metrics.squared_hinge")
def squared_hinge(y_true: Array, y_pred: Array) -> Array:
    """mean(max(1 - y_true·y_pred, 0)²) over the last axis; args and shapes as of `hinge`."""
    return ops.mean(ops.square(_gap("squared_hinge", y_true, y_pred)), axis=-1)


@register("keras.losses.categorical_hinge", "keras.metrics.categorical_hinge")
def categorical_hinge(y_true: Array, y_pred: Array) -> Array:
    """max(neg - pos + 1, 0): pos = sum(y·p), neg = max((1 - y)·p) over the last axis, y one-hot.

    Shapes: y_true, y_pred (batch, ..., classes) -> (batch, ...).
    """
    y_true, y_pred = pair("categorical_hinge", y_true, y_pred)
    right = ops.sum(y_true * y_pred, axis=-1)
    wrong = ops.max((1.0 - y_true) * y_pred, axis=-1)
    return ops.maximum(wrong - right + 1.0, 0.0)


@register("keras.losses.Hinge")
class Hinge(LossFunctionWrapper):
    """mean(max(1 - y_true·y_pred, 0)). Args as of Loss."""

    def __init__(self, reduction: Reduction = MEAN, name: str = "hinge", dtype: Any = None) -> None:
        super().__init__(hinge, reduction, name, dtype)


@register("keras.losses.SquaredHinge")
class SquaredHinge(LossFunctionWrapper):
    """mean(max(1 - y_true·y_pred, 0)²). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "squared_hinge", dtype: Any = None
    ) -> None:
        super().__init__(squared_hinge, reduction, name, dtype)


@register("keras.losses.CategoricalHinge")
class CategoricalHinge(LossFunctionWrapper):
    """max(neg - pos + 1, 0), y_true one-hot. Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "categorical_hinge", dtype: Any = None
    ) -> None:
        super().__init__(categorical_hinge, reduction, name, dtype)
