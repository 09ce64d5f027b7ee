"""Intersection over union of classes, from one confusion matrix."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.losses.shapes import along
from keraunos.metrics.metric import Metric


@register("keras.metrics.IoU")
class IoU(Metric):
    """The mean over classes of true / (true + false + missed), for classes that occur.

    Args:
        num_classes: how many classes there are, an int >= 1.
        target_class_ids: the classes whose mean is taken, each < num_classes.
        ignore_class: targets of this number do not count.
        sparse_y_true, sparse_y_pred: whether they are class numbers; else one-hot or outputs a class.
        axis: where the classes lie, if not sparse.
        dtype: of the matrix; None: int32, into which weights are cut. name: as of Metric.
    Raises: ValueError if a class is out of range; ShapeError if the shapes differ.
    Example:
        >>> round(float(IoU(2, [0, 1])([0, 0, 1, 1], [0, 1, 0, 1])), 4)
        0.3333
    """

    _config_root = True
    _direction = "up"

    def __init__(
        self, num_classes: int, target_class_ids: Sequence[int], name: str | None = None,
        dtype: Any = None, ignore_class: int | None = None, sparse_y_true: bool = True,
        sparse_y_pred: bool = True, axis: int = -1,
    ) -> None:  # fmt: skip
        super().__init__("int32" if dtype is None else dtype, name)
        beyond = [i for i in target_class_ids if i >= num_classes]
        if beyond:
            raise ValueError(
                bad(type(self).__name__, "target_class_ids", f"below {num_classes}", beyond, "")
            )
        self.num_classes, self.target_class_ids = num_classes, list(target_class_ids)
        self.ignore_class, self.axis = ignore_class, axis
        self.sparse_y_true, self.sparse_y_pred = sparse_y_true, sparse_y_pred
        self.total_cm = self.add_variable(
            (num_classes, num_classes), "zeros", name="total_confusion_matrix"
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch of targets and outputs; class numbers out of range do not count."""
        y_true = self._numbers(y_true, self.sparse_y_true)
        y_pred = self._numbers(y_pred, self.sparse_y_pred)
        if y_true.size != y_pred.size:
            raise ShapeError(
                f"{self.name}: y_true and y_pred must name as many classes; got {tuple(y_true.shape)} "
                f"and {tuple(y_pred.shape)}."
            )
        self.total_cm.assign_add(self._matrix(y_true, y_pred, sample_weight))

    def _numbers(self, y: Any, sparse: bool) -> Any:
        return ops.cast(y if sparse else ops.argmax(y, axis=self.axis), "int32")

    def _matrix(self, y_true: Any, y_pred: Any, sample_weight: Any) -> Any:
        """(num_classes, num_classes): rows the targets, columns the outputs."""
        weights = ops.ones((), self.dtype) if sample_weight is None else sample_weight
        weights = along(self.name, "sample_weight", ops.cast(weights, self.dtype), y_true.shape)
        weights = ops.reshape(ops.broadcast_to(weights, y_true.shape), (-1,))
        rows, columns = ops.reshape(y_true, (-1,)), ops.reshape(y_pred, (-1,))
        n, outside = self.num_classes, ops.not_equal(ops.clip(rows, 0, self.num_classes - 1), rows)
        outside = ops.logical_or(outside, ops.not_equal(ops.clip(columns, 0, n - 1), columns))
        if self.ignore_class is not None:
            outside = ops.logical_or(outside, ops.equal(rows, self.ignore_class))
        groups = ops.where(outside, n * n, rows * n + columns)  # a group that is dropped
        return ops.reshape(ops.segment_sum(weights, groups, n * n + 1)[: n * n], (n, n))

    def result(self) -> Any:
        """The mean over the target classes that occur; 0 if none does."""
        matrix = ops.cast(self.total_cm.value, "float32")
        right = ops.sum(matrix * ops.eye(self.num_classes), axis=0)
        union = ops.sum(matrix, axis=0) + ops.sum(matrix, axis=1) - right
        chosen = ops.convert_to_tensor(self.target_class_ids, "int32")
        right, union = ops.take(right, chosen), ops.take(union, chosen)
        occurring = ops.sum(ops.cast(ops.greater(union, 0), "float32"))
        return ops.divide_no_nan(ops.sum(ops.divide_no_nan(right, union)), occurring)


@register("keras.metrics.BinaryIoU")
class BinaryIoU(IoU):
    """IoU of outputs that are cut at a threshold into classes 0 and 1.

    Args:
        target_class_ids: of 0 and 1. threshold: outputs from it on are class 1.
        name, dtype: as of IoU.
    """

    def __init__(
        self, target_class_ids: Sequence[int] = (0, 1), threshold: float = 0.5,
        name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(2, target_class_ids, name, dtype)
        self.threshold = threshold

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add a batch; y_true 0 or 1, y_pred a number."""
        above = ops.greater_equal(ops.convert_to_tensor(y_pred), self.threshold)
        super().update_state(y_true, ops.cast(above, "int32"), sample_weight)


@register("keras.metrics.MeanIoU")
class MeanIoU(IoU):
    """IoU of all classes. Args as of IoU."""

    def __init__(
        self, num_classes: int, name: str | None = None, dtype: Any = None,
        ignore_class: int | None = None, sparse_y_true: bool = True, sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:  # fmt: skip
        every = range(num_classes)
        super().__init__(
            num_classes, every, name, dtype, ignore_class, sparse_y_true, sparse_y_pred, axis
        )


@register("keras.metrics.OneHotIoU")
class OneHotIoU(IoU):
    """IoU of one-hot targets. Args as of IoU."""

    def __init__(
        self, num_classes: int, target_class_ids: Sequence[int], name: str | None = None,
        dtype: Any = None, ignore_class: int | None = None, sparse_y_pred: bool = False, axis: int = -1,
    ) -> None:  # fmt: skip
        super().__init__(
            num_classes, target_class_ids, name, dtype, ignore_class, False, sparse_y_pred, axis
        )


@register("keras.metrics.OneHotMeanIoU")
class OneHotMeanIoU(MeanIoU):
    """IoU of all classes of one-hot targets. Args as of IoU."""

    def __init__(
        self, num_classes: int, name: str | None = None, dtype: Any = None,
        ignore_class: int | None = None, sparse_y_pred: bool = False, axis: int = -1,
    ) -> None:  # fmt: skip
        super().__init__(num_classes, name, dtype, ignore_class, False, sparse_y_pred, axis)
