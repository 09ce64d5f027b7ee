"""Any function as a layer."""

import inspect
from collections.abc import Callable
from typing import Any

from keraunos.core import trust
from keraunos.core.errors import bad
from keraunos.core.registry import register, serialize
from keraunos.core.symbolic import KerasTensor
from keraunos.layers.arguments import map_shapes, shape_structure
from keraunos.layers.layer import Layer


@register("keras.layers.Lambda", "keras.layers.core.Lambda")
class Lambda(Layer):
    """y = function(x, **arguments).

    Args:
        function: takes the inputs, and `mask` and `training` if it names them.
        output_shape: the shape that comes out without the batch, or a function of the input's shape; None:
            found by trying.
        mask: the output's mask, or a function (inputs, mask) -> mask.
        arguments: keyword arguments of the function.
    Shapes: by the function.
    Raises: TypeError if function is not callable. Saved configs name the function; it must be known where
        they are read (custom_objects, or registered), as no code is kept in files.
    Differs: a function that has no name that can be found again cannot be read from a file.
    Example:
        >>> import numpy as np
        >>> Lambda(lambda x: x * 2)(np.ones((1, 2))).tolist()
        [[2.0, 2.0]]
    """

    _not_in_config = ("function", "output_shape", "mask", "arguments")

    def __init__(
        self, function: Callable[..., Any], output_shape: Any = None, mask: Any = None,
        arguments: dict[str, Any] | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        if not callable(function):
            raise TypeError(
                bad("Lambda", "function", "callable", function, "Pass a function of the inputs.")
            )
        self.function, self.arguments = function, dict(arguments or {})
        self._output_shape, self._mask = output_shape, mask
        self.supports_masking = mask is not None
        self.built = True

    def call(self, inputs: Any, mask: Any = None, training: bool | None = None) -> Any:
        """function(inputs, **arguments)."""
        names = inspect.signature(self.function).parameters
        given = {"mask": mask, "training": training}
        asked = {name: value for name, value in given.items() if name in names}
        return self.function(inputs, **{**self.arguments, **asked})

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:  # type: ignore[override]
        """What the mask argument says."""
        return self._mask(inputs, mask) if callable(self._mask) else self._mask

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape given, or that found by trying."""
        if self._output_shape is None:
            return super().compute_output_shape(input_shape)
        if callable(self._output_shape):
            return self._output_shape(input_shape)
        batches: list[Any] = []
        map_shapes(lambda shape: batches.append(shape[0]), input_shape)
        return map_shapes(lambda shape: (batches[0], *shape), self._output_shape)

    def compute_output_spec(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """Tensors of the output's shapes."""
        if self._output_shape is None:
            return super(Layer, self).compute_output_spec(inputs, mask=mask, training=training)
        shapes = self.compute_output_shape(shape_structure(inputs))
        return map_shapes(lambda shape: KerasTensor(shape, self.compute_dtype), shapes)

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Any = None, safe_mode: bool | None = None
    ) -> Any:
        """The layer of a config; safe_mode: None: as said around it, False: the config is trusted."""
        if safe_mode is None:
            return super().from_config(config, custom_objects)
        with trust.safe_mode(safe_mode):
            return super().from_config(config, custom_objects)

    def get_config(self) -> dict[str, Any]:
        """The arguments; functions by name."""
        return {k: serialize(v) for k, v in self._recipe().items()}

    def _recipe(self) -> dict[str, Any]:
        base = super().get_config()
        own = {
            "function": self.function, "output_shape": self._output_shape, "mask": self._mask,
            "arguments": self.arguments,
        }  # fmt: skip
        return {**base, **{k: v for k, v in own.items() if v is not None}}
