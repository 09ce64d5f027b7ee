"""Quantizers by name."""

from typing import Any

from keraunos.core import registry


def get(identifier: Any, **kwargs: Any) -> Any:
    """The quantizer of a name, config, class or callable; None stays None.

    Args: kwargs: arguments for the class that a name names, or that was passed.
    Raises: ValueError for anything else, with the nearest known names.
    Example:
        >>> get("abs_max_quantizer", axis=-1).axis
        (-1,)
    Differs: `kwargs` are the arguments by name; Keras 3.15 hands them on as one.
    """
    if isinstance(identifier, str):
        identifier = registry.find("keras.quantizers", identifier, "quantizers.get")
    if kwargs and isinstance(identifier, type):
        return identifier(**kwargs)
    return registry.get("keras.quantizers", identifier, "quantizers.get")


def serialize(initializer: Any) -> Any:
    """The config of a quantizer."""
    return registry.serialize(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The quantizer of a name or config."""
    found = registry.deserialize(config, custom_objects, package="keras.quantizers")
    return found() if isinstance(found, type) else found
