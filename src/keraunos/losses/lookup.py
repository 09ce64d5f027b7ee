"""Losses by name."""

from typing import Any

from keraunos.core import registry
from keraunos.core.registry import serialize

__all__ = ["deserialize", "get", "serialize"]


def get(identifier: Any) -> Any:
    """The loss of a name, config, class or callable; None stays None."""
    return registry.get("keras.losses", identifier, "losses.get")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The loss of a name or config."""
    return registry.deserialize(config, custom_objects, package="keras.losses")
