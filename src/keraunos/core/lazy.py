"""Packages whose names load when they are asked for, as their stubs list them."""

import sys
from collections.abc import Callable
from typing import Any

import lazy_loader

from keraunos.core.errors import nearest


def attach(package: str, file: str) -> tuple[Callable[[str], Any], Callable[[], Any], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package with an `__init__.pyi`.

    Args: package: its `__name__`. file: its `__file__`.
    """
    found, names, every = lazy_loader.attach_stub(package, file)

    def get(name: str) -> Any:
        if name not in every and not name.startswith("_"):
            raise AttributeError(
                _missing(package, name, every), name=name, obj=sys.modules[package]
            )
        return found(name)

    return get, names, every


def _missing(package: str, name: str, every: list[str]) -> str:
    close = nearest(name, every)
    hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
    return f"module {package!r} has no attribute {name!r}.{hint}"
