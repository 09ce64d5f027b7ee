"""A layer at each time step."""

from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.arguments import map_shapes
from keraunos.layers.call_context import signature_of
from keraunos.layers.wrapper import Wrapper


@register("keras.layers.TimeDistributed", "keras.layers.wrappers.TimeDistributed")
class TimeDistributed(Wrapper):
    """Apply one layer to each step of a sequence alone.

    A layer that treats each row alone gets all steps at once, as rows; any other gets step after step.

    Args: layer: the layer.
    Shapes: (batch, time, ...) -> (batch, time, what the layer makes of ...).
    Raises: ValueError if layer is no layer, or the input has fewer than three axes.
    Example:
        >>> from keraunos.layers import Dense
        >>> TimeDistributed(Dense(4))(ops.zeros((2, 3, 5))).shape
        (2, 3, 4)
    """

    supports_masking = True

    def __init__(self, layer: Any, **base: Any) -> None:
        super().__init__(layer, **base)
        self.batch_independent = layer.batch_independent

    def build(self, input_shape: Any = None) -> None:
        """Build the layer for one step."""
        super().build(self._step_shape(input_shape))

    def _step_shape(self, shape: Shape) -> Shape:
        if len(shape) < 3:
            raise ShapeError(
                f"{self._who()} expects inputs of at least 3 axes (batch, time, ...); got {shape}. One "
                "feature a step is x[..., None]."
            )
        return (shape[0], *shape[2:])

    def call(self, inputs: Array, training: bool | None = None, mask: Any = None) -> Any:
        """What the layer gives at each step."""
        batch, time = inputs.shape[:2]
        mask = mask if "mask" in signature_of(type(self.layer).call).names else None
        mask = mask if mask is not None and len(mask.shape) > 2 else None
        if self.layer.batch_independent:
            rows = [None if x is None else _joined(x) for x in (inputs, mask)]
            outputs = self._one(rows[0], training, rows[1])
            return tree.map_structure(
                lambda y: ops.reshape(y, (batch, time, *y.shape[1:])), outputs
            )
        steps = [
            self._one(inputs[:, i], training, None if mask is None else mask[:, i])
            for i in range(time)
        ]
        return tree.map_structure(lambda *ys: ops.stack(ys, axis=1), *steps)

    def _one(self, x: Any, training: bool | None, mask: Any) -> Any:
        options = {} if mask is None else {"mask": mask}
        return self.layer(x, training=training, **options)

    def compute_output_shape(self, input_shape: Shape) -> Any:
        """(batch, time, ...) by the layer's rule for one step."""
        found = self.layer.compute_output_shape(self._step_shape(input_shape))
        return map_shapes(lambda shape: (shape[0], input_shape[1], *shape[1:]), found)


def _joined(x: Array) -> Array:
    """Time and batch as one axis."""
    return ops.reshape(x, (x.shape[0] * x.shape[1], *x.shape[2:]))
