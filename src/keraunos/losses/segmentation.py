"""Overlap losses of segmentation: Dice and Tversky."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper

Axes = int | Sequence[int] | None


def _axes(axis: Axes) -> int | tuple[int, ...] | None:
    return axis if axis is None or isinstance(axis, int) else tuple(axis)


@register("keras.losses.dice")
def dice(y_true: Array, y_pred: Array, axis: Axes = None) -> Array:
    """1 - 2·sum(y·p) / (sum(y) + sum(p)), sums over the axes; 1 where both sums are 0.

    Args: axis: axes that are summed; None: all, with the batch.
    Shapes: y_true, y_pred of one shape -> what is left of it.
    Source: Sudre et al. 2017, arXiv:1707.03237.
    """
    y_true, y_pred = pair("dice", y_true, y_pred)
    over = _axes(axis)
    shared = ops.sum(y_true * y_pred, axis=over)
    whole = ops.sum(y_true, axis=over) + ops.sum(y_pred, axis=over)
    return 1.0 - 2.0 * shared / (whole + config.epsilon())


@register("keras.losses.tversky")
def tversky(
    y_true: Array, y_pred: Array, alpha: float = 0.5, beta: float = 0.5, axis: Axes = None
) -> Array:
    """1 - t / (t + alpha·m + beta·f): t true, m missed, f false, each a sum of products over the axes.

    Args: alpha, beta: weights of missed and of false ones, >= 0; 1/2 both: Dice. axis: as of `dice`.
    Shapes: as of `dice`.
    Source: Salehi et al. 2017, arXiv:1706.05721, with alpha and beta the other way round, as in Keras.
    """
    y_true, y_pred = pair("tversky", y_true, y_pred)
    over = _axes(axis)
    shared = ops.sum(y_true * y_pred, axis=over)
    false = ops.sum((1.0 - y_true) * y_pred, axis=over)
    missed = ops.sum(y_true * (1.0 - y_pred), axis=over)
    whole = shared + alpha * missed + beta * false
    return 1.0 - shared / (whole + config.epsilon())


@register("keras.losses.Dice")
class Dice(LossFunctionWrapper):
    """1 - 2·sum(y·p) / (sum(y) + sum(p)).

    Args: axis: as of `dice`. The rest as of Loss.
    """

    def __init__(
        self, reduction: Reduction = MEAN, name: str = "dice", axis: Axes = None, dtype: Any = None
    ) -> None:
        super().__init__(dice, reduction, name, dtype, axis=axis)


@register("keras.losses.Tversky")
class Tversky(LossFunctionWrapper):
    """1 - t / (t + alpha·m + beta·f).

    Args: alpha, beta, axis: as of `tversky`. The rest as of Loss.
    """

    def __init__(
        self, alpha: float = 0.5, beta: float = 0.5, reduction: Reduction = MEAN,
        name: str = "tversky", axis: Axes = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(tversky, reduction, name, dtype, alpha=alpha, beta=beta, axis=axis)
