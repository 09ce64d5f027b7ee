"""Facts kept on a model that are no part of it: what they hold is not found as the model's own."""

from typing import Any


class _Box:
    """Hides what it holds from the search for variables and layers."""

    def __init__(self, value: Any) -> None:
        self.value = value


def keep(owner: Any, name: str, value: Any) -> Any:
    """Keep a value on an object; gives the value.

    Example:
        >>> from types import SimpleNamespace
        >>> thing = SimpleNamespace()
        >>> keep(thing, "seen", [1]); kept(thing, "seen")
        [1]
        [1]
    """
    owner.__dict__[f"_aside_{name}"] = _Box(value)
    return value


def kept(owner: Any, name: str, default: Any = None) -> Any:
    """The value kept under this name."""
    box = owner.__dict__.get(f"_aside_{name}")
    return default if box is None else box.value
