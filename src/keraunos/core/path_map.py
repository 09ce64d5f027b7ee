"""A dict whose keys are patterns of paths: what holds for one variable or layer among many."""

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from keraunos.core.errors import bad


class PathMap(MutableMapping[str, Any]):
    """Finds by path: the key equal to it, else the one key that matches all of it, else a default.

    A subclass says what the default is and which values it takes.
    """

    def __init__(self, entries: dict[str, Any] | None = None) -> None:
        self._entries: dict[str, Any] = {}
        for key, value in (entries or {}).items():
            self[key] = value

    def default(self) -> Any:
        """What holds for a path that no key matches."""
        return None

    def accepted(self, key: str, value: Any) -> Any:
        """The value to keep; a subclass raises ValueError for one that does not fit."""
        return value

    def __getitem__(self, path: str) -> Any:
        """What holds for this path.

        Raises: ValueError if several keys match it.
        """
        if path in self._entries:
            return self._entries[path]
        keys = [key for key in self._entries if re.fullmatch(key, path)]
        if len(keys) > 1:
            raise ValueError(
                f"{type(self).__name__}: expected one key that matches '{path}'; got {', '.join(keys)}. "
                "Make the patterns narrower."
            )
        return self._entries[keys[0]] if keys else self.default()

    def __setitem__(self, key: str, value: Any) -> None:
        """Add a key.

        Raises: ValueError if it is there already, or the value does not fit.
        """
        if key in self._entries:
            fix = "Delete the old one first."
            raise ValueError(bad(type(self).__name__, "key", "new", key, fix))
        self._entries[key] = self.accepted(key, value)

    def __delitem__(self, key: str) -> None:
        del self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self) -> Any:
        """Keys and values, as they were set."""
        return self._entries.items()
