"""Objects as configs and back, and the names that configs may use."""

from typing import Any

from keraunos.core import trust
from keraunos.core.registry import (
    custom_object_scope,
    deserialize,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register,
    register_keras_serializable,
    serialize,
)

CustomObjectScope = custom_object_scope


@register("keras.saving.serialize_keras_object")
def serialize_keras_object(obj: Any) -> Any:
    """An object as JSON types, so that `deserialize_keras_object` makes an equal one.

    Raises: TypeError if it is neither plain nor has get_config().
    """
    return serialize(obj)


@register("keras.saving.deserialize_keras_object")
def deserialize_keras_object(
    config: Any, custom_objects: dict[str, Any] | None = None, safe_mode: bool | None = True, **kwargs: Any
) -> Any:  # fmt: skip
    """The object that a config describes.

    Args:
        config: what `serialize_keras_object` gave.
        custom_objects: your own classes and functions by name.
        safe_mode: False: also read what brings code; only from makers you trust.
    Raises: ValueError if a name is not known; UnsafeError (a ValueError) for code in safe mode.
    """
    if kwargs:
        raise TypeError(f"deserialize_keras_object: unknown arguments {sorted(kwargs)}.")
    with trust.safe_mode(_inherited(safe_mode)):
        if isinstance(config, (list, tuple)):
            return [deserialize(one, custom_objects) for one in config]
        return deserialize(config, custom_objects)


def _inherited(safe_mode: bool | None) -> bool | None:
    """Within a file that is read as trusted, the default does not take the trust away."""
    return False if trust.trusted() else safe_mode


__all__ = [
    "CustomObjectScope", "custom_object_scope", "deserialize_keras_object", "get_custom_objects",
    "get_registered_name", "get_registered_object", "register_keras_serializable",
    "serialize_keras_object",
]  # fmt: skip
