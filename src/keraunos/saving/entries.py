"""Arrays of several files, or under names of another kind, seen as the groups of one HDF5 file."""

from collections.abc import Iterable, Iterator
from typing import Any

from keraunos.core.errors import FileError


class Entries:
    """Arrays by their paths, as `weights.read` asks a file for them.

    Args:
        arrays: pairs (path, array not read yet: its `shape` and `dtype`, and `read()`).
        name: of the file, for messages. path: of this group.
    Raises: FileError if a path comes twice, or names a group and an array.
    """

    def __init__(self, arrays: Iterable[tuple[str, Any]], name: str, path: str = "") -> None:
        self.path = path
        self._here: dict[str, Any] = {}
        below: dict[str, list[tuple[str, Any]]] = {}
        for key, stored in arrays:
            first, _, rest = key.partition("/")
            if rest:
                below.setdefault(first, []).append((rest, stored))
            elif first in self._here:
                raise FileError(f"{name}: {path}/{first} comes twice. Save it again.")
            else:
                self._here[first] = stored
        both = sorted(set(below) & set(self._here))
        if both:
            raise FileError(f"{name}: {path}/{both[0]} is an array and a group. Save it again.")
        self._below = {
            first: Entries(rest, name, f"{path}/{first}") for first, rest in below.items()
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._here) + len(self._below)

    def __contains__(self, name: str) -> bool:
        return name in self._here or name in self._below

    def __getitem__(self, name: str) -> Any:
        """The array of that name."""
        return self._here[name].read()

    def keys(self) -> list[str]:
        """The names of what it holds."""
        return [*self._here, *self._below]

    def group(self, path: str) -> "Entries | None":
        """The group at this path, or None."""
        here: Entries | None = self
        for part in path.split("/"):
            here = here._below.get(part) if here is not None else None
        return here

    def arrays(self) -> Iterator[tuple[str, Any]]:
        """The arrays in it with their names, not read yet."""
        return iter(self._here.items())

    def walk(self) -> Iterator[tuple[str, Any]]:
        """Every array in it and below, with its path."""
        for name, stored in self._here.items():
            yield f"{self.path}/{name}".lstrip("/"), stored
        for group in self._below.values():
            yield from group.walk()
