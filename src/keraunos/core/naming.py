"""Names that nobody gave: dense, dense_1, …; and the name scopes that make up a variable's path."""

from contextlib import AbstractContextManager
from contextvars import ContextVar, Token
from typing import Any, Self

from keraunos.core.errors import bad
from keraunos.core.registry import snake_case

_counts: dict[str, int] = {}
_scopes: ContextVar[tuple[tuple[str, object], ...]] = ContextVar("name_scopes", default=())


def auto_name(prefix: str) -> str:
    """The next free name of this prefix in the process: dense, dense_1, dense_2."""
    prefix = snake_case(prefix)
    count = get_uid(prefix) - 1
    return f"{prefix}_{count}" if count else prefix


def get_uid(prefix: str = "") -> int:
    """The next number of this prefix in the process: 1, 2, …; automatic names count on from it.

    Example:
        >>> reset_names(); get_uid("thing"), get_uid("thing"), auto_name("thing")
        (1, 2, 'thing_2')
    """
    _counts[prefix] = _counts.get(prefix, 0) + 1
    return _counts[prefix]


def reset_names() -> None:
    """Start all automatic names from the beginning."""
    _counts.clear()


def snapshot() -> dict[str, int]:
    """The counts of names now, to go back to with `restore`."""
    return dict(_counts)


def restore(counts: dict[str, int]) -> None:
    """Go back to the counts of a snapshot: names given since then are free again."""
    _counts.clear()
    _counts.update(counts)


class name_scope(AbstractContextManager["name_scope", None]):
    """Within it the path of every new variable starts with `name`.

    Args:
        name: the part of the path.
        caller: whose scope it is; a scope opened again by the innermost caller adds nothing.
    Raises: ValueError if the name is no text or has a '/' in it.
    Example:
        >>> with name_scope("block"):
        ...     current_path()
        'block'
    """

    def __init__(self, name: str, caller: object = None) -> None:
        if caller is None and (not isinstance(name, str) or "/" in name):
            raise ValueError(bad("name_scope", "name", "a text without '/'", name, ""))
        self.name, self.caller = name, caller
        self._tokens: list[Token[Any]] = []

    def __enter__(self) -> Self:
        open_now, caller = _scopes.get(), self.caller
        again = caller is not None and bool(open_now) and open_now[-1][1] is caller
        self._tokens.append(_scopes.set(open_now if again else (*open_now, (self.name, caller))))
        return self

    def __exit__(self, *_error: object) -> None:
        _scopes.reset(self._tokens.pop())


def current_path() -> str:
    """The open scopes joined by slashes; empty outside all."""
    return "/".join(name for name, _ in _scopes.get())
