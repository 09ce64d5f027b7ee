"""Objects as configs of Keras 2's form, and back: a class by its bare name."""

import inspect
from typing import Any

from keraunos.core.custom_objects import custom, custom_object_scope
from keraunos.core.errors import UnknownNameError, bad, unknown

_OWNER = "legacy.saving.deserialize_keras_object"


def serialize_keras_object(instance: Any) -> Any:
    """An object as {"class_name", "config"}, a function or class as its name.

    Args: instance: what has get_config() or a name; None stays None.
    Raises: ValueError for anything else.
    Example:
        >>> from keraunos.initializers import Zeros
        >>> serialize_keras_object(Zeros())
        {'class_name': 'Zeros', 'config': {}}
    """
    if instance is None:
        return None
    if hasattr(instance, "get_config") and not inspect.isclass(instance):
        return {"class_name": type(instance).__name__, "config": instance.get_config()}
    if hasattr(instance, "__name__"):
        return instance.__name__
    raise ValueError(
        bad("legacy.saving.serialize_keras_object", "instance", "an object with get_config(), or a "
            "function", instance, "Add get_config().")
    )  # fmt: skip


def deserialize_keras_object(
    identifier: Any, module_objects: dict[str, Any] | None = None,
    custom_objects: dict[str, Any] | None = None, printable_module_name: str = "object",
) -> Any:  # fmt: skip
    """The object of a config in Keras 2's form, or of a name.

    Args:
        identifier: what `serialize_keras_object` gave, or a function, which stays; None stays None.
        module_objects: the things that may be named. custom_objects: the user's, which come first.
        printable_module_name: what the thing is called in errors.
    Raises: ValueError for an unknown name, or what is no config.
    Example:
        >>> from keraunos.initializers import Zeros
        >>> deserialize_keras_object({"class_name": "Zeros", "config": {}}, {"Zeros": Zeros})
        Zeros()
    """
    if identifier is None or inspect.isfunction(identifier):
        return identifier
    with custom_object_scope(custom_objects or {}):
        if isinstance(identifier, str):
            found = _named(identifier, module_objects, printable_module_name)
            return found() if inspect.isclass(found) else found
        if not isinstance(identifier, dict) or not {"class_name", "config"} <= set(identifier):
            expected = "a name, or a dict with class_name and config"
            raise ValueError(bad(_OWNER, "identifier", expected, identifier, ""))
        found = _named(str(identifier["class_name"]), module_objects, printable_module_name)
        config = identifier["config"]
        make = getattr(found, "from_config", None)
        return found(**config) if make is None else make(config)


def _named(name: str, module_objects: dict[str, Any] | None, kind: str) -> Any:
    found = custom(name) or (module_objects or {}).get(name)
    if found is None:
        fix = f"Pass custom_objects={{{name!r}: …}}."
        raise UnknownNameError(unknown(_OWNER, kind, name, module_objects or {}, fix))
    return found
