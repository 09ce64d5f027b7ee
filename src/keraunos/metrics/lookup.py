"""Metrics by name."""

import inspect
from typing import Any

from keraunos.core import registry
from keraunos.losses import lookup as losses

BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")
"""Names whose metric depends on the shapes of targets and outputs."""


def get(identifier: Any) -> Any:
    """The metric of a name, config, class or callable; None stays None.

    A name that a function and a class share ("mean_squared_error", "mse") means the class.

    Raises: ValueError for an unknown name, with the nearest known ones.
    Example:
        >>> type(get("mse")).__name__, type(get("binary_accuracy")).__name__
        ('MeanSquaredError', 'BinaryAccuracy')
    """
    if isinstance(identifier, str):
        identifier = _class_or_function(identifier)
    return registry.get("keras.metrics", identifier, "metrics.get")


def _class_or_function(name: str) -> Any:
    registry.complete("keras.metrics")
    found = registry.find("keras.metrics", name, "metrics.get", also=BY_SHAPE)
    path = registry.path_of(found)
    if path is None or inspect.isclass(found):
        return found
    known = registry.registered("keras.metrics")
    classes = {registry.snake_case(n): c for n, c in known.items() if inspect.isclass(c)}
    return classes.get(path.rsplit(".", 1)[1], found)


def serialize(metric: Any) -> Any:
    """The config of a metric; of a function its name in the form that Keras writes."""
    return losses.serialize(metric)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The metric of a name or config."""
    return registry.deserialize(config, custom_objects, package="keras.metrics")
