"""Keras 1's `merge` and `Merge`: one name for all the layers that join tensors."""

from collections.abc import Callable
from typing import Any

from keraunos import layers
from keraunos.compat.wording import say
from keraunos.core.errors import bad, unknown
from keraunos.models import Functional, Model, Sequential

MODES = {
    "sum": "Add", "mul": "Multiply", "ave": "Average", "max": "Maximum", "concat": "Concatenate",
    "dot": "Dot", "cos": "Dot",
}  # fmt: skip
"""Mode -> today's layer."""


def _layer(mode: Any, concat_axis: int, dot_axes: Any, name: str | None, function: str) -> Any:
    """The layer of today that a mode means."""
    if callable(mode):
        made: Callable[..., Any] = getattr(layers, "Lambda")  # noqa: B009
        return made(mode, name=name)
    if mode not in MODES:
        raise ValueError(unknown(function, "mode", str(mode), MODES))
    today = MODES[mode]
    arguments: dict[str, Any] = {}
    if mode == "concat":
        arguments = {"axis": concat_axis}
    elif mode in ("dot", "cos"):
        axes = tuple(dot_axes) if isinstance(dot_axes, (list, tuple)) else dot_axes
        arguments = {"axes": axes, "normalize": mode == "cos"}
    shown = ", ".join(f"{k}={v!r}" for k, v in arguments.items())
    say(f"{function}(mode={mode!r}) is now layers.{today}({shown}).")
    return getattr(layers, today)(**arguments, name=name)


def merge(
    inputs: list[Any], mode: Any = "sum", concat_axis: int = -1, dot_axes: Any = -1,
    output_shape: Any = None, output_mask: Any = None, arguments: Any = None,
    name: str | None = None,
) -> Any:  # fmt: skip
    """Join symbolic tensors.

    Args:
        inputs: a list of two tensors or more.
        mode: one of MODES, or a function of the list.
        concat_axis, dot_axes: the axis of `concat`, the axes of `dot` and `cos`.
    Raises: ValueError for an unknown mode, or fewer than two tensors.
    """
    if not isinstance(inputs, (list, tuple)) or len(inputs) < 2:
        raise ValueError(bad("merge", "inputs", "a list of two tensors or more", inputs, ""))
    return _layer(mode, concat_axis, dot_axes, name, "merge")(list(inputs))


def Merge(
    layers: Any = None, mode: Any = "sum", concat_axis: int = -1, dot_axes: Any = -1,
    output_shape: Any = None, output_mask: Any = None, arguments: Any = None, node_indices: Any = None,
    tensor_indices: Any = None, name: str | None = None,
) -> Any:  # fmt: skip
    """A joining layer; of models or called layers, a model from their inputs to what they join to."""
    joined = _layer(mode, concat_axis, dot_axes, name, "Merge")
    if not layers:
        return joined
    inputs: list[Any] = []
    for part in layers:
        own = part.inputs if isinstance(part, (Functional, Sequential)) else [part.input]
        inputs += [x for x in own if not any(x is y for y in inputs)]
    return Model(inputs, joined([part.output for part in layers]))
