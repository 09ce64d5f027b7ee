"""Which shapes of targets, outputs, weights and masks belong together."""

from typing import Any

from keraunos import ops
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import ShapeError


def same_rank(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """(n,) beside (n, 1) becomes (n, 1); of longer shapes the one with a last axis of 1 loses it."""
    t, p = len(y_true.shape), len(y_pred.shape)
    if t == p + 1 and y_true.shape[-1] == 1:
        p_pred = ops.expand_dims(y_pred, -1) if p == 1 else y_pred
        return (y_true if p == 1 else ops.squeeze(y_true, -1)), p_pred
    if p == t + 1 and y_pred.shape[-1] == 1:
        p_true = ops.expand_dims(y_true, -1) if t == 1 else y_true
        return p_true, (y_pred if t == 1 else ops.squeeze(y_pred, -1))
    return y_true, y_pred


def check_same(name: str, y_true: Any, y_pred: Any) -> None:
    """Refuse shapes that would broadcast to something nobody asked for; 1 stretches but on the last axis.

    Raises: ShapeError (a ValueError) with both shapes.
    """
    t, p = tuple(y_true.shape), tuple(y_pred.shape)
    stretch = len(t) == len(p) and all(_fits(a, b, 1) for a, b in zip(t[:-1], p[:-1]))
    if not stretch or (t and not _fits(t[-1], p[-1], None)):
        raise ShapeError(
            f"{name}: y_true and y_pred must have the same shape; got {t} and {p}. Reshape y_true, or "
            "change the last layer's size."
        )


def _fits(a: int | None, b: int | None, free: int | None) -> bool:
    return a == b or None in (a, b) or (free is not None and free in (a, b))


def pair(name: str, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Both as arrays of y_pred's dtype and of one rank; ShapeError if they do not fit."""
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.cast(ops.convert_to_tensor(y_true), standardize_dtype(y_pred.dtype))
    y_true, y_pred = same_rank(y_true, y_pred)
    check_same(name, y_true, y_pred)
    return y_true, y_pred


def along(owner: str, argument: str, weights: Any, shape: tuple[Any, ...]) -> Any:
    """Weights that stand beside the first axes of `shape`, with an axis of 1 for each further one.

    Raises: ShapeError (a ValueError) if they do not fit.
    """
    rank, given = len(shape), tuple(weights.shape)
    if rank == 0:  # one value for the whole batch counts once for each weight
        return weights
    if len(given) == rank + 1 and given[-1] == 1:
        weights = ops.squeeze(weights, -1)
    elif 0 < len(given) < rank:
        weights = ops.reshape(weights, (*given, *[1] * (rank - len(given))))
    now = tuple(weights.shape)
    fits = all(w in (1, None) or s in (w, None) for w, s in zip(now, shape))
    if len(now) > rank or not fits:
        raise ShapeError(
            f"{owner}: `{argument}` must have the first axes of {shape}; got {given}. Give one weight a "
            "sample, shape (batch,), or one an element."
        )
    return weights
