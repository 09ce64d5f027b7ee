"""What normalizations share: the scale and the offset that training learns, and where they lie."""

from typing import Any, ClassVar

from keraunos import constraints, initializers, regularizers
from keraunos.core.errors import ShapeError, bad
from keraunos.core.typing import Shape
from keraunos.layers.layer import Layer
from keraunos.ops.windows import shape_text


class Affine(Layer):
    """A normalization followed by y · gamma + beta.

    A kind calls `_keep` in `__init__`, and `_build_affine` in `build`.
    """

    keeps_dtype: ClassVar[bool] = False

    def _keep(self, axis: Any, epsilon: float, center: bool, scale: bool, **weights: Any) -> None:
        """Store; weights: <beta or gamma>_initializer, _regularizer, _constraint by name."""
        kinds = {
            "initializer": initializers,
            "regularizer": regularizers,
            "constraint": constraints,
        }
        self.axis, self.epsilon = axis, epsilon
        self.center, self.scale = center, scale
        for name, value in weights.items():
            setattr(self, name, kinds[name.rsplit("_", 1)[1]].get(value))

    def _build_affine(self, shape: tuple[int, ...], center: bool | None = None) -> None:
        """Make gamma and beta of this shape, those that are asked for."""
        center = self.center if center is None else center
        self.gamma = self._affine_weight("gamma", shape) if self.scale else None
        self.beta = self._affine_weight("beta", shape) if center else None

    def _affine_weight(self, name: str, shape: tuple[int, ...]) -> Any:
        return self.add_weight(
            shape, getattr(self, f"{name}_initializer"), name=name, autocast=False,
            regularizer=getattr(self, f"{name}_regularizer"),
            constraint=getattr(self, f"{name}_constraint"),
        )  # fmt: skip

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape


def axes_of(layer: Layer, axis: Any, input_shape: Shape) -> tuple[int, ...]:
    """An axis, or several, counted from the front.

    Raises: ShapeError (a ValueError) if the input has no such axis.
    """
    rank = len(input_shape)
    given = tuple(axis) if isinstance(axis, (list, tuple)) else (axis,)
    if any(not -rank <= a < rank for a in given):
        raise ShapeError(
            f"{layer._who()}: axis {axis} is not among the {rank} axes of the input "
            f"{shape_text(input_shape)}. Give one from {-rank} to {rank - 1}."
        )
    return tuple(a % rank for a in given)


def sizes_of(layer: Layer, axis: Any, input_shape: Shape) -> tuple[int, ...]:
    """The sizes of axes, which must be known to make weights.

    Raises: ShapeError (a ValueError) if one is not.
    """
    sizes = tuple(input_shape[a] for a in axes_of(layer, axis, input_shape))
    if None in sizes:
        raise ShapeError(
            f"{layer._who()} needs the size of axis {axis} to make its weights; got input shape "
            f"{shape_text(input_shape)}. Give it in the Input."
        )
    return tuple(s for s in sizes if s is not None)


def as_axes(owner: str, axis: Any) -> Any:
    """An axis as an int, several as a list of ints.

    Raises: TypeError if it is neither.
    Example:
        >>> as_axes("LayerNormalization", (1, 2)), as_axes("LayerNormalization", -1)
        ([1, 2], -1)
    """
    several = isinstance(axis, (list, tuple))
    given = list(axis) if several else [axis]
    if not all(hasattr(a, "__index__") and not isinstance(a, bool) for a in given):
        raise TypeError(bad(owner, "axis", "an int or a list of ints", axis, ""))
    return [int(a) for a in given] if several else int(axis)
