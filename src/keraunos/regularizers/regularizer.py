"""Losses computed from a weight or an output alone."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import registry
from keraunos.core.errors import bad
from keraunos.core.registry import Configurable, register
from keraunos.core.typing import Array

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "OrthogonalRegularizer",
    "Regularizer",
    "deserialize",
    "get",
    "serialize",
]


@register("keras.regularizers.Regularizer", "keras.Regularizer")
class Regularizer(Configurable):
    """Maps a weight to a scalar that is added to the loss; this one adds nothing."""

    def __call__(self, x: Array) -> Any:
        """The scalar; a subclass writes it."""
        return 0.0


def _factor(owner: str, arg: str, value: Any) -> float:
    """A factor as a float.

    Raises: ValueError unless it is finite and >= 0.
    """
    if not isinstance(value, (int, float, np.number)) or not 0 <= value < float("inf"):
        raise ValueError(bad(owner, arg, "a finite float >= 0", value, ""))
    return float(value)


@register("keras.regularizers.L1L2", "keras.regularizers.l1_l2")
class L1L2(Regularizer):
    """l1 · Σ|x| + l2 · Σx².

    Args: l1, l2: the factors, finite floats >= 0; None: 0.
    Shapes: any -> ().
    Raises: ValueError for another factor.
    Example:
        >>> float(L1L2(0.5, 0.25)(np.array([-2.0, 1.0])))
        2.75
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = _factor("L1L2", "l1", 0.0 if l1 is None else l1)
        self.l2 = _factor("L1L2", "l2", 0.0 if l2 is None else l2)

    def __call__(self, x: Array) -> Array:
        """The scalar."""
        return self.l1 * ops.sum(ops.abs(x)) + self.l2 * ops.sum(ops.square(x))


@register("keras.regularizers.L1", "keras.regularizers.l1")
class L1(Regularizer):
    """l1 · Σ|x|.

    Args: l1: the factor, a finite float >= 0; None: 0.01.
    Shapes: any -> ().
    Raises: ValueError for another factor.
    """

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = _factor("L1", "l1", 0.01 if l1 is None else l1)

    def __call__(self, x: Array) -> Array:
        """The scalar."""
        return self.l1 * ops.sum(ops.abs(x))


@register("keras.regularizers.L2", "keras.regularizers.l2")
class L2(Regularizer):
    """l2 · Σx².

    Args: l2: the factor, a finite float >= 0; None: 0.01.
    Shapes: any -> ().
    Raises: ValueError for another factor.
    """

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = _factor("L2", "l2", 0.01 if l2 is None else l2)

    def __call__(self, x: Array) -> Array:
        """The scalar."""
        return self.l2 * ops.sum(ops.square(x))


@register("keras.regularizers.OrthogonalRegularizer", "keras.regularizers.orthogonal_regularizer")
class OrthogonalRegularizer(Regularizer):
    """factor · mean |cosine| between different rows (or columns) of a matrix.

    Args: factor: a finite float >= 0. mode: "rows" or "columns".
    Shapes: (rows, columns) -> ().
    Raises: ValueError for another factor or mode, or for what is no matrix.
    """

    def __init__(self, factor: float = 0.01, mode: str = "rows") -> None:
        if mode not in ("rows", "columns"):
            raise ValueError(bad("OrthogonalRegularizer", "mode", "'rows' or 'columns'", mode, ""))
        self.factor, self.mode = _factor("OrthogonalRegularizer", "factor", factor), mode

    def __call__(self, x: Array) -> Array:
        """The scalar."""
        if len(x.shape) != 2:
            raise ValueError(bad("OrthogonalRegularizer", "x", "a matrix", x, ""))
        axis = 1 if self.mode == "rows" else 0
        length = ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=axis, keepdims=True), 1e-12))
        unit = x / length
        unit = unit if self.mode == "rows" else ops.transpose(unit)
        size = unit.shape[0]
        cosines = ops.matmul(unit, ops.transpose(unit)) * (1.0 - ops.eye(size))
        pairs = size * (size - 1.0) / 2.0
        return self.factor * 0.5 * ops.sum(ops.abs(cosines)) / pairs


def get(identifier: Any) -> Any:
    """The regularizer of a name, config, class or callable; None stays None.

    Raises: ValueError for anything else, with the nearest known names.
    Example:
        >>> get("l2").l2
        0.01
    """
    return registry.get("keras.regularizers", identifier, "regularizers.get")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The regularizer of a name or config."""
    return registry.deserialize(config, custom_objects, package="keras.regularizers")


def serialize(regularizer: Any) -> Any:
    """The config of a regularizer, or its name."""
    return registry.serialize(regularizer)
