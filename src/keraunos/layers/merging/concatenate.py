"""Inputs side by side."""

from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.merging.merge import Merge


@register("keras.layers.Concatenate", "keras.layers.merge.Concatenate")
class Concatenate(Merge):
    """Join inputs along an axis.

    Args: axis: the axis along which they are joined, an int.
    Shapes: shapes that are equal but for the axis -> the same, the axis' sizes added.
    Raises: ValueError if the inputs are no list or do not fit.
    Example:
        >>> Concatenate()([ops.ones((1, 2)), ops.zeros((1, 1))]).tolist()
        [[1.0, 1.0, 0.0]]
    """

    def __init__(self, axis: int = -1, **base: Any) -> None:
        super().__init__(**base)
        self.axis = axis
        self.batch_independent = axis != 0

    def _joined(self, a: Shape, b: Shape) -> Shape:
        rank, axis = len(a), self.axis
        fits = len(b) == rank and -rank <= axis < rank
        axis = axis % rank if fits else 0
        pairs = enumerate(zip(a, b))
        if not fits or any(i != axis and None not in (x, y) and x != y for i, (x, y) in pairs):
            raise ShapeError(
                f"{self._who()} expects inputs of equal sizes but along axis {self.axis}; got {a} and {b}. "
                "Reshape one of them, or join along another axis."
            )
        parts = [s for s in (a[axis], b[axis]) if s is not None]
        total = sum(parts) if len(parts) == 2 else None
        sizes = [y if x is None else x for x, y in zip(a, b)]
        return (*sizes[:axis], total, *sizes[axis + 1 :])

    def _merged(self, inputs: list[Any]) -> Array:
        return ops.concatenate(inputs, axis=self.axis)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:  # type: ignore[override]
        """Joined masks where time is joined; else True where any input counts."""
        masks = tree.flatten(mask)
        if all(m is None for m in masks):
            return None
        axis = self.axis % len(inputs[0].shape)
        full = [_whole(x, m) for x, m in zip(inputs, masks)]
        if axis >= len(full[0].shape):
            return super().compute_mask(inputs, full)
        return ops.concatenate(full, axis=axis)


def _whole(x: Any, mask: Any) -> Any:
    """The mask, or one that says that everything counts."""
    return ops.ones_like(x[..., 0], dtype="bool") if mask is None else mask
