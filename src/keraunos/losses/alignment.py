"""Connectionist temporal classification: labels in order, without saying when."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.wrapper import LossFunctionWrapper


@register("keras.losses.ctc")
def ctc(y_true: Array, y_pred: Array) -> Array:
    """-log of the probability that the frames spell the labels, in nats.

    Args:
        y_true: class numbers from 1, padded at the end with 0, which is the blank.
        y_pred: logits of the classes, the blank first; every frame counts.
    Shapes: y_true (batch, labels), y_pred (batch, frames, classes) -> (batch,).
    Raises: ShapeError (a ValueError) for other ranks or batch sizes.
    Source: Graves et al. 2006, doi:10.1145/1143844.1143891.
    """
    y_true, y_pred = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    t, p = tuple(y_true.shape), tuple(y_pred.shape)
    if len(t) != 2 or len(p) != 3 or (t[0] != p[0] and None not in (t[0], p[0])):
        raise ShapeError(
            f"ctc: expects y_true (batch, labels) and y_pred (batch, frames, classes); got {t} and "
            f"{p}. Pad the labels with 0 to one length."
        )
    labels = ops.cast(y_true, "int32")
    label_length = ops.sum(ops.cast(ops.not_equal(labels, 0), "int32"), axis=-1)
    frames = ops.full_like(label_length, p[1])
    return ops.ctc_loss(labels, y_pred, label_length, frames, mask_index=0)


@register("keras.losses.CTC")
class CTC(LossFunctionWrapper):
    """-log of the probability that the frames spell the labels; labels and logits as of `ctc`.

    Args as of Loss.
    """

    def __init__(self, reduction: Reduction = MEAN, name: str = "ctc", dtype: Any = None) -> None:
        super().__init__(ctc, reduction, name, dtype)
