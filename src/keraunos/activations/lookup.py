"""Activations by name."""

from collections.abc import Callable
from typing import Any

from keraunos.activations.functions import hard_silu, linear, silu
from keraunos.core import registry

swish, hard_swish = silu, hard_silu


def get(identifier: Any) -> Callable[..., Any]:
    """The activation of a name, a config or a callable; None is `linear`.

    Raises: ValueError for an unknown name, with the nearest known ones.
    Example:
        >>> get("relu").__name__
        'relu'
    """
    return registry.get("keras.activations", identifier, "activations.get", none=linear)


def is_builtin(activation: Any) -> bool:
    """Whether it is one of Keraunos' own functions, which treat each row alone."""
    return activation in registry.registered("keras.activations").values()


def serialize(activation: Any) -> Any:
    """The name of an activation, or its config."""
    return registry.serialize(activation)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The activation of a name or config."""
    return registry.deserialize(config, custom_objects, package="keras.activations")
