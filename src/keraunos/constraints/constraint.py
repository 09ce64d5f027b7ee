"""What a weight is mapped to after each update."""

from typing import Any

from keraunos import ops
from keraunos.core import config, registry
from keraunos.core.registry import Configurable, register
from keraunos.core.typing import Array

__all__ = [
    "Constraint",
    "MaxNorm",
    "MinMaxNorm",
    "NonNeg",
    "UnitNorm",
    "deserialize",
    "get",
    "serialize",
]


@register("keras.constraints.Constraint")
class Constraint(Configurable):
    """Maps a weight to the value it is given instead; this one leaves it as it is."""

    def __call__(self, w: Array) -> Array:
        """The new value; a subclass writes it."""
        return w


def _norms(w: Array, axis: Any) -> Array:
    return ops.sqrt(ops.sum(ops.square(w), axis=axis, keepdims=True))


@register("keras.constraints.MaxNorm", "keras.constraints.max_norm", "keras.constraints.maxnorm")
class MaxNorm(Constraint):
    """Vectors along an axis are scaled down to a norm of at most max_value.

    Args: max_value: a float > 0. axis: the axis or axes of a vector.
    Shapes: any -> the same.
    Example:
        >>> kept = MaxNorm(5.0)(ops.convert_to_tensor([[3.0], [8.0]]))
        >>> [round(x, 2) for x in kept[:, 0].tolist()]
        [1.76, 4.68]
    Source: Srivastava et al. 2014, JMLR 15.
    """

    def __init__(self, max_value: float = 2, axis: Any = 0) -> None:
        self.max_value, self.axis = max_value, axis

    def __call__(self, w: Array) -> Array:
        """The scaled weight."""
        norms = _norms(w, self.axis)
        return w * (ops.clip(norms, 0, self.max_value) / (config.epsilon() + norms))


@register("keras.constraints.NonNeg", "keras.constraints.non_neg", "keras.constraints.nonneg")
class NonNeg(Constraint):
    """Negative elements become 0.

    Shapes: any -> the same.
    """

    def __call__(self, w: Array) -> Array:
        """The weight without negative elements."""
        w = ops.convert_to_tensor(w)
        return ops.multiply(w, ops.cast(ops.greater_equal(w, 0.0), w.dtype.name))


@register("keras.constraints.UnitNorm", "keras.constraints.unit_norm", "keras.constraints.unitnorm")
class UnitNorm(Constraint):
    """Vectors along an axis are scaled to norm 1.

    Args: axis: the axis or axes of a vector.
    Shapes: any -> the same.
    """

    def __init__(self, axis: Any = 0) -> None:
        self.axis = axis

    def __call__(self, w: Array) -> Array:
        """The scaled weight."""
        return w / (config.epsilon() + _norms(w, self.axis))


@register("keras.constraints.MinMaxNorm", "keras.constraints.min_max_norm")
class MinMaxNorm(Constraint):
    """Vectors along an axis are drawn towards norms in [min_value, max_value].

    Args:
        min_value, max_value: the bounds, floats >= 0.
        rate: how far to go, in (0, 1]; 1: all the way. axis: the axis or axes of a vector.
    Shapes: any -> the same.
    """

    def __init__(
        self, min_value: float = 0.0, max_value: float = 1.0, rate: float = 1.0, axis: Any = 0
    ) -> None:
        self.min_value, self.max_value, self.rate, self.axis = min_value, max_value, rate, axis

    def __call__(self, w: Array) -> Array:
        """The scaled weight."""
        norms = _norms(w, self.axis)
        wanted = (
            self.rate * ops.clip(norms, self.min_value, self.max_value) + (1 - self.rate) * norms
        )
        return w * (wanted / (config.epsilon() + norms))


def get(identifier: Any) -> Any:
    """The constraint of a name, config, class or callable; None stays None.

    Raises: ValueError for anything else, with the nearest known names.
    Example:
        >>> get("max_norm").max_value
        2
    """
    return registry.get("keras.constraints", identifier, "constraints.get")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The constraint of a name or config."""
    return registry.deserialize(config, custom_objects, package="keras.constraints")


def serialize(constraint: Any) -> Any:
    """The config of a constraint, or its name."""
    return registry.serialize(constraint)
