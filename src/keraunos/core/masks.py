"""The mask that travels with an array from the layer that made it to the layers that use it."""

import weakref
from functools import partial
from typing import Any

from keraunos.core import scope

_masks: dict[int, tuple[Any, Any]] = {}
"""Of traced values outside every scope: id -> (weak reference, mask)."""


def set_mask(x: Any, mask: Any) -> None:
    """Let `mask` travel with `x`; (batch, time) bool beside (batch, time, ...)."""
    if x is None:
        return
    try:
        x._keras_mask = mask
        return
    except AttributeError:  # traced values take no attributes
        pass
    current = scope.current_scope()
    if current is not None:  # it goes with the scope: a mask in a global would keep its trace alive
        current.masks[id(x)] = (x, mask)
        return
    forget = partial(_masks.pop, id(x), None)
    _masks[id(x)] = (weakref.ref(x, lambda _: forget()), mask)


def get_mask(x: Any) -> Any:
    """The mask that travels with `x`, or None."""
    found = getattr(x, "_keras_mask", None)
    if found is not None:
        return found
    current = scope.current_scope()
    if current is not None and id(x) in current.masks:
        return current.masks[id(x)][1]
    reference, found = _masks.get(id(x), (None, None))
    return found if reference is not None and reference() is x else None
