"""Averages, sums, and the average of any function of targets and outputs."""

from collections.abc import Callable
from typing import Any, ClassVar

from keraunos import ops
from keraunos.core import masks
from keraunos.core.registry import register
from keraunos.losses.reduction import masked
from keraunos.losses.shapes import along, same_rank
from keraunos.losses.wrapper import FunctionWrapper
from keraunos.metrics.metric import Metric


def samplewise(
    values: Any, sample_weight: Any, reduce: Callable[..., Any] = ops.mean
) -> tuple[Any, Any]:
    """A weighted value a sample and its weight; None for no weights.

    Args:
        values: (batch, …). sample_weight: beside the first axes of the values, or a scalar.
        reduce: what makes one of a sample's values: ops.mean or ops.sum.
    Raises: ShapeError (a ValueError) if the weights do not fit.
    """
    if sample_weight is None:
        return _one_a_sample(values, reduce), None
    weights = ops.cast(sample_weight, values.dtype.name)
    if len(weights.shape) == 0:
        return reduce(values) * weights, weights
    weights = along("metric", "sample_weight", weights, tuple(values.shape))
    if len(values.shape):
        weights = ops.broadcast_to(weights, values.shape)
    return _one_a_sample(values * weights, reduce), _one_a_sample(weights, ops.mean)


def _one_a_sample(x: Any, reduce: Callable[..., Any]) -> Any:
    return reduce(x, axis=tuple(range(1, len(x.shape)))) if len(x.shape) > 1 else x


@register("keras.metrics.Mean")
class Mean(Metric):
    """The weighted mean of all values; a sample's values count together as one.

    Args as of Metric.
    Example:
        >>> mean = Mean()
        >>> mean.update_state([1.0, 5.0], sample_weight=[3.0, 1.0])
        >>> float(mean.result())
        2.0
    """

    def __init__(self, name: str | None = "mean", dtype: Any = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), "zeros", name="total")
        self.count = self.add_variable((), "zeros", name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add values (batch, …), with a weight a sample or a value."""
        values, weights = samplewise(ops.cast(values, self.dtype), sample_weight)
        self.total.assign_add(ops.sum(values))
        self.count.assign_add(float(values.size) if weights is None else ops.sum(weights))

    def result(self) -> Any:
        """The mean; 0 before any value."""
        return ops.divide_no_nan(self.total.value, self.count.value)


@register("keras.metrics.Sum")
class Sum(Metric):
    """The weighted sum of all values. Args as of Metric."""

    def __init__(self, name: str = "sum", dtype: Any = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), "zeros", name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add values (batch, …), with a weight a sample or a value."""
        values, _ = samplewise(ops.cast(values, self.dtype), sample_weight, ops.sum)
        self.total.assign_add(ops.sum(values))

    def result(self) -> Any:
        """The sum."""
        return self.total.value


@register("keras.metrics.MeanMetricWrapper")
class MeanMetricWrapper(FunctionWrapper, Mean):
    """The mean of a function (y_true, y_pred, **options) -> (batch, …).

    A mask that travels with y_pred counts as weights of 0 and 1.

    Args: fn: the function. name, dtype: as of Metric. Other keywords are handed to the function.
    Example:
        >>> gap = MeanMetricWrapper(lambda t, p: p - t, name="gap")
        >>> float(gap([0.0, 0.0], [1.0, 3.0]))
        2.0
    """

    _config_root = True
    _package: ClassVar[str] = "keras.metrics"

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(name, dtype)
        self._wrap(fn, kwargs)

    def update_state(  # pyright: ignore[reportIncompatibleMethodOverride] (as in Keras)
        self, y_true: Any, y_pred: Any, sample_weight: Any = None
    ) -> None:
        """Add a batch: targets and outputs as the function takes them."""
        mask = masks.get_mask(y_pred)
        y_true, y_pred = same_rank(ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred))
        values = self._fn(y_true, y_pred, **self._fn_kwargs)
        if (
            sample_weight is not None
        ):  # without weights Keras counts what the function masked as zeros
            sample_weight = self._masked(values, sample_weight, masks.get_mask(values))
        super().update_state(values, self._masked(values, sample_weight, mask))

    def _masked(self, values: Any, sample_weight: Any, mask: Any) -> Any:
        """The weights with zeros where the mask is False; both beside the values' first axes."""
        if mask is None:
            return sample_weight
        shape = tuple(values.shape)
        if sample_weight is not None:
            given = ops.cast(sample_weight, self.dtype)
            sample_weight = along("metric", "sample_weight", given, shape)
        mask = along("metric", "mask", ops.cast(mask, self.dtype), shape)
        return masked(sample_weight, mask, "sum")
