"""The door for old spellings: keywords that nobody knows are shown to the tables of `compat`, once needed."""

import importlib
from typing import Any

TABLES = "keraunos.compat.keywords"
"""Whose `translate` stands behind the door; loaded at the first keyword that nobody knows."""

CONFIGS = "keraunos.compat.configs"
"""Whose `translate` reads the configs of old files."""


def translate(owner: object, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments in today's words; what the tables do not know comes back as it was.

    Args:
        owner: who was called: an object, or a pair (object, name of its method).
        kwargs: the arguments; those of the owner's own that an old spelling may change among them.
    """
    return importlib.import_module(TABLES).translate(owner, kwargs)


def config(
    class_name: str, arguments: dict[str, Any], package: str = "keras.layers"
) -> tuple[str, dict[str, Any]]:
    """The class and arguments of today for those of a config in an old file.

    Args: class_name: as in the file. arguments: its config. package: whose class it is.
    """
    return importlib.import_module(CONFIGS).translate(class_name, arguments, package)
