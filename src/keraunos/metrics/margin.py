"""Hinges, watched."""

from typing import Any

from keraunos.core.registry import register
from keraunos.losses.margin import categorical_hinge, hinge, squared_hinge
from keraunos.metrics.mean import MeanMetricWrapper


@register("keras.metrics.Hinge")
class Hinge(MeanMetricWrapper):
    """The mean of `losses.hinge`. Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "hinge", dtype: Any = None) -> None:
        super().__init__(hinge, name, dtype)


@register("keras.metrics.SquaredHinge")
class SquaredHinge(MeanMetricWrapper):
    """The mean of `losses.squared_hinge`. Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "squared_hinge", dtype: Any = None) -> None:
        super().__init__(squared_hinge, name, dtype)


@register("keras.metrics.CategoricalHinge")
class CategoricalHinge(MeanMetricWrapper):
    """The mean of `losses.categorical_hinge`. Args as of Metric."""

    _direction = "down"

    def __init__(self, name: str = "categorical_hinge", dtype: Any = None) -> None:
        super().__init__(categorical_hinge, name, dtype)
