"""Several cells as one, each fed by the one before."""

from collections.abc import Sequence
from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import deserialize, register
from keraunos.core.typing import Array, Shape
from keraunos.layers.call_context import signature_of
from keraunos.layers.layer import Layer


@register("keras.layers.StackedRNNCells")
class StackedRNNCells(Layer):
    """One step through several cells, each fed by the output of the one before.

    Args: cells: a list of cells.
    Shapes: (batch, features), a list of each cell's states -> (batch, units of the last), the same list.
    Raises: ValueError if a cell lacks `call` or `state_size`.
    Example:
        >>> from keraunos.layers import GRUCell, LSTMCell
        >>> StackedRNNCells([LSTMCell(2), GRUCell(3)]).state_size
        [[2, 2], 3]
    """

    def __init__(self, cells: Sequence[Any], **base: Any) -> None:
        super().__init__(**base)
        for cell in cells:
            for needed in ("call", "state_size"):
                if not hasattr(cell, needed):
                    raise ValueError(
                        bad(
                            "StackedRNNCells",
                            "cells",
                            f"objects with `{needed}`",
                            cell,
                            "Define it.",
                        )
                    )
        self.cells = list(cells)
        self.batch_independent = all(getattr(c, "batch_independent", False) for c in cells)

    @property
    def state_size(self) -> list[Any]:
        """The cells' state sizes."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> int:
        """The last cell's."""
        return _output_size(self.cells[-1])

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """The states that each cell starts from."""
        found = []
        for cell in self.cells:
            states = list(cell.get_initial_state(batch_size=batch_size))
            found.append(states if _many(cell) else states[0])
        return found

    def build(self, input_shape: Shape) -> None:
        """Build the cells in turn."""
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                cell.build(input_shape)
            input_shape = (input_shape[0], _output_size(cell))

    def call(self, inputs: Array, states: Any, training: bool = False, **kwargs: Any) -> Any:
        """One step through all cells: (output, new states)."""
        found = []
        for cell, own in zip(self.cells, states):
            call = cell if isinstance(cell, Layer) else cell.call
            takes = "training" in signature_of(type(cell).call).names
            options = {**kwargs, "training": training} if takes else kwargs
            inputs, new = call(inputs, own if isinstance(own, (list, tuple)) else [own], **options)
            new = list(new) if isinstance(new, (list, tuple)) else [new]
            found.append(new if _many(cell) else new[0])
        return inputs, found

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "StackedRNNCells":
        """The cells that `get_config` describes."""
        cells = [deserialize(one, custom_objects) for one in config["cells"]]
        return cls(**{**config, "cells": cells})


def _many(cell: Any) -> bool:
    return isinstance(cell.state_size, (list, tuple))


def _output_size(cell: Any) -> int:
    size = getattr(cell, "output_size", None)
    if size is None:
        size = cell.state_size[0] if _many(cell) else cell.state_size
    return size
