"""From a value a sample, or an element, to one number: weights, masks, means."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.dtypes import standardize_dtype
from keraunos.losses.shapes import along

MEAN = "sum_over_batch_size"
"""The default: the sum divided by the number of values."""

MEANS = (MEAN, "mean", "mean_with_sample_weight")
REDUCTIONS = (*MEANS, "sum", "none", None)

Reduction = str | None


def masked(weights: Any, mask: Any, reduction: Reduction) -> Any:
    """The weights (None: ones) with zeros where the mask is False.

    Under a mean over all values they grow by count / kept, so that it becomes a mean over what is kept.
    """
    kept = mask
    if reduction in (MEAN, "mean"):
        share = ops.mean(mask)
        kept = mask / ops.maximum(share, config.epsilon() / _count(mask.shape))
    return kept if weights is None else weights * kept


def reduced(values: Any, sample_weight: Any, mask: Any, reduction: Reduction) -> Any:
    """The values times their weights, reduced.

    Args:
        values: (batch, …). sample_weight: beside the first axes of the values, or a scalar.
        mask: as the weights, true where a value counts. reduction: one of REDUCTIONS.
    Raises: ShapeError (a ValueError) if weights or mask do not fit the values.
    """
    dtype, shape = standardize_dtype(values.dtype), tuple(values.shape)
    weights = None
    if sample_weight is not None:
        weights = along("loss", "sample_weight", ops.cast(sample_weight, dtype), shape)
    if mask is not None:
        weights = masked(weights, along("loss", "mask", ops.cast(mask, dtype), shape), reduction)
    if weights is not None:
        values = values * weights
    shape = tuple(values.shape)
    if reduction in ("none", None) or not shape:
        return values
    total = ops.sum(values)
    if reduction == "mean_with_sample_weight" and weights is not None:
        return ops.divide_no_nan(total, ops.sum(weights))
    if reduction == "sum":
        return total
    return ops.mean(values) if None in shape else total / max(1, _count(shape))


def _count(shape: Any) -> int:
    count = 1
    for size in shape:
        count *= size or 1
    return count
