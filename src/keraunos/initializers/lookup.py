"""Initializers by name."""

from typing import Any

import numpy as np

from keraunos.core import registry
from keraunos.initializers.fixed import Constant

__all__ = ["deserialize", "get", "serialize"]


def get(identifier: Any) -> Any:
    """The initializer of a name, config, class, callable (shape, dtype) or array; None stays None.

    Raises: ValueError for an unknown name, with the nearest known ones.
    Example:
        >>> get("zeros")((2,)).tolist()
        [0.0, 0.0]
    """
    if isinstance(identifier, (np.ndarray, float, int)) and not isinstance(identifier, bool):
        return Constant(identifier)
    if hasattr(identifier, "shape") and not callable(identifier):
        return Constant(np.asarray(identifier))
    return registry.get("keras.initializers", identifier, "initializers.get")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The initializer of a name or config."""
    return registry.deserialize(config, custom_objects, package="keras.initializers")


def serialize(initializer: Any) -> Any:
    """The config of a initializer, or its name."""
    return registry.serialize(initializer)
