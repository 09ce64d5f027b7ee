"""The base of losses: weights, masks and reduction around a pure function."""

from typing import Any

from keraunos import ops
from keraunos.core import config, dtypes, masks, naming, policies, tree
from keraunos.core.errors import bad, is_array
from keraunos.core.registry import Configurable, register
from keraunos.core.typing import Array
from keraunos.losses.reduction import MEAN, REDUCTIONS, Reduction, reduced


@register("keras.losses.Loss", "keras.Loss")
class Loss(Configurable):
    """Maps targets and outputs to a number; a subclass writes `call(y_true, y_pred)` -> (batch, …).

    Args:
        name: its name.
        reduction: how a value a sample becomes one: "sum_over_batch_size" (or "mean"), "sum",
            "mean_with_sample_weight" (divide by the weights' sum), "none" or None.
        dtype: of the computation; None: floatx.
    Raises: ValueError for another reduction.
    Example:
        >>> class Gap(Loss):
        ...     def call(self, y_true, y_pred):
        ...         return y_pred - y_true
        >>> float(Gap(reduction="sum")([1.0, 2.0], [2.0, 4.0], sample_weight=[1.0, 0.5]))
        2.0
    """

    _config_root = True
    _of_the_base = ("name", "reduction", "dtype")

    def __init__(
        self, name: str | None = None, reduction: Reduction = MEAN, dtype: Any = None
    ) -> None:
        if reduction not in REDUCTIONS:
            raise ValueError(
                bad(type(self).__name__, "reduction", f"one of {REDUCTIONS}", reduction, "")
            )
        self.name = name or naming.auto_name(type(self).__name__)
        self.reduction = reduction
        self.dtype_policy = policies.get_policy(config.floatx() if dtype is None else dtype)

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
        """The reduced loss.

        Args:
            y_true, y_pred: arrays or structures of them.
            sample_weight: a weight a sample (batch,), a weight a value, or a scalar.
            mask: true where a value counts; None: the mask that travels with y_pred.
        Raises: ShapeError (a ValueError) if weights or mask do not fit.
        """
        mask = masks.get_mask(y_pred) if mask is None else mask
        values = self.call(*(_in_dtype(y, self.dtype) for y in (y_true, y_pred)))
        if not is_array(values):
            values = self._as_values(values)
        own = masks.get_mask(values)
        if own is not None:
            mask = own if mask is None else ops.logical_and(ops.cast(mask, "bool"), own)
        return reduced(values, sample_weight, mask, self.reduction)

    def _as_values(self, values: Any) -> Array:
        """Python's numbers as an array.

        Raises: ValueError for what is no number.
        """
        if isinstance(values, (int, float, list, tuple)):
            return ops.convert_to_tensor(values, self.dtype)
        what = "numbers, one for each sample or one for all"
        raise ValueError(bad(f"loss '{self.name}'", "its value", what, values, "Return a tensor."))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal loss; the dtype only if one was given."""
        found = {"name": self.name, "reduction": self.reduction, **super().get_config()}
        if self._init_args.get("dtype") is None:
            found.pop("dtype", None)
        return found


def _in_dtype(y: Any, dtype: str) -> Any:
    """Arrays in this dtype; whole numbers beside 16 bits in float32, which holds class numbers exactly.

    Lists of nothing but Python's numbers are one array.
    """

    def convert(a: Any) -> Any:
        if a is None:
            return None
        array = ops.convert_to_tensor(a)
        exact = dtypes.is_float(array.dtype) or dtype not in ("bfloat16", "float16")
        return ops.cast(array, dtype if exact else "float32")

    leaves = () if isinstance(y, dict) else tree.flatten(y)
    if leaves and all(isinstance(leaf, (int, float)) for leaf in leaves):
        return convert(y)
    return tree.map_structure(convert, y)
