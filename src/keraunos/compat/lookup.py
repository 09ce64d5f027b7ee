"""From an old dotted name to the thing it means today, by the tables in `places` and `names`."""

import importlib
import importlib.util
import sys
from functools import cache
from types import ModuleType
from typing import Any

from keraunos.compat import names, opening, places
from keraunos.compat.wording import say
from keraunos.core import registry
from keraunos.core.errors import UnknownNameError, nearest

_ABSENT = object()


def canonical(path: str) -> str:
    """An old dotted name with `keras` (or `tensorflow`) for all the names that stand for it.

    Example:
        >>> canonical("tensorflow.keras.layers.Dense")
        'keras.layers.Dense'
    """
    for root, aliases in (
        ("tensorflow", places.SAME_AS_TENSORFLOW),
        ("keras", places.SAME_AS_KERAS),
    ):
        for name in aliases:
            if path == name or path.startswith(f"{name}."):
                return canonical(root + path[len(name) :])
    return path


@cache
def modules() -> frozenset[str]:
    """The canonical names of all modules that can be imported."""
    known = {f"keras.{name}" for name in places.MODERN} | {"keras"} | set(places.MODULES)
    parents = {name.rsplit(".", i)[0] for name in known for i in range(1, name.count(".") + 1)}
    return frozenset(known | parents)


def check_module(fullname: str) -> None:
    """Refuse a module that is not known.

    Raises: ModuleNotFoundError naming the nearest that is.
    """
    path = canonical(fullname)
    if path not in modules():
        raise ModuleNotFoundError(_missing(path))


def loaded(fullname: str) -> None:
    """An old module was imported: say what it is today, and open today's classes to old arguments."""
    opening.open_all()
    _register_strings()
    path = canonical(fullname)
    if path == "tensorflow":
        opening.open_arrays()
    module = sys.modules[fullname]
    if fullname in ("keras", "tf_keras", "tensorflow", "tensorflow.keras"):
        root = "keras" if fullname == "keras" else "tensorflow"
        module.__version__ = places.VERSIONS[root]  # type: ignore[attr-defined]
    today = places.MODULES.get(path)
    quiet = path in places.QUIET or path.removeprefix("keras.") in places.MODERN
    if today and not quiet and path.startswith("keras."):
        say(f"{path} is now {' or '.join(today)}.")


def member(fullname: str, name: str) -> Any:
    """What `name` is in the old module `fullname`.

    Raises: AttributeError naming the nearest that exists.
    """
    path = canonical(f"{fullname}.{name}")
    found = _named(path)
    if found is _ABSENT and path in modules():
        return importlib.import_module(f"{fullname}.{name}")
    if found is _ABSENT:
        found = _placed(canonical(fullname), name)
    if found is _ABSENT:
        raise AttributeError(_missing(path))
    return opening.opened(found, path)


def members(fullname: str) -> list[str]:
    """The public names of an old module, those of today and those old ones that lead somewhere."""
    path = canonical(fullname)
    found: set[str] = set()
    for place in (path, *_places(path)):
        listed = getattr(_module(place), "__all__", ())
        found.update(n for n in listed if _attribute(place, n) is not _ABSENT)
        prefix = f"{place}."
        for old in names.NAMES:
            name = old.removeprefix(prefix)
            if old.startswith(prefix) and "." not in name and _named(old) is not _ABSENT:
                found.add(name)
    return sorted(found)


# --- looking ------------------------------------------------------------------------------------


def _places(path: str) -> tuple[str, ...]:
    """Where the things of a module are today, places that are old modules themselves opened up."""
    found: dict[str, None] = {}
    for place in places.MODULES.get(path, (path,)):
        found.update(dict.fromkeys((place,) if place == path else _places(place)))
    return tuple(found)


def _module(place: str) -> Any:
    """The module of Keraunos that a place names (`module/part` of its tables), or None if it is not there."""
    if "/" in place:
        table, _, part = place.partition("/")
        return importlib.import_module(table).module(part)
    name = place if place.startswith("keraunos.") else f"keraunos{place.removeprefix('keras')}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return None
        raise


@cache
def _register_strings() -> None:
    """Let `get` know old names that people wrote as strings."""
    for old, target in names.STRINGS.items():
        thing = _target(target)
        registry.register(registry.path_of(thing) or old, old)(thing)


def _named(path: str) -> Any:
    """What the table of names gives for exactly this path."""
    target = names.NAMES.get(path)
    return _ABSENT if target is None else _target(target)


def _target(target: str) -> Any:
    if ":" in target:
        module, name = target.split(":")
        return getattr(importlib.import_module(module), name)
    module, name = target.rsplit(".", 1)
    return _attribute(module, name)


def _placed(path: str, name: str) -> Any:
    """The first thing of that name in the places of a module; then what a registered alias gives."""
    for place in _places(path):
        found = _attribute(place, name)
        if found is _ABSENT and place != path:
            found = _named(f"{place}.{name}")
            if found is _ABSENT and f"{place}.{name}" in modules():
                found = importlib.import_module(f"{place}.{name}")
        if found is not _ABSENT:
            return found
    for place in _places(path):
        if place in registry.PACKAGES:
            try:
                return registry.find(place, name, path)
            except UnknownNameError:
                continue
    return _ABSENT


def _attribute(place: str, name: str) -> Any:
    module = _module(place)
    if module is None:
        return _ABSENT
    try:
        found = getattr(module, name)
    except AttributeError:
        return _ABSENT
    private = isinstance(found, ModuleType) and f"{place}.{name}" not in modules()
    return _ABSENT if private else found


# --- errors -------------------------------------------------------------------------------------


def _missing(path: str) -> str:
    """What is said of a name that leads nowhere: the name, and the nearest that exist."""
    fix = names.GONE.get(path) or _gone_elsewhere(path)
    if fix:
        return f"{path} does not exist in Keraunos. {fix}"
    target = names.NAMES.get(path)
    today = f" (today {target})" if target and ":" not in target else ""
    module, _, name = path.rpartition(".")
    inside = _inside(module) if module in modules() else []
    close = [*_elsewhere(path, name), *(f"{module}.{n}" for n in nearest(name, inside))][:3]
    close = close or nearest(path, modules())
    hint = f" The nearest that exist: {', '.join(close)}." if close else ""
    return f"{path}{today} does not exist in Keraunos.{hint}"


def _elsewhere(path: str, name: str) -> list[str]:
    """Where TensorFlow's other modules have just that name."""
    if not path.startswith("tensorflow."):
        return []
    rooms = [m for m in sorted(modules()) if m.startswith("tensorflow.") and ".python" not in m]
    return [f"{m}.{name}" for m in ("tensorflow", *rooms) if name in members(m)]


def _inside(module: str) -> list[str]:
    """The names in a module, and those of the modules below it."""
    below = [m.removeprefix(f"{module}.") for m in modules() if m.startswith(f"{module}.")]
    return [*members(module), *(m for m in below if "." not in m)]


def _gone_elsewhere(path: str) -> str | None:
    module, _, name = path.rpartition(".")
    return next(
        (names.GONE[f"{p}.{name}"] for p in _places(module) if f"{p}.{name}" in names.GONE), None
    )
