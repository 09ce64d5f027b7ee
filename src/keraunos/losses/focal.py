"""Crossentropies that weigh samples by how well they are known: focal and generalized."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.crossentropy import smooth
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper


@register("keras.losses.binary_focal_crossentropy", "keras.metrics.binary_focal_crossentropy")
def binary_focal_crossentropy(
    y_true: Array, y_pred: Array, apply_class_balancing: bool = False, alpha: float = 0.25,
    gamma: float = 2.0, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1,
) -> Array:  # fmt: skip
    """Binary crossentropy times (1 - q)^gamma, q the probability given to the truth; mean along the axis.

    Args:
        apply_class_balancing: whether class 1 weighs alpha and class 0 weighs 1 - alpha.
        alpha: in [0, 1]. gamma: how much less known samples weigh; float >= 0.
        from_logits, label_smoothing: as of `binary_crossentropy`.
    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...).
    Source: Lin et al. 2018, arXiv:1708.02002.
    """
    y_true, y_pred = pair("binary_focal_crossentropy", y_true, y_pred)
    y_true = smooth(y_true, label_smoothing, 2)
    y_pred = ops.sigmoid(y_pred) if from_logits else y_pred
    entropy = ops.binary_crossentropy(y_true, y_pred)
    known = y_true * y_pred + (1.0 - y_true) * (1.0 - y_pred)
    values = ops.power(1.0 - known, gamma) * entropy
    if apply_class_balancing:
        values = values * (y_true * alpha + (1.0 - y_true) * (1.0 - alpha))
    return ops.mean(values, axis=axis)


@register("keras.losses.categorical_focal_crossentropy",
          "keras.metrics.categorical_focal_crossentropy")  # fmt: skip
def categorical_focal_crossentropy(
    y_true: Array, y_pred: Array, alpha: float = 0.25, gamma: float = 2.0,
    from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1,
) -> Array:  # fmt: skip
    """-sum(alpha · (1 - p)^gamma · y·log(p)) along the axis.

    Args:
        alpha: weight of all classes, or one for each. gamma: how much less known samples weigh; float >= 0.
        from_logits, label_smoothing: as of `categorical_crossentropy`.
    Shapes: y_true, y_pred (batch, ..., classes) -> (batch, ...).
    Source: Lin et al. 2018, arXiv:1708.02002.
    """
    y_true, y_pred = pair("categorical_focal_crossentropy", y_true, y_pred)
    y_true = smooth(y_true, label_smoothing, y_true.shape[axis])
    y_pred = ops.softmax(y_pred, axis=axis) if from_logits else y_pred
    y_pred = y_pred / ops.sum(y_pred, axis=axis, keepdims=True)
    y_pred = ops.clip(y_pred, config.epsilon(), 1.0 - config.epsilon())
    weight = ops.multiply(ops.power(1.0 - y_pred, gamma), alpha)
    return ops.sum(-weight * y_true * ops.log(y_pred), axis=axis)


@register("keras.losses.categorical_generalized_cross_entropy")
def categorical_generalized_cross_entropy(y_true: Array, y_pred: Array, q: float) -> Array:
    """(1 - p^q) / q, p the probability given to the label: from crossentropy (q to 0) to 1 - p (q to 1).

    Args: y_true: class numbers from 0. y_pred: probabilities. q: in (0, 1).
    Shapes: y_true (batch, ...) or (batch, ..., 1), y_pred (batch, ..., classes) -> (batch, ...).
    Raises: ValueError if q is outside of (0, 1).
    Source: Zhang & Sabuncu 2018, arXiv:1805.07836.
    """
    y_pred, y_true = ops.convert_to_tensor(y_pred), ops.cast(y_true, "int32")
    if not 0 < q < 1:
        raise ValueError(bad("categorical_generalized_cross_entropy", "q", "in (0, 1)", q, ""))
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    p = ops.squeeze(ops.take_along_axis(y_pred, ops.expand_dims(y_true, -1), axis=-1), -1)
    return (1.0 - ops.power(p, q)) / q


@register("keras.losses.BinaryFocalCrossentropy")
class BinaryFocalCrossentropy(LossFunctionWrapper):
    """Binary crossentropy that weighs known samples less.

    Args: as of `binary_focal_crossentropy`. The rest as of Loss.
    """

    def __init__(
        self, apply_class_balancing: bool = False, alpha: float = 0.25, gamma: float = 2.0,
        from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1,
        reduction: Reduction = MEAN, name: str = "binary_focal_crossentropy", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            binary_focal_crossentropy, reduction, name, dtype,
            apply_class_balancing=apply_class_balancing, alpha=alpha, gamma=gamma,
            from_logits=from_logits, label_smoothing=label_smoothing, axis=axis,
        )  # fmt: skip


@register("keras.losses.CategoricalFocalCrossentropy")
class CategoricalFocalCrossentropy(LossFunctionWrapper):
    """Categorical crossentropy that weighs known samples less.

    Args: as of `categorical_focal_crossentropy`. The rest as of Loss.
    """

    def __init__(
        self, alpha: float = 0.25, gamma: float = 2.0, from_logits: bool = False,
        label_smoothing: float = 0.0, axis: int = -1, reduction: Reduction = MEAN,
        name: str = "categorical_focal_crossentropy", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            categorical_focal_crossentropy, reduction, name, dtype, alpha=alpha, gamma=gamma,
            from_logits=from_logits, label_smoothing=label_smoothing, axis=axis,
        )  # fmt: skip


@register("keras.losses.CategoricalGeneralizedCrossEntropy")
class CategoricalGeneralizedCrossEntropy(LossFunctionWrapper):
    """Between crossentropy and mean absolute error, for labels that are partly wrong.

    Args: q: in (0, 1). The rest as of Loss.
    Raises: ValueError if q is outside of (0, 1).
    """

    def __init__(
        self, q: float = 0.5, reduction: Reduction = MEAN,
        name: str = "categorical_generalized_cross_entropy", dtype: Any = None,
    ) -> None:  # fmt: skip
        if not 0 < q < 1:
            raise ValueError(bad("CategoricalGeneralizedCrossEntropy", "q", "in (0, 1)", q, ""))
        super().__init__(categorical_generalized_cross_entropy, reduction, name, dtype, q=q)
