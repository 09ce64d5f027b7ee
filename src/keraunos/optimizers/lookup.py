"""Optimizers by name; optax transformations as they are."""

from typing import Any

from keraunos.core import registry
from keraunos.optimizers.optax_adapter import OptaxOptimizer, is_transformation
from keraunos.optimizers.optimizer import Optimizer


def get(identifier: Any) -> Any:
    """The optimizer of a name (case does not matter), config, instance or optax transformation; None stays.

    Raises: ValueError for an unknown name, with the nearest known ones.
    Example:
        >>> get("adam").name
        'adam'
    """
    if identifier is None:
        return None
    if is_transformation(identifier):
        return OptaxOptimizer(identifier)
    if isinstance(identifier, str):
        known = registry.registered("keras.optimizers")
        identifier = next((n for n in known if n.lower() == identifier.lower()), identifier)
    if isinstance(identifier, dict) and identifier.get("class_name") == OptaxOptimizer.__name__:
        return OptaxOptimizer.from_config(identifier.get("config") or {})
    found = registry.get("keras.optimizers", identifier, "optimizers.get")
    if not isinstance(found, Optimizer) and not hasattr(found, "apply"):
        raise ValueError(f"optimizers.get: expected an optimizer; got {identifier!r}. Pass a name.")
    return found


def serialize(optimizer: Any) -> dict[str, Any]:
    """The config of an optimizer."""
    return registry.serialize(optimizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The optimizer of a config."""
    return registry.deserialize(config, custom_objects, package="keras.optimizers")
