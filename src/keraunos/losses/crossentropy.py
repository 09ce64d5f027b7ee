"""Crossentropies between classes, binary or many, one-hot or numbered."""

import warnings
from typing import Any

from keraunos import ops
from keraunos.core import masks
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper


def smooth(y_true: Any, label_smoothing: float, classes: int) -> Any:
    """Targets drawn towards 1/classes: (1 - s)·y + s/classes."""
    return (
        y_true * (1.0 - label_smoothing) + label_smoothing / classes if label_smoothing else y_true
    )


@register("keras.losses.binary_crossentropy", "keras.losses.bce", "keras.losses.BCE",
          "keras.metrics.binary_crossentropy", "keras.metrics.bce", "keras.metrics.BCE")  # fmt: skip
def binary_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:  # fmt: skip
    """mean(-y·log(p) - (1 - y)·log(1 - p)) along the axis.

    Args:
        y_true: 0 or 1, or between. y_pred: probabilities, or logits.
        from_logits: whether y_pred is before the sigmoid.
        label_smoothing: in [0, 1]: how far targets are drawn towards 1/2.
    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...).
    Example:
        >>> round(binary_crossentropy(ops.ones((1, 2)), ops.full((1, 2), 0.5)).item(), 4)
        0.6931
    """
    y_true, y_pred = pair("binary_crossentropy", y_true, y_pred)
    y_true = smooth(y_true, label_smoothing, 2)
    return ops.mean(ops.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=axis)


@register("keras.losses.categorical_crossentropy", "keras.metrics.categorical_crossentropy")
def categorical_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:  # fmt: skip
    """-sum(y_true · log(y_pred)) along the axis.

    Args:
        y_true: one-hot rows, or probabilities. y_pred: probabilities, or logits.
        from_logits: whether y_pred is before the softmax.
        label_smoothing: in [0, 1]: how far targets are drawn towards 1/classes.
    Shapes: y_true, y_pred (batch, ..., classes) -> (batch, ...).
    Raises: ShapeError (a ValueError) if the shapes differ. Warns if there is one class only.
    Example:
        >>> round(categorical_crossentropy(ops.eye(2), ops.full((2, 2), 0.5))[0].item(), 4)
        0.6931
    """
    y_true, y_pred = pair("categorical_crossentropy", y_true, y_pred)
    classes = y_true.shape[axis]
    if classes == 1:
        warnings.warn(
            f"categorical_crossentropy: y_pred of shape {tuple(y_pred.shape)} has one class, for which "
            "the loss is always 0. For two classes with one output use binary_crossentropy.",
            SyntaxWarning,
            stacklevel=2,
        )
    y_true = smooth(y_true, label_smoothing, classes)
    return ops.categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)


@register("keras.losses.sparse_categorical_crossentropy",
          "keras.metrics.sparse_categorical_crossentropy")  # fmt: skip
def sparse_categorical_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, ignore_class: int | None = None,
    axis: int = -1,
) -> Array:  # fmt: skip
    """-log(y_pred[label]) along the axis.

    Args:
        y_true: class numbers from 0. y_pred: probabilities, or logits.
        from_logits: whether y_pred is before the softmax.
        ignore_class: a number whose rows count for nothing; they are masked out of the mean.
    Shapes: y_true (batch, ...) or (batch, ..., 1), y_pred (batch, ..., classes) -> (batch, ...).
    Raises: ShapeError (a ValueError) if the shapes do not fit.
    Example:
        >>> round(sparse_categorical_crossentropy([1], [[0.5, 0.5]]).item(), 4)
        0.6931
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    place = axis % len(y_pred.shape)
    expected = (*y_pred.shape[:place], *y_pred.shape[place + 1 :])
    if len(y_true.shape) != len(expected) or any(
        a != b and None not in (a, b) for a, b in zip(y_true.shape, expected)
    ):
        raise ShapeError(
            f"sparse_categorical_crossentropy: for y_pred of shape {tuple(y_pred.shape)} y_true must be "
            f"class numbers of shape {expected}; got {tuple(y_true.shape)}. For one-hot rows use "
            "categorical_crossentropy."
        )
    if ignore_class is None:
        return ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis)
    kept = ops.not_equal(y_true, ops.cast(ignore_class, standardize_dtype(y_true.dtype)))
    y_true = ops.where(kept, y_true, ops.zeros_like(y_true))
    values = ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis)
    values = ops.where(kept, values, ops.zeros_like(values))
    masks.set_mask(values, kept)
    return values


@register("keras.losses.BinaryCrossentropy")
class BinaryCrossentropy(LossFunctionWrapper):
    """mean(-y·log(p) - (1 - y)·log(1 - p)).

    Args: from_logits, label_smoothing, axis: as of `binary_crossentropy`. The rest as of Loss.
    """

    def __init__(
        self, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1,
        reduction: Reduction = MEAN, name: str = "binary_crossentropy", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            binary_crossentropy, reduction, name, dtype,
            from_logits=from_logits, label_smoothing=label_smoothing, axis=axis,
        )  # fmt: skip


@register("keras.losses.CategoricalCrossentropy")
class CategoricalCrossentropy(LossFunctionWrapper):
    """-sum(y_true · log(y_pred)), y_true one-hot.

    Args: from_logits, label_smoothing, axis: as of `categorical_crossentropy`. The rest as of Loss.
    """

    def __init__(
        self, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1,
        reduction: Reduction = MEAN, name: str = "categorical_crossentropy", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            categorical_crossentropy, reduction, name, dtype,
            from_logits=from_logits, label_smoothing=label_smoothing, axis=axis,
        )  # fmt: skip


@register("keras.losses.SparseCategoricalCrossentropy")
class SparseCategoricalCrossentropy(LossFunctionWrapper):
    """-log(y_pred[label]), labels as class numbers.

    Args:
        from_logits, ignore_class, axis: as of `sparse_categorical_crossentropy`. The rest as of Loss.
    Differs: the config names an axis other than -1, so that it comes back; Keras' loses it.
    """

    _unsaid = (("axis", -1),)

    def __init__(
        self, from_logits: bool = False, ignore_class: int | None = None, reduction: Reduction = MEAN,
        axis: int = -1, name: str = "sparse_categorical_crossentropy", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            sparse_categorical_crossentropy, reduction, name, dtype,
            from_logits=from_logits, ignore_class=ignore_class, axis=axis,
        )  # fmt: skip
