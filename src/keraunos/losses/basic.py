"""Squares, absolute values and crossentropies."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.losses.loss import Loss, LossFunctionWrapper, check_same, same_rank


def _pair(name: str, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.cast(y_true, y_pred.dtype.name)
    y_true, y_pred = same_rank(y_true, y_pred)
    check_same(name, y_true, y_pred)
    return y_true, y_pred


@register("keras.losses.mean_squared_error", "keras.losses.mse", "keras.losses.MSE",
          "keras.metrics.mean_squared_error", "keras.metrics.mse", "keras.metrics.MSE")  # fmt: skip
def mean_squared_error(y_true: Array, y_pred: Array) -> Array:
    """mean((y_true - y_pred)²) over the last axis."""
    y_true, y_pred = _pair("mean_squared_error", y_true, y_pred)
    return ops.mean(ops.square(y_true - y_pred), axis=-1)


@register("keras.losses.mean_absolute_error", "keras.losses.mae", "keras.losses.MAE",
          "keras.metrics.mean_absolute_error", "keras.metrics.mae", "keras.metrics.MAE")  # fmt: skip
def mean_absolute_error(y_true: Array, y_pred: Array) -> Array:
    """mean(|y_true - y_pred|) over the last axis."""
    y_true, y_pred = _pair("mean_absolute_error", y_true, y_pred)
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)


@register("keras.losses.categorical_crossentropy", "keras.metrics.categorical_crossentropy")
def categorical_crossentropy(
    y_true: Array,
    y_pred: Array,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """-sum(y_true · log(y_pred)) along the axis."""
    y_true, y_pred = _pair("categorical_crossentropy", y_true, y_pred)
    if label_smoothing:
        classes = y_true.shape[axis]
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / classes
    return ops.categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)


@register(
    "keras.losses.sparse_categorical_crossentropy", "keras.metrics.sparse_categorical_crossentropy"
)
def sparse_categorical_crossentropy(
    y_true: Array,
    y_pred: Array,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Array:
    """-log(y_pred[label]) along the axis."""
    y_pred = ops.convert_to_tensor(y_pred)
    y_true = ops.convert_to_tensor(y_true)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    kept = None
    if ignore_class is not None:
        kept = ops.not_equal(y_true, ops.cast(ignore_class, y_true.dtype.name))
        y_true = ops.where(kept, y_true, ops.zeros_like(y_true))
    values = ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)
    return values if kept is None else ops.where(kept, values, ops.zeros_like(values))


@register("keras.losses.binary_crossentropy", "keras.losses.bce", "keras.losses.BCE",
          "keras.metrics.binary_crossentropy", "keras.metrics.bce", "keras.metrics.BCE")  # fmt: skip
def binary_crossentropy(
    y_true: Array,
    y_pred: Array,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """mean(-y·log(p) - (1 - y)·log(1 - p)) along the axis."""
    y_true, y_pred = _pair("binary_crossentropy", y_true, y_pred)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    return ops.mean(ops.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=axis)


class _Wrapped(LossFunctionWrapper):
    _function: Any

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal loss."""
        return {k: v for k, v in Loss.get_config(self).items() if k not in ("fn", "dtype")}


@register("keras.losses.MeanSquaredError")
class MeanSquaredError(_Wrapped):
    """mean((y_true - y_pred)²)."""

    _config_root = True

    def __init__(
        self,
        reduction: Any = "sum_over_batch_size",
        name: str = "mean_squared_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_squared_error, reduction, name, dtype)


@register("keras.losses.MeanAbsoluteError")
class MeanAbsoluteError(_Wrapped):
    """mean(|y_true - y_pred|)."""

    _config_root = True

    def __init__(
        self,
        reduction: Any = "sum_over_batch_size",
        name: str = "mean_absolute_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_absolute_error, reduction, name, dtype)


@register("keras.losses.CategoricalCrossentropy")
class CategoricalCrossentropy(_Wrapped):
    """-sum(y_true · log(y_pred))."""

    _config_root = True

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )
        self.from_logits, self.label_smoothing, self.axis = from_logits, label_smoothing, axis


@register("keras.losses.SparseCategoricalCrossentropy")
class SparseCategoricalCrossentropy(_Wrapped):
    """-log(y_pred[label])."""

    _config_root = True

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: Any = "sum_over_batch_size",
        axis: int = -1,
        name: str = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )
        self.from_logits, self.ignore_class, self.axis = from_logits, ignore_class, axis


@register("keras.losses.BinaryCrossentropy")
class BinaryCrossentropy(_Wrapped):
    """mean(-y·log(p) - (1 - y)·log(1 - p))."""

    _config_root = True

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )
        self.from_logits, self.label_smoothing, self.axis = from_logits, label_smoothing, axis
