"""Packages that only gather names: what their stub lists loads when it is first asked for."""

import ast
import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from keraunos.core.errors import nearest


def gather(
    package: str, file: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package, from the stub beside its `__init__.py`.

    The stub is read, not run: `from keraunos.room.module import thing as name` gives `name`, and
    `from . import module as module` a module of the package.

    Args: package: its `__name__`. file: its `__file__`.
    Raises: ValueError if the stub imports otherwise.
    """
    homes = _homes(package, Path(file).with_suffix(".pyi"))

    def load(name: str) -> Any:
        if name not in homes:
            close = [] if name.startswith("_") else nearest(name, homes)
            hint = f". Did you mean {close[0]!r}?" if close else ""
            raise AttributeError(f"module {package!r} has no attribute {name!r}{hint}")
        module, thing = homes[name]
        if thing is None:
            return importlib.import_module(module)
        found = getattr(importlib.import_module(module), thing)
        setattr(sys.modules[package], name, found)
        return found

    names = sorted(homes)
    return load, lambda: names, names


def _homes(package: str, stub: Path) -> dict[str, tuple[str, str | None]]:
    """Name -> (module, name there); None there: the module itself."""
    homes: dict[str, tuple[str, str | None]] = {}
    for node in ast.parse(stub.read_text(encoding="utf8")).body:
        if not isinstance(node, ast.ImportFrom):
            raise ValueError(f"{stub}: line {node.lineno} must be `from … import …`.")
        module = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
        for alias in node.names:
            own = (f"{module}.{alias.name}", None)
            homes[alias.asname or alias.name] = (module, alias.name) if node.module else own
    return homes
