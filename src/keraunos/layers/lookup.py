"""Layers to and from their configs."""

from typing import Any

from keraunos.core import registry


def serialize(layer: Any) -> dict[str, Any]:
    """The config of a layer, with its class and the shapes it was built with."""
    return registry.serialize(layer)


def deserialize(config: dict[str, Any], custom_objects: dict[str, Any] | None = None) -> Any:
    """The layer of a config.

    Raises: ValueError if its class is not known.
    """
    return registry.deserialize(config, custom_objects, package="keras.layers")
