"""Classes and functions of a user's, by the names that configs may use for them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar, Token
from typing import Any, Self, TypeVar

T = TypeVar("T")

_global_custom: dict[str, Any] = {}
_custom_name_of: dict[Any, str] = {}
_noted: ContextVar[dict[str, Any] | None] = ContextVar("noted", default=None)
_scoped_custom: ContextVar[tuple[dict[str, Any], ...]] = ContextVar("custom", default=())


class custom_object_scope(AbstractContextManager["custom_object_scope", None]):
    """Within this scope the names given are known to every `get` and `deserialize`.

    Args: custom_objects: a dict name -> class or function.
    """

    def __init__(self, custom_objects: dict[str, Any]) -> None:
        self.custom_objects = dict(custom_objects or {})
        self._tokens: list[Token[Any]] = []

    def __enter__(self) -> Self:
        known = (*_scoped_custom.get(), self.custom_objects)
        self._tokens.append(_scoped_custom.set(known))
        return self

    def __exit__(self, *_error: object) -> None:
        _scoped_custom.reset(self._tokens.pop())


def get_custom_objects() -> dict[str, Any]:
    """The dict of custom objects known to the whole process; it may be written to."""
    return _global_custom


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[T], T]:
    """Register a class or function of yours, so that configs may name it as "package>name"."""

    def keep(thing: T) -> T:
        label = f"{package}>{name or thing.__name__}"  # type: ignore[attr-defined]
        _global_custom[label] = thing
        _custom_name_of[thing] = label
        return thing

    return keep


def get_registered_name(obj: Any) -> str:
    """The name a custom thing was registered under, or its own name."""
    name = _custom_name_of.get(obj) or obj.__name__
    noted = _noted.get()
    if noted is None:
        return name
    while noted.setdefault(name, obj) is not obj:  # another thing of that name
        name += "_"
    return name


@contextmanager
def noted_custom_objects() -> Iterator[dict[str, Any]]:
    """A dict that, within the block, takes in every custom thing that is named in a config."""
    found: dict[str, Any] = {}
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def get_registered_object(
    name: str, custom_objects: dict[str, Any] | None = None, module_objects: Any = None
) -> Any:
    """The custom thing of that name, or None."""
    return custom(name, custom_objects) or (module_objects or {}).get(name)


def custom(name: str, custom_objects: dict[str, Any] | None = None) -> Any:
    """The thing of that name: given here, in the scopes from the inside out, in the process; or None."""
    for known in (custom_objects or {}, *reversed(_scoped_custom.get()), _global_custom):
        if name in known:
            return known[name]
    return None
