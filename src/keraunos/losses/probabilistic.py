"""Losses between distributions: Kullback-Leibler divergence and Poisson."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper


@register("keras.losses.kl_divergence", "keras.losses.kld", "keras.losses.KLD",
          "keras.metrics.kl_divergence")  # fmt: skip
def kl_divergence(y_true: Array, y_pred: Array) -> Array:
    """sum(y_true · log(y_true / y_pred)) over the last axis, both kept within [epsilon, 1].

    Shapes: y_true, y_pred (batch, ..., d) probabilities -> (batch, ...), in nats.
    """
    pairs = pair("kl_divergence", y_true, y_pred)
    y_true, y_pred = (ops.clip(y, config.epsilon(), 1.0) for y in pairs)
    return ops.sum(y_true * ops.log(y_true / y_pred), axis=-1)


@register("keras.losses.poisson", "keras.metrics.poisson")
def poisson(y_true: Array, y_pred: Array) -> Array:
    """mean(y_pred - y_true · log(y_pred)) over the last axis: counts y_true, their expectation y_pred > 0.

    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...).
    """
    y_true, y_pred = pair("poisson", y_true, y_pred)
    return ops.mean(y_pred - y_true * ops.log(y_pred + config.epsilon()), axis=-1)


@register("keras.losses.KLDivergence")
class KLDivergence(LossFunctionWrapper):
    """sum(y_true · log(y_true / y_pred)). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "kl_divergence", dtype: Any = None
    ) -> None:
        super().__init__(kl_divergence, reduction, name, dtype)


@register("keras.losses.Poisson")
class Poisson(LossFunctionWrapper):
    """mean(y_pred - y_true · log(y_pred)). Args as of Loss."""

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "poisson", dtype: Any = None
    ) -> None:
        super().__init__(poisson, reduction, name, dtype)
