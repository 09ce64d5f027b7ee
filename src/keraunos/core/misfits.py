"""Shapes that jax refuses while a graph is inferred, said of the tensors that were given."""

import re
from collections.abc import Sequence
from typing import Any

from keraunos.core.errors import ShapeError, describe


def is_of_jax(error: Exception) -> bool:
    """Whether jax itself refused, and no code of ours or the user's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
    return module.split(".")[0] in ("jax", "jaxlib", "numpy")


def told(
    function: Any, tensors: Sequence[Any], error: Exception, stand_ins: Sequence[int]
) -> ShapeError:
    """What jax says of stand-ins for unknown sizes, said of the tensors that were given.

    Args: function: what was inferred. stand_ins: the sizes that stood for unknown ones.
    """
    owner = getattr(function, "__self__", None)
    name = getattr(owner, "name", None) or getattr(function, "__name__", "call")
    reason = str(error).split("\n", 1)[0].rstrip(".")
    said = (
        f"{name}: shapes that fit together were expected; got {', '.join(map(describe, tensors))} "
        f"({reason}). Reshape or transpose one of them."
    )
    for size in stand_ins:
        said = re.sub(rf"\b{size}\b", "None", said)
    return ShapeError(said)
