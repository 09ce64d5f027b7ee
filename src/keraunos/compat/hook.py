"""The import hook: `keras`, `tf_keras` and `tensorflow` are answered by Keraunos, whatever is installed."""

import importlib
import sys
from collections.abc import Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

ROOTS = ("keras", "tf_keras", "tensorflow")
_set_aside: dict[str, ModuleType] = {}


class OldModule(ModuleType):
    """A module by an old name; what is in it is looked up in the tables when it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = _lookup().member(self.__name__, name)
        setattr(self, name, value)
        return value

    @property
    def __all__(self) -> list[str]:
        return _lookup().members(self.__name__)

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *self.__all__})


class _OldFinder(MetaPathFinder, Loader):
    """Finds and loads every module below the roots; one that is not known is an error with a hint."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of an old module.

        Raises: ModuleNotFoundError naming the nearest module or name that exists.
        """
        if fullname.split(".", 1)[0] not in ROOTS:
            return None
        _lookup().check_module(fullname)
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module; the tables fill it as it is asked."""
        return OldModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Say what the module is called today, and open today's classes to old arguments."""
        module.__file__ = f"<keraunos {module.__name__}>"
        _lookup().loaded(module.__name__)


def _lookup() -> Any:
    """The tables; they load with the first old module, as they bring in jax."""
    return importlib.import_module("keraunos.compat.lookup")


_finder = _OldFinder()


def install() -> None:
    """From now on in this process, old imports are answered by Keraunos.

    Modules of a real Keras or TensorFlow that are loaded already are set aside, not changed.

    Example:
        >>> install()
        >>> from tensorflow.keras.layers import Dense
        >>> Dense.__module__
        'keraunos.layers.dense'
        >>> uninstall()
    """
    if _finder in sys.meta_path:
        return
    _set_aside.update(_remove())
    sys.meta_path.insert(0, _finder)


def uninstall() -> None:
    """Undo `install`: the hook goes, and modules that were set aside come back."""
    if _finder not in sys.meta_path:
        return
    sys.meta_path.remove(_finder)
    if _remove():
        importlib.import_module("keraunos.compat.opening").close()
    sys.modules.update(_set_aside)
    _set_aside.clear()


def _remove() -> dict[str, ModuleType]:
    """Take all modules below the roots out of the process' table."""
    names = [name for name in sys.modules if name.split(".", 1)[0] in ROOTS]
    return {name: sys.modules.pop(name) for name in names}
