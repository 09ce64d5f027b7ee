"""Losses of directions: cosine similarity, and circle loss over a batch of embeddings."""

from typing import Any

from keraunos import ops
from keraunos.core import masks
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import pair
from keraunos.losses.wrapper import LossFunctionWrapper


def unit(x: Any, axis: int | tuple[int, ...] = -1) -> Any:
    """x over its Euclidean length along the axis; a vector of zeros stays, and passes no gradient."""
    square = ops.sum(ops.square(x), axis=axis, keepdims=True)
    known = ops.greater(square, 1e-24)
    return x * ops.where(known, ops.rsqrt(ops.where(known, square, 1.0)), 0.0)


@register("keras.losses.cosine_similarity")
def cosine_similarity(y_true: Array, y_pred: Array, axis: int = -1) -> Array:
    """-cos of the angle between y_true and y_pred along the axis; -1 the same way, 1 opposite.

    Shapes: y_true, y_pred (batch, ..., d) -> (batch, ...), dtype of y_pred.
    Example:
        >>> cosine_similarity(ops.ones((1, 2)), ops.ones((1, 2))).round(5).tolist()
        [-1.0]
    """
    y_true, y_pred = pair("cosine_similarity", y_true, y_pred)
    return -ops.sum(unit(y_true, axis) * unit(y_pred, axis), axis=axis)


@register("keras.losses.circle")
def circle(
    y_true: Array, y_pred: Array, ref_labels: Array | None = None,
    ref_embeddings: Array | None = None, remove_diagonal: bool = True, gamma: float = 80,
    margin: float = 0.4,
) -> Array:  # fmt: skip
    """Draws embeddings of one class together and those of others apart, the more the farther they are off.

    log(1 + Σ_n exp(γ·a_n·(s_n - m)) · Σ_p exp(-γ·a_p·(s_p - 1 + m))), s the cosine similarities, at most
    1, to the other classes (n) and the own (p), a_n = max(s_n + m, 0), a_p = max(1 + m - s_p, 0).

    Args:
        y_true: class numbers (batch,) or (batch, 1). y_pred: embeddings (batch, d), of length 1.
        ref_labels, ref_embeddings: (m,) and (m, d) to compare with; None: the batch itself.
        remove_diagonal: whether an embedding is not compared with itself.
        gamma: the scale γ, float > 0. margin: m in [0, 1].
    Shapes: (batch,), 0 for a row that has no other of its class or none of another class, and masked.
    Raises: ShapeError (a ValueError) if labels and embeddings differ in number.
    Source: Sun et al. 2020, arXiv:2002.10857, weights a_n and a_p without gradient.
    """
    y_pred = ops.convert_to_tensor(y_pred)
    labels = ops.cast(ops.reshape(y_true, (-1,)), "int32")
    others = y_pred if ref_embeddings is None else ops.convert_to_tensor(ref_embeddings)
    names = labels if ref_labels is None else ops.cast(ops.reshape(ref_labels, (-1,)), "int32")
    if len(y_pred.shape) != 2 or len(labels) != len(y_pred) or len(names) != len(others):
        raise ShapeError(
            f"circle: expects embeddings (batch, d) and a class number for each; got "
            f"{tuple(y_pred.shape)} with {len(labels)} and {tuple(others.shape)} with {len(names)}."
        )
    same = ops.equal(ops.expand_dims(labels, 1), ops.expand_dims(names, 0))  # (batch, m)
    apart = ops.logical_not(same)
    if remove_diagonal:
        same = ops.logical_and(same, ops.logical_not(ops.eye(*same.shape, dtype="bool")))
    near = ops.minimum(ops.matmul(y_pred, ops.transpose(others)), 1.0)
    pull = ops.maximum(1.0 + margin - near, 0.0) * (near - 1.0 + margin)
    push = ops.maximum(near + margin, 0.0) * (near - margin)
    sums = _masked_logsumexp(-gamma * pull, same) + _masked_logsumexp(gamma * push, apart)
    counts = ops.logical_and(ops.any(same, axis=1), ops.any(apart, axis=1))
    values = ops.where(counts, ops.softplus(sums), 0.0)
    masks.set_mask(values, counts)
    return values


def _masked_logsumexp(x: Any, mask: Any) -> Any:
    """log(sum(exp(x))) along the last axis where the mask holds; a large negative number if nowhere."""
    return ops.logsumexp(ops.where(mask, x, -1e9), axis=-1)


@register("keras.losses.CosineSimilarity")
class CosineSimilarity(LossFunctionWrapper):
    """-cos of the angle between y_true and y_pred.

    Args: axis: along which the vectors lie. The rest as of Loss.
    Differs: the config names an axis other than -1, so that it comes back; Keras' loses it.
    """

    _unsaid = (("axis", -1),)

    def __init__(
        self, axis: int = -1, reduction: Reduction = MEAN, name: str = "cosine_similarity",
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(cosine_similarity, reduction, name, dtype, axis=axis)


@register("keras.losses.Circle")
class Circle(LossFunctionWrapper):
    """Draws embeddings of one class together and those of others apart.

    The mean leaves out the rows that have no other of their class or none of another.

    Args: gamma, margin, remove_diagonal: as of `circle`. The rest as of Loss.
    """

    def __init__(
        self, gamma: float = 80.0, margin: float = 0.4, remove_diagonal: bool = True,
        reduction: Reduction = MEAN, name: str = "circle", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            circle,
            reduction,
            name,
            dtype,
            gamma=gamma,
            margin=margin,
            remove_diagonal=remove_diagonal,
        )
