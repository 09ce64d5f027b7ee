"""Quantizers: things that give integers and a scale for floats."""

from typing import Any

from keraunos.core.registry import Configurable, register
from keraunos.core.typing import Array
from keraunos.quantizers.abs_max import abs_max_quantize


@register("keras.quantizers.Quantizer", "keras.Quantizer")
class Quantizer(Configurable):
    """Maps floats to numbers of few bits; this one leaves them as they are.

    A subclass writes `__call__`, which gives the numbers and their scale, and `get_config`.

    Args: output_dtype: the dtype of the numbers.
    """

    def __init__(self, output_dtype: str = "int8") -> None:
        self.output_dtype = output_dtype

    def __call__(self, x: Any) -> Any:
        """The numbers; a subclass writes it."""
        return x

    def get_config(self) -> dict[str, Any]:
        """Refused: a subclass says what its arguments are."""
        raise NotImplementedError(
            f"{type(self).__name__}: get_config() must be written by the subclass; got none. Return "
            "a dict of the arguments of __init__."
        )


@register("keras.quantizers.AbsMaxQuantizer")
class AbsMaxQuantizer(Quantizer):
    """Integers scaled by the largest magnitude, as `abs_max_quantize` gives them.

    Args:
        axis: the axis or axes whose elements share a scale; None: said at the call, else the last.
        value_range: (low, high), the least and the largest integer.
        epsilon: keeps the scale of zeros finite, a float > 0. output_dtype: that of the integers.
    Shapes: any -> (the same, the same with size 1 along the axes).
    Example:
        >>> values, scale = AbsMaxQuantizer(axis=0)([[1.0, 4.0], [2.0, -8.0]])
        >>> values.tolist(), scale.tolist()
        ([[64, 64], [127, -127]], [[63.5, 15.875]])
    """

    def __init__(
        self, axis: Any = None, value_range: tuple[float, float] = (-127, 127),
        epsilon: float = 1e-7, output_dtype: str = "int8",
    ) -> None:  # fmt: skip
        super().__init__(output_dtype)
        self.axis = (axis,) if isinstance(axis, int) else None if axis is None else tuple(axis)
        self.value_range, self.epsilon = value_range, epsilon

    def __call__(self, x: Any, axis: Any = None, to_numpy: bool = False) -> tuple[Array, Array]:
        """The integers and their scale.

        Args: axis: None: that of the quantizer. to_numpy: as of `abs_max_quantize`.
        """
        own = -1 if self.axis is None else self.axis
        axes = own if axis is None else axis
        return abs_max_quantize(
            x, axes, self.value_range, self.output_dtype, self.epsilon, to_numpy
        )

    def get_config(self) -> dict[str, Any]:
        """The arguments; the axis only if there is one."""
        names = ("value_range", "epsilon", "output_dtype")
        config = {name: getattr(self, name) for name in names}
        return config if self.axis is None else {**config, "axis": self.axis}
