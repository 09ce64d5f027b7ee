"""The mask that travels with an array from the layer that made it to the layers that use it."""

import weakref
from typing import Any

_masks: dict[int, tuple[Any, Any]] = {}


def set_mask(x: Any, mask: Any) -> None:
    """Let `mask` travel with `x`; (batch, time) bool beside (batch, time, ...)."""
    if x is None:
        return
    try:
        x._keras_mask = mask
    except AttributeError:  # traced values take no attributes
        key = id(x)
        _masks[key] = (weakref.ref(x, lambda _: _masks.pop(key, None)), mask)


def get_mask(x: Any) -> Any:
    """The mask that travels with `x`, or None."""
    found = getattr(x, "_keras_mask", None)
    if found is None and id(x) in _masks:
        reference, found = _masks[id(x)]
        return found if reference() is x else None
    return found
