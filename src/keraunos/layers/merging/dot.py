"""Products of two inputs."""

from typing import Any

from keraunos import ops
from keraunos.core.axes import axes_within
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.merging.merge import Merge


@register("keras.layers.Dot", "keras.layers.merge.Dot")
class Dot(Merge):
    """The dot product of two inputs along an axis of each, row by row.

    Args:
        axes: the axis of both, or a pair; ints other than 0.
        normalize: whether the inputs are scaled to length 1 along it first (cosine similarity).
    Shapes: (batch, ..., k, ...), (batch, ..., k, ...) -> (batch, the other axes of both),
        at least (batch, 1).
    Raises: TypeError if axes are no ints; ValueError unless there are two inputs that fit.
    Example:
        >>> Dot(1)([ops.ones((1, 3)), ops.ones((1, 3))]).tolist()
        [[3.0]]
    """

    def __init__(self, axes: Any, normalize: bool = False, **base: Any) -> None:
        super().__init__(**base)
        pair = [axes, axes] if hasattr(axes, "__index__") else axes
        if not isinstance(pair, (list, tuple)) or not all(hasattr(a, "__index__") for a in pair):
            raise TypeError(bad("Dot", "axes", "an int or a pair of ints", axes, ""))
        if len(pair) != 2:
            raise ValueError(bad("Dot", "axes", "an int or a pair of ints", axes, ""))
        self.axes, self.normalize = axes, normalize
        self._pair_of_axes = tuple(pair)

    def _check(self, shapes: Any) -> Shape:
        listed = isinstance(shapes, (list, tuple)) and all(
            isinstance(s, (list, tuple)) for s in shapes
        )
        if not listed or len(shapes) != 2:
            raise ValueError(
                bad(self._who(), "inputs", "two tensors", shapes, "Call it on [a, b].")
            )
        return self._joined(*(tuple(s) for s in shapes))

    def _joined(self, a: Shape, b: Shape) -> Shape:
        i, j = (axes_within(axis, len(s))[0] for axis, s in zip(self._pair_of_axes, (a, b)))
        if None not in (a[i], b[j]) and a[i] != b[j]:
            raise ShapeError(
                f"{self._who()} expects equal sizes along axes {i} and {j}; got {a[i]} and {b[j]} in {a} "
                f"and {b}. Choose other axes, or reshape one input."
            )
        output = (*a[:i], *a[i + 1 :], *b[1:j], *b[j + 1 :])
        return output if len(output) > 1 else (*output, 1)

    def call(self, inputs: Any, mask: Any = None) -> Array:
        """The products."""
        self._check([tuple(x.shape) for x in inputs])
        return self._merged(list(inputs))

    def _merged(self, inputs: list[Any]) -> Array:
        a, b = inputs
        i, j = (axes_within(axis, len(x.shape))[0] for axis, x in zip(self._pair_of_axes, inputs))
        if self.normalize:
            a, b = _unit(a, i), _unit(b, j)
        letters = iter("cdefghijklmnopqrstuvwxyz")
        first = ["b" if n == 0 else "a" if n == i else next(letters) for n in range(len(a.shape))]
        second = ["b" if n == 0 else "a" if n == j else next(letters) for n in range(len(b.shape))]
        output = [x for x in first if x != "a"] + [x for x in second[1:] if x != "a"]
        y = ops.einsum(f"{''.join(first)},{''.join(second)}->{''.join(output)}", a, b)
        return y if len(output) > 1 else ops.expand_dims(y, 1)

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:  # type: ignore[override]
        """None: products have no steps left."""


def _unit(x: Array, axis: int) -> Array:
    """x of length 1 along an axis; zeros stay."""
    squares = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return x * ops.rsqrt(ops.maximum(squares, 1e-12))
