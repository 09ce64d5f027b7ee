"""The base of losses: weights, masks and reduction around a pure function."""

from collections.abc import Callable
from typing import Any

from keraunos import ops
from keraunos.core import dtypes, naming
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import Configurable, register, serialize
from keraunos.core.typing import Array

_REDUCTIONS = ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none", None)


@register("keras.losses.Loss", "keras.Loss")
class Loss(Configurable):
    """Maps targets and outputs to a number; a subclass writes `call(y_true, y_pred)` -> (batch, …).

    Args:
        name: its name.
        reduction: how a value a sample becomes one: "sum_over_batch_size" (or "mean"), "sum",
            "mean_with_sample_weight" (divide by the weights' sum), "none" or None.
        dtype: of the computation; None: floatx.
    Raises: ValueError for another reduction.
    """

    _config_root = True

    def __init__(
        self,
        name: str | None = None,
        reduction: str | None = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        if reduction not in _REDUCTIONS:
            raise ValueError(
                bad(type(self).__name__, "reduction", f"one of {_REDUCTIONS}", reduction, "")
            )
        self.name = name or naming.auto_name(type(self).__name__)
        self.reduction = reduction
        self.dtype_policy = dtypes.get_policy(dtype)

    @property
    def dtype(self) -> str:
        """The dtype of the computation."""
        return self.dtype_policy.compute_dtype

    def call(self, y_true: Array, y_pred: Array) -> Array:
        """The loss of each sample; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: call(y_true, y_pred) is not written.")

    def __call__(
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, *, mask: Any = None
    ) -> Array:
        """The reduced loss."""
        y_true, y_pred = _in_dtype(y_true, self.dtype), _in_dtype(y_pred, self.dtype)
        values = self.call(y_true, y_pred)
        return reduced(values, sample_weight, mask, self.reduction)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal loss."""
        return {"name": self.name, "reduction": self.reduction, **super().get_config()}


def _in_dtype(x: Any, dtype: str) -> Any:
    from keraunos.core import tree

    def convert(a: Any) -> Any:
        array = ops.convert_to_tensor(a)
        return array if not dtypes.is_float(array.dtype) else ops.cast(array, dtype)

    return tree.map_structure(convert, x)


def same_rank(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """(n,) beside (n, 1) becomes (n, 1), and the other way round; other shapes stay."""
    t, p = len(y_true.shape), len(y_pred.shape)
    if t == p - 1 and y_pred.shape[-1] == 1:
        y_true = ops.expand_dims(y_true, -1)
    elif t == p + 1 and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    return y_true, y_pred


def check_same(name: str, y_true: Any, y_pred: Any) -> None:
    """Refuse shapes that would broadcast to something nobody asked for."""
    if tuple(y_true.shape) != tuple(y_pred.shape):
        raise ShapeError(
            f"{name}: y_true and y_pred must have the same shape; got {tuple(y_true.shape)} and "
            f"{tuple(y_pred.shape)}. Reshape y, or change the last layer's size."
        )


def reduced(values: Any, sample_weight: Any, mask: Any, reduction: str | None) -> Any:
    """One number from a value a sample (or an element)."""
    weights = None
    if mask is not None:
        weights = ops.cast(mask, values.dtype.name)
        if reduction in ("sum_over_batch_size", "mean"):
            total = float(weights.size)
            weights = weights * (total / ops.maximum(ops.sum(weights), 1e-7))
    if sample_weight is not None:
        given = ops.cast(sample_weight, values.dtype.name)
        weights = given if weights is None else weights * _fit_weight(given, weights)
    if weights is not None:
        values, weights = values * _fit_weight(weights, values), weights
    if reduction in ("none", None) or len(values.shape) == 0:
        return values
    if reduction == "mean_with_sample_weight" and weights is not None:
        whole = ops.broadcast_to(_fit_weight(weights, values), values.shape)
        return ops.divide_no_nan(ops.sum(values), ops.sum(whole))
    total = ops.sum(values)
    return total if reduction == "sum" else total / max(1, values.size)


def _fit_weight(weights: Any, values: Any) -> Any:
    """Weights shaped to broadcast along the first axes of the values."""
    w, v = len(weights.shape), len(values.shape)
    if w == v + 1 and weights.shape[-1] == 1:
        return ops.squeeze(weights, -1)
    while w < v and w > 0:
        weights, w = ops.expand_dims(weights, -1), w + 1
    return weights


@register("keras.losses.LossFunctionWrapper")
class LossFunctionWrapper(Loss):
    """A Loss from a function (y_true, y_pred, **options) -> (batch, …).

    Args: fn: the function. The rest as of Loss; other keywords are handed to the function.
    """

    def __init__(
        self, fn: Callable[..., Any], reduction: str | None = "sum_over_batch_size",
        name: str | None = None, dtype: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn, self._options = fn, kwargs

    def call(self, y_true: Array, y_pred: Array) -> Array:
        """The function's values."""
        from keraunos.core import tree

        if not tree.is_nested(y_true) and not tree.is_nested(y_pred):
            y_true, y_pred = same_rank(y_true, y_pred)
        return self.fn(y_true, y_pred, **self._options)

    def get_config(self) -> dict[str, Any]:
        """The function's name and options."""
        base = {"name": self.name, "reduction": self.reduction}
        return {**base, "fn": serialize(self.fn), **serialize(self._options)}
