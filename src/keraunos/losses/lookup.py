"""Losses by name."""

from typing import Any

from keraunos.core import registry


def get(identifier: Any) -> Any:
    """The loss of a name, config, class or callable; None stays None.

    Raises: ValueError for an unknown name, with the nearest known ones.
    Example:
        >>> get("mse").__name__, get("MeanSquaredError").name
        ('mean_squared_error', 'mean_squared_error')
    """
    return registry.get("keras.losses", identifier, "losses.get")


def serialize(loss: Any) -> Any:
    """The config of a loss; of a function its name in the form that Keras writes.

    Example:
        >>> serialize(get("mse"))["config"]
        'mean_squared_error'
    """
    written = registry.serialize(loss)
    if not isinstance(written, str) or isinstance(loss, str):
        return written
    kind = {"module": "builtins", "class_name": "function", "registered_name": "function"}
    return {**kind, "config": written}


def deserialize(name: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The loss of a name or config."""
    return registry.deserialize(name, custom_objects, package="keras.losses")
