"""Layers that join their inputs element by element."""

from collections.abc import Callable
from functools import reduce
from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


class Merge(Layer):
    """The base of layers that take a list of inputs; a subclass says how two become one.

    Inputs of fewer axes get axes of size 1 after the batch's.
    """

    supports_masking = True
    batch_independent = True
    _pair: Callable[[Any, Any], Any] = staticmethod(ops.add)
    _skips_masked = False
    """Whether masked elements are left out rather than joined."""

    def __init__(self, **base: Any) -> None:
        super().__init__(**base)

    def build(self, input_shape: Any) -> None:
        """Check that the shapes fit."""
        self._check(input_shape)

    def _check(self, shapes: Any) -> Shape:
        """The joined shape; raises where the inputs are no list or do not fit."""
        if not isinstance(shapes, (list, tuple)) or not all(_is_listed(s) for s in shapes):
            raise ValueError(
                bad(self._who(), "inputs", "a list of tensors", tree.flatten(shapes),
                    "Call it on [a, b].")
            )  # fmt: skip
        return reduce(self._joined, [tuple(s) for s in shapes])

    def _joined(self, a: Shape, b: Shape) -> Shape:
        rank = max(len(a), len(b))
        a, b = (s[:1] + (1,) * (rank - len(s)) + s[1:] for s in (a, b))
        sizes = []
        for x, y in zip(a, b):
            if None not in (x, y) and x != y and 1 not in (x, y):
                raise ShapeError(
                    f"{self._who()} expects inputs of equal sizes (or 1); got {a} and {b}. Reshape one "
                    "of them, or give both layers before the same number of units."
                )
            sizes.append(y if x == 1 else x if y in (1, None) else y)
        return tuple(sizes)

    def call(self, inputs: Any, mask: Any = None) -> Array:
        """The inputs joined from left to right."""
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(
                bad(self._who(), "inputs", "a list of tensors", inputs, "Call it on [a, b].")
            )
        rank = max(len(x.shape) for x in inputs)
        raised = [_raised(x, rank) for x in inputs]
        masks = tree.flatten(mask)
        if not self._skips_masked or all(m is None for m in masks):
            return self._merged(raised)
        return self._of_counting(raised, [_counting(x, m, rank) for x, m in zip(inputs, masks)])

    def _of_counting(self, inputs: list[Any], counts: list[Any]) -> Array:
        """The inputs joined, elements that do not count left out."""
        y, has = inputs[0], counts[0]
        for x, on in zip(inputs[1:], counts[1:]):
            y = ops.where(ops.logical_and(has, on), self._pair(y, x), ops.where(on, x, y))
            has = ops.logical_or(has, on)
        return ops.where(has, y, self._if_none(y))

    def _if_none(self, y: Array) -> Array:
        return y

    def _merged(self, inputs: list[Any]) -> Array:
        return reduce(self._pair, inputs)

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """The joined shape."""
        return self._check(input_shape)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:  # type: ignore[override]
        """True where any input counts; None if one has no mask."""
        masks = tree.flatten(mask)
        if not masks or any(m is None for m in masks):
            return None
        return reduce(ops.logical_or, masks)


def _counting(x: Any, mask: Any, rank: int) -> Any:
    """The mask of an input as bools that broadcast to it."""
    if mask is None:
        return ops.ones((1,) * rank, "bool")
    mask = ops.cast(mask, "bool")
    return _raised(ops.reshape(mask, (*mask.shape, *(1,) * (len(x.shape) - len(mask.shape)))), rank)


def _is_listed(shape: Any) -> bool:
    return isinstance(shape, (list, tuple))


def _raised(x: Any, rank: int) -> Any:
    missing = rank - len(x.shape)
    if not missing:
        return x
    return ops.reshape(x, (x.shape[0], *(1,) * missing, *x.shape[1:]))


@register("keras.layers.Add", "keras.layers.merge.Add")
class Add(Merge):
    """y = Σ inputs.

    Shapes: a list of shapes that broadcast -> the joined shape.
    Raises: ValueError if the inputs are no list or do not fit.
    Example:
        >>> Add()([ops.ones((1, 2)), ops.ones((1, 2))]).tolist()
        [[2.0, 2.0]]
    """


@register("keras.layers.Subtract", "keras.layers.merge.Subtract")
class Subtract(Merge):
    """y = the first input - the second.

    Shapes: two shapes that broadcast -> the joined shape.
    Raises: ValueError unless there are two inputs that fit.
    Example:
        >>> Subtract()([ops.ones((1, 2)), ops.ones((1, 2))]).tolist()
        [[0.0, 0.0]]
    """

    _pair = staticmethod(ops.subtract)

    def _check(self, shapes: Any) -> Shape:
        if (
            isinstance(shapes, (list, tuple))
            and shapes
            and _is_listed(shapes[0])
            and len(shapes) != 2
        ):
            raise ValueError(
                bad(self._who(), "inputs", "two tensors", shapes, "Call it on [a, b].")
            )
        return super()._check(shapes)


@register("keras.layers.Multiply", "keras.layers.merge.Multiply")
class Multiply(Merge):
    """y = the product of the inputs; masked elements are left out.

    Shapes: a list of shapes that broadcast -> the joined shape.
    Raises: ValueError if the inputs are no list or do not fit.
    Example:
        >>> Multiply()([ops.ones((1, 2)), ops.full((1, 2), 3.0)]).tolist()
        [[3.0, 3.0]]
    """

    _pair = staticmethod(ops.multiply)
    _skips_masked = True

    def _if_none(self, y: Array) -> Array:
        return ops.zeros_like(y)


@register("keras.layers.Average", "keras.layers.merge.Average")
class Average(Merge):
    """y = the mean of the inputs.

    Shapes: a list of shapes that broadcast -> the joined shape.
    Raises: ValueError if the inputs are no list or do not fit.
    Example:
        >>> Average()([ops.zeros((1, 2)), ops.ones((1, 2))]).tolist()
        [[0.5, 0.5]]
    """

    def _of_counting(self, inputs: list[Any], counts: list[Any]) -> Array:
        """The inputs joined, elements that do not count left out."""
        y, has = inputs[0], counts[0]
        for x, on in zip(inputs[1:], counts[1:]):
            y = ops.where(ops.logical_and(has, on), self._pair(y, x), ops.where(on, x, y))
            has = ops.logical_or(has, on)
        return ops.where(has, y, self._if_none(y))

    def _if_none(self, y: Array) -> Array:
        return y

    def _merged(self, inputs: list[Any]) -> Array:
        return super()._merged(inputs) / len(inputs)


@register("keras.layers.Maximum", "keras.layers.merge.Maximum")
class Maximum(Merge):
    """y = the largest of the inputs; masked elements are left out.

    Shapes: a list of shapes that broadcast -> the joined shape.
    Raises: ValueError if the inputs are no list or do not fit.
    Example:
        >>> Maximum()([ops.zeros((1, 2)), ops.ones((1, 2))]).tolist()
        [[1.0, 1.0]]
    """

    _pair = staticmethod(ops.maximum)
    _skips_masked = True


@register("keras.layers.Minimum", "keras.layers.merge.Minimum")
class Minimum(Merge):
    """y = the smallest of the inputs; masked elements are left out.

    Shapes: a list of shapes that broadcast -> the joined shape.
    Raises: ValueError if the inputs are no list or do not fit.
    Example:
        >>> Minimum()([ops.zeros((1, 2)), ops.ones((1, 2))]).tolist()
        [[0.0, 0.0]]
    """

    _pair = staticmethod(ops.minimum)
    _skips_masked = True
