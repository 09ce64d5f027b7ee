"""The door through which old spellings may be translated; nothing is behind it unless `compat` opens it."""

from collections.abc import Callable
from typing import Any

TRANSLATORS: list[Callable[[object, dict[str, Any]], dict[str, Any]]] = []
"""Functions (owner, unknown keyword arguments) -> the same arguments in today's words."""


def translate(owner: object, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Pass keyword arguments that `owner` does not know through every translator."""
    for translator in TRANSLATORS:
        kwargs = translator(owner, kwargs)
    return kwargs
