"""Loads jax out of the garbage collector's way: what its import makes is never searched for garbage.

jax makes some hundred thousand objects that live as long as the process. Searching them, while they
are made, at every full collection, and once more when the process ends, costs a short script a
sixth of its time.
"""

import gc
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


def freeze_after_import(module: str) -> None:
    """When `module` is imported, tell the collector to leave alone everything that exists then.

    Does nothing where it is loaded already, nor at a prompt: there, objects made before the import
    may well be dropped in cycles later, and these would stay.
    """
    if module not in sys.modules and not hasattr(sys, "ps1"):
        sys.meta_path.insert(0, _Freezing(module))


class _Freezing:
    """A finder of one module: as the path's own, the module's execution wrapped."""

    def __init__(self, module: str) -> None:
        self.module = module

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that Python would find; None, for the next finder, for every other module."""
        spec = PathFinder.find_spec(name, path, target) if name == self.module else None
        if spec is not None and spec.loader is not None:
            executing = self._executing(spec.loader.exec_module)
            spec.loader.exec_module = executing  # pyright: ignore[reportAttributeAccessIssue]
        return spec

    def _executing(self, execute: Callable[[ModuleType], None]) -> Callable[[ModuleType], None]:
        """`execute`, once, without collections and followed by `gc.freeze()`."""

        def exec_module(module: ModuleType) -> None:
            sys.meta_path.remove(self)
            collecting = gc.isenabled()
            gc.disable()
            try:
                execute(module)
                gc.freeze()
            finally:
                if collecting:
                    gc.enable()

        return exec_module
